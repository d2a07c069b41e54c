"""The states and reasons of wallets. One list per life cycle."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class WalletStatus(models.TextChoices):
    OPEN = "open", _("Open")
    FROZEN = "frozen", _("Frozen")
    CLOSED = "closed", _("Closed")


class HoldStatus(models.TextChoices):
    ACTIVE = "active", _("Held")
    CAPTURED = "captured", _("Captured")
    VOIDED = "voided", _("Released")
    EXPIRED = "expired", _("Expired")


class TopUpMethod(models.TextChoices):
    CHECKOUT = "checkout", _("Payment page")
    SAVED_CARD = "saved_card", _("Saved card")


class TopUpStatus(models.TextChoices):
    CREATED = "created", _("Starting")
    OPEN = "open", _("Waiting for you on the payment page")
    REQUIRES_ACTION = "requires_action", _("Waiting for your confirmation")
    PROCESSING = "processing", _("Waiting for your bank")
    SUCCEEDED = "succeeded", _("Added")
    FAILED = "failed", _("Declined")
    EXPIRED = "expired", _("Not completed")
    CANCELED = "canceled", _("Canceled")
    QUARANTINED = "quarantined", _("Being checked by the store")


TOP_UP_WAITING = (
    TopUpStatus.CREATED,
    TopUpStatus.OPEN,
    TopUpStatus.REQUIRES_ACTION,
    TopUpStatus.PROCESSING,
)


class ReturnKind(models.TextChoices):
    DISPUTE = "dispute", _("Dispute")
    REFUND = "refund", _("Refund at the gateway")


class ReturnStatus(models.TextChoices):
    TAKEN = "taken", _("Taken back")
    WON = "won", _("Returned to the customer")
    LOST = "lost", _("Lost")


class AdjustmentDirection(models.TextChoices):
    CREDIT = "credit", _("Credit")
    DEBIT = "debit", _("Debit")


class AdjustmentReason(models.TextChoices):
    GOODWILL = "goodwill", _("Goodwill")
    COMPLAINT = "complaint", _("Complaint")
    CORRECTION = "correction", _("Correction of a mistake")
    PROMOTION = "promotion", _("Promotion")
    GIFT = "gift", _("Gift")
    RETURNED_GOODS = "returned_goods", _("Returned goods")
    FRAUD = "fraud", _("Fraud or misuse")
    RESCUE = "rescue", _("Bank took the money, the order failed")


class ApprovalStatus(models.TextChoices):
    """What becomes of something that waits for a second person."""

    REQUESTED = "requested", _("Waiting for a second person")
    APPROVED = "approved", _("Approved")
    REJECTED = "rejected", _("Rejected")
    EXPIRED = "expired", _("Not decided in time")


APPROVAL_REFUSED = (ApprovalStatus.REJECTED, ApprovalStatus.EXPIRED)
