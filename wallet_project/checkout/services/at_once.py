"""Another storefront's order that a wallet alone can pay: all of it by one call of the database.

Most payments over the API are of this kind. What is not plain about one (rewards, a card, an earlier
payment, a wallet that is frozen or too empty) the database finds under the locks; then it does nothing,
and `begin_payment` goes the long way, or refuses with words.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils import timezone
from djmoney.money import Money

from notifications.services import hand_over_message, keep
from wallet_project.checkout.enums import PaymentStatus, TenderKind, TenderStatus
from wallet_project.checkout.models import PaymentLine
from wallet_project.checkout.ports import get_orders
from wallet_project.checkout.services.endings import context_of_order, data_of_order
from wallet_project.checkout.services.requests import PaymentRequest
from wallet_project.checkout.services.rows import PAYMENT_ID
from wallet_project.core.ids import uuid7
from wallet_project.core.money import require_positive, to_minor, zero
from wallet_project.core.postgresql.statements import Statement
from wallets.services.posting import chart, store_line

written = json.JSONEncoder().encode
PAY = "checkout_pay_at_once({})".format(", ".join(["%s"] * 20))


@dataclass(frozen=True, slots=True)
class Named:
    """A customer, by the store's own id of them or by ours."""

    reference: str | None
    pk: int | None


@dataclass(frozen=True, slots=True)
class PaidTender:
    """What the wallet has paid; reads as a `Tender` does."""

    pk: UUID
    money: Money
    refunded: Money
    kind: TenderKind = TenderKind.WALLET
    status: TenderStatus = TenderStatus.CAPTURED

    @property
    def amount(self) -> Money:
        return self.money

    @property
    def captured(self) -> Money:
        return self.money


@dataclass(frozen=True, slots=True)
class PaidAtOnce:
    """A payment as it will be once `effect` is asked for; reads as a `Payment` does.

    `effect` is not NULL if it did all of it, and NULL if it did nothing. After its commit, `tell` hands
    the message over.
    """

    pk: UUID
    customer: Named
    request: PaymentRequest
    money: Money
    refunded: Money
    tender: PaidTender
    message_id: UUID
    created_at: datetime
    status: PaymentStatus = PaymentStatus.CAPTURED
    failure: str = ""
    card_state: None = None

    @property
    def id(self) -> UUID:
        return self.pk

    @property
    def order_reference(self) -> str:
        return self.request.order_reference

    @property
    def is_external(self) -> bool:
        return self.request.is_external

    @property
    def total(self) -> Money:
        return self.money

    @property
    def captured(self) -> Money:
        return self.money

    @property
    def settled_at(self) -> datetime:
        return self.created_at

    @property
    def parts(self) -> tuple[PaidTender]:
        return (self.tender,)

    @property
    def effect(self) -> Statement:
        request, amount, currency = self.request, self.money.amount, self.money.currency.code
        return PAY, (
            *(self.customer.reference, self.customer.pk, currency, to_minor(self.money), amount),
            *(request.order_reference, request.key, request.fingerprint()),
            *(request.reward_amount is None, self.created_at.isoformat()),
            store_line(chart.SALES, self.money).account_id,
            *(str(self.pk), str(self.tender.pk), self._description),
            *(self._address(request.return_url), self._address(request.cancel_url)),
            *(_lines(request.order_lines), str(self.message_id)),
            *(written(self._context), written(data_of_order(self))),
        )

    @property
    def _description(self) -> str:
        return get_orders(external=self.is_external).describe(self.order_reference)[:200]

    @property
    def _context(self) -> dict[str, Any]:
        return dict(keep(context_of_order(self, **{TenderKind.WALLET: self.money})))

    def _address(self, url: str) -> str:
        return url.replace(PAYMENT_ID, str(self.pk))

    def tell(self) -> None:
        hand_over_message(self.message_id)


def prepare_at_once(*, request: PaymentRequest, customer: Named) -> PaidAtOnce | None:
    """A payment that one call of the database may do; None where it can't be so plain. Nothing is asked
    or written yet. `customer` stands in the place of `request.customer_id`. Raises `AmountError`."""
    total = require_positive(request.total)
    if not (request.is_external and request.capture) or request.reward_amount:
        return None
    if request.wallet_amount is not None and request.wallet_amount != total:
        return None
    nothing = zero(request.currency)
    return PaidAtOnce(
        pk=uuid7(),
        customer=customer,
        request=request,
        money=total,
        refunded=nothing,
        tender=PaidTender(uuid7(), total, nothing),
        message_id=uuid7(),
        created_at=timezone.now(),
    )


def _lines(lines: Sequence[PaymentLine]) -> str | None:
    """As the database's function reads them."""
    rows = [
        {
            "id": str(line.pk),
            "reference": line.reference,
            "description": line.description,
            "product": line.product,
            "category": line.category,
            "quantity": line.quantity,
            "amount": str(line.amount.amount),
            "is_delivery": line.is_delivery,
        }
        for line in lines
    ]
    return written(rows) if rows else None
