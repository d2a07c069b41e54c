"""What the store's policy for returns means for one order."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from refunds.publication import words_of
from refunds.queries import policy_for
from wallet_project.checkout.models import Payment
from wallet_project.storefront.models import Order


@dataclass(frozen=True, slots=True)
class Returns:
    """The policy in some sentences, but for its days."""

    sentences: tuple[str, ...]


def returns_in_short(order: Order, payment: Payment | None, *, now: datetime) -> Returns | None:
    """The policy that held when the order was placed, for a paid order; None where nothing was paid, all
    was refunded, or the store takes nothing back."""
    if order.paid_at is None or (payment is not None and payment.refunded_money == payment.captured_money):
        return None
    policy = policy_for(order.currency, now=payment.created_at if payment else order.placed_at)
    if not policy.reasons:
        return None
    return Returns(words_of(policy, now=now).summary[1:])
