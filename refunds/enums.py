"""The states, reasons and ways of refunds. One list per life cycle."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class RefundReason(models.TextChoices):
    """Why money goes back."""

    DAMAGED = "damaged", _("Damaged")
    LATE = "late", _("Late delivery")
    NOT_AS_DESCRIBED = "not_as_described", _("Not as described")
    DISSATISFIED = "dissatisfied", _("Not satisfied")
    CHANGED_MIND = "changed_mind", _("Changed my mind")
    GOODWILL = "goodwill", _("Goodwill")


# Reasons for which the store, not the customer, has to answer, until the store decides otherwise.
STORES_FAULT = (
    RefundReason.DAMAGED,
    RefundReason.LATE,
    RefundReason.NOT_AS_DESCRIBED,
    RefundReason.GOODWILL,
)


class Destination(models.TextChoices):
    """Where the customer wants the card part of a refund."""

    WALLET = "wallet", _("Wallet")
    ORIGINAL = "original", _("Card or bank that paid")


class Target(models.TextChoices):
    """Where one part of a refund goes. Reward money only ever goes back to its lots."""

    LOTS = "lots", _("Reward wallet")
    WALLET = "wallet", _("Wallet")
    ORIGINAL = "original", _("Card or bank that paid")


class TenderOrder(models.TextChoices):
    """Which form of payment is given back first."""

    REWARD_FIRST = "reward_first", _("Reward money first, then wallet, then card")
    REWARD_LAST = "reward_last", _("Card first, then wallet, reward money last")
    IN_RATIO = "in_ratio", _("All in the ratio in which they paid")


class RefundStatus(models.TextChoices):
    REQUESTED = "requested", _("Waiting for the store")
    APPROVED = "approved", _("Approved")
    PROCESSING = "processing", _("On its way")
    PENDING_GATEWAY = "pending_gateway", _("Waiting for your bank")
    DONE = "done", _("Refunded")
    FAILED = "failed", _("Did not arrive at the bank")
    REJECTED = "rejected", _("Refused")
    EXPIRED = "expired", _("Not decided in time")
    REVERSED = "reversed", _("Taken back")


# Asked for, and no money has moved yet.
REFUND_WAITING = (RefundStatus.REQUESTED, RefundStatus.APPROVED)
# The gateway has its part, or is to have it.
REFUND_AT_GATEWAY = (RefundStatus.PROCESSING, RefundStatus.PENDING_GATEWAY)
# Money has moved for it: it stands in its allocations.
REFUND_ISSUED = (*REFUND_AT_GATEWAY, RefundStatus.DONE, RefundStatus.FAILED, RefundStatus.REVERSED)
# Ended without a refund: what it asked for can be refunded by another.
REFUND_REFUSED = (RefundStatus.REJECTED, RefundStatus.EXPIRED)


class AllocationStatus(models.TextChoices):
    CREATED = "created", _("To be sent to the bank")
    PENDING = "pending", _("At the bank")
    DONE = "done", _("Arrived")
    FAILED = "failed", _("Came back from the bank")


ALLOCATION_OPEN = (AllocationStatus.CREATED, AllocationStatus.PENDING)


class ReturnState(models.TextChoices):
    """Where goods stand that a customer sends back."""

    REQUESTED = "requested", _("Asked for")
    APPROVED = "approved", _("Approved")
    LABEL_SENT = "label_sent", _("Label sent")
    RECEIVED = "received", _("Received")
    INSPECTED = "inspected", _("Checked")
    REFUNDED = "refunded", _("Refunded")
    REJECTED = "rejected", _("Refused")
    CANCELED = "canceled", _("Canceled")


# The goods, or the decision, are still to come; what a return holds can't be returned by another.
RETURN_OPEN = (
    ReturnState.REQUESTED,
    ReturnState.APPROVED,
    ReturnState.LABEL_SENT,
    ReturnState.RECEIVED,
    ReturnState.INSPECTED,
)
# Ended without goods or money having changed hands.
RETURN_REFUSED = (ReturnState.REJECTED, ReturnState.CANCELED)
# A state that may follow itself is put right by a second event: another label, another look.
RETURN_FOLLOWING: dict[str, frozenset[ReturnState]] = {
    ReturnState.REQUESTED: frozenset({ReturnState.APPROVED, ReturnState.REJECTED, ReturnState.CANCELED}),
    ReturnState.APPROVED: frozenset(
        {ReturnState.LABEL_SENT, ReturnState.RECEIVED, ReturnState.REJECTED},
    ),
    ReturnState.LABEL_SENT: frozenset(
        {ReturnState.LABEL_SENT, ReturnState.RECEIVED, ReturnState.REJECTED},
    ),
    ReturnState.RECEIVED: frozenset({ReturnState.INSPECTED, ReturnState.REJECTED}),
    ReturnState.INSPECTED: frozenset(
        {ReturnState.INSPECTED, ReturnState.REFUNDED, ReturnState.REJECTED},
    ),
    ReturnState.REFUNDED: frozenset(),
    ReturnState.REJECTED: frozenset(),
    ReturnState.CANCELED: frozenset(),
}
