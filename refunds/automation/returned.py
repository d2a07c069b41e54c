"""What of an event was given back: nobody gets credit for what they returned."""

from __future__ import annotations

from dataclasses import replace

from refunds.automation.enums import RuleEvent
from refunds.automation.events import CreditEvent
from refunds.queries import left_to_refund
from refunds.queries_returns import taken_of_lines
from wallet_project.checkout.models import Payment
from wallet_project.core.money import smallest, split_money


def less_refunded(event: CreditEvent, payment: Payment | None) -> CreditEvent:
    """The event without what was refunded, is asked for, or is on its way back. Exact under the payment's
    lock.

    What can't be delivered is refunded as a matter of course, and counts in full.
    """
    if payment is None or event.kind == RuleEvent.OUT_OF_STOCK:
        return event
    left = left_to_refund(payment)
    if not event.line or not left.amount:
        return replace(event, base=smallest(event.base, left))
    returned, _amount = taken_of_lines(payment).get(event.line, (0, None))
    kept = max(event.quantity - returned, 0)
    base = split_money(event.base, [kept, event.quantity - kept])[0]
    return replace(event, base=base, quantity=kept)


def is_gone(event: CreditEvent, kept: CreditEvent) -> bool:
    """Whether nothing is left of what it was about."""
    return bool(event.base.amount) and not kept.base.amount
