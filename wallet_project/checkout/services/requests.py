"""What was asked for, as one value that can be compared with an earlier request of the same key."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from uuid import UUID

from djmoney.money import Money

from rewards.caps import OrderLine
from wallet_project.checkout.models import PaymentLine
from wallet_project.core.money import to_minor


@dataclass(frozen=True, slots=True)
class PaymentRequest:
    """What is to be paid, and how.

    `customer_id` is 0 where the customer is not looked up yet (`prepare_at_once`).
    `order_lines` are of an order that another storefront keeps (`is_external`); they are stored, so
    that refunds can be of lines. `takes_card`: whether a card may pay what rewards and wallet do not.
    """

    customer_id: int
    order_reference: str
    total: Money
    wallet_amount: Money | None
    reward_amount: Money | None
    lines: tuple[OrderLine, ...]
    has_coupon: bool
    saved_card_id: UUID | None
    save_card: bool
    capture: bool
    key: str
    return_url: str
    cancel_url: str
    is_external: bool = False
    order_lines: tuple[PaymentLine, ...] = ()
    takes_card: bool = True

    def __post_init__(self) -> None:
        if not self.order_reference or not self.key:
            raise ValueError("A payment needs an order reference and a key.")

    @property
    def currency(self) -> str:
        return str(self.total.currency)

    def fingerprint(self) -> str:
        """Of all that decides about money; the addresses to come back to do not."""
        body = [
            self.order_reference,
            to_minor(self.total),
            self.currency,
            _minor(self.wallet_amount),
            _minor(self.reward_amount),
            [[line.product, line.category, line.quantity, to_minor(line.amount)] for line in self.lines],
            self.has_coupon,
            str(self.saved_card_id or ""),
            self.save_card,
            self.capture,
            *([self.takes_card] if self.is_external else []),
        ]
        return hashlib.sha256(json.dumps(body).encode()).hexdigest()


def _minor(amount: Money | None) -> int | None:
    return None if amount is None else to_minor(amount)
