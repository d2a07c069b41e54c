"""What a refund would do, before anything is asked for: both destinations side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _
from djmoney.money import Money

from refunds.allocation import RefundPlan, plan_refund
from refunds.automation.taking_back import credit_due_after
from refunds.enums import Destination, RefundReason, Target, TenderOrder
from refunds.exceptions import FeesExceedRefund, NotRefundable
from refunds.models import Refund, StoreCreditPolicy
from refunds.queries import left_to_refund, policy_for, tenders_of
from refunds.services.lines import LineWanted, Wanted, resolve
from refunds.terms import Fees, fees_of, no_fees
from wallet_project.checkout.enums import TenderKind
from wallet_project.checkout.locks import load_tenders
from wallet_project.checkout.models import Payment
from wallet_project.core.exceptions import NotFound
from wallet_project.core.money import zero


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the customer would get, and where, if the card part went to `destination`.

    `wallet`, `reward` and `card` are what arrives there, the bonus included; `bonus_expires_at` is
    None for a bonus of wallet money. `fees` are what the store keeps, `card_days` how long a card takes,
    `credit_back` what the wallet loses again of credit that the store's rules gave for the order.
    """

    destination: Destination
    plan: RefundPlan
    fees: Fees
    wallet: Money
    reward: Money
    card: Money
    bonus: Money
    bonus_expires_at: datetime | None
    credit_back: Money
    card_days: tuple[int, int] = (5, 10)

    @property
    def total(self) -> Money:
        return self.wallet + self.reward + self.card


@dataclass(frozen=True, slots=True)
class RefundQuote:
    """`to_wallet` and `to_original` are None where that is not possible: no card paid, the policy does not
    allow it, or nothing would be left; `refusals` say which in words. `refundable` is what can still
    be asked for of the whole payment."""

    amount: Money
    refundable: Money
    to_wallet: Outcome | None
    to_original: Outcome | None
    refusals: tuple[str, ...] = ()


def quote_refund(
    *,
    payment_id: UUID,
    reason: RefundReason,
    amount: Money | None = None,
    lines: Sequence[LineWanted] = (),
    waive_fees: bool = False,
    policy: StoreCreditPolicy | None = None,
    now: datetime | None = None,
) -> RefundQuote:
    """What a refund of an amount, or of lines, would give back, to the wallet and to the card, by the
    policy that holds now unless another is given. Changes nothing. Raises `NotFound`, `NotRefundable`,
    and as `request_refund` does for an amount or lines.
    """
    now = now or timezone.now()
    payment = _payment(payment_id)
    policy = policy or policy_for(payment.currency, now=now)
    wanted = resolve(payment, amount=amount, lines=lines)
    order = order_of(payment, policy)
    outcomes: dict[Destination, Outcome] = {}
    refusals: list[str] = []
    for destination in Destination:
        fees = fees_for(policy, wanted, reason, destination, waive_fees)
        try:
            outcome = outcome_of(payment, policy, wanted, order, destination, fees, now=now)
        except FeesExceedRefund as error:
            refusals.append(str(error))
            continue
        if outcome.destination == destination:
            outcomes[destination] = outcome
    if not policy.card_allowed and Destination.ORIGINAL in outcomes:
        del outcomes[Destination.ORIGINAL]
        refusals.append(_("The store refunds returns to the wallet."))
    return RefundQuote(
        amount=wanted.amount,
        refundable=left_to_refund(payment),
        to_wallet=outcomes.get(Destination.WALLET),
        to_original=outcomes.get(Destination.ORIGINAL),
        refusals=tuple(refusals),
    )


def outcome_of(
    payment: Payment,
    policy: StoreCreditPolicy,
    wanted: Wanted,
    order: TenderOrder,
    destination: Destination,
    fees: Fees,
    *,
    now: datetime,
) -> Outcome:
    """The outcome for one destination. Where nothing of it would go to the card, it is the wallet's."""
    plan = plan_refund(
        amount=wanted.amount,
        tenders=tenders_of(payment),
        order=order,
        destination=destination,
        fee=fees.total,
        bonus_percent=Decimal(policy.bonus_percent),
    )
    if not any(part.kind == TenderKind.CARD for part in plan.parts):
        destination = Destination.WALLET
    expires_at = bonus_expires_at(policy, now=now)
    in_lots = plan.bonus if expires_at is not None else zero(payment.currency)
    return Outcome(
        destination=destination,
        plan=plan,
        fees=fees,
        wallet=plan.to(Target.WALLET) + plan.bonus - in_lots,
        reward=plan.to(Target.LOTS) + in_lots,
        card=plan.to(Target.ORIGINAL),
        bonus=plan.bonus,
        bonus_expires_at=expires_at if in_lots.amount else None,
        credit_back=credit_due_after(payment, amount=wanted.amount, pieces=wanted.pieces),
        card_days=(policy.card_days_from, policy.card_days_to),
    )


def fees_for(
    policy: StoreCreditPolicy, wanted: Wanted, reason: RefundReason, destination: Destination, waive: bool
) -> Fees:
    if waive:
        return no_fees(str(wanted.amount.currency))
    return fees_of(policy, goods=wanted.goods, reason=reason, destination=destination)


def bonus_expires_at(policy: StoreCreditPolicy, *, now: datetime) -> datetime | None:
    """When a bonus given now expires; None for wallet money, which never does."""
    return None if policy.bonus_valid_days is None else now + timedelta(days=policy.bonus_valid_days)


def order_of(payment: Payment, policy: StoreCreditPolicy) -> TenderOrder:
    """All refunds of a payment give back in one order, whatever the policy says meanwhile: so their
    parts add up to those of one whole refund."""
    first = Refund.objects.filter(payment=payment).order_by("id").values_list("tender_order", flat=True)
    return TenderOrder(first.first() or policy.tender_order)


def require_captured(payment: Payment) -> None:
    if not payment.is_captured:
        raise NotRefundable(payment.status)


def _payment(payment_id: UUID) -> Payment:
    payment = Payment.objects.filter(pk=payment_id).first()
    if payment is None:
        raise NotFound(_("payment"))
    require_captured(payment)
    return load_tenders(payment)
