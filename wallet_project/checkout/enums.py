"""The states of payments and tenders."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class TenderKind(models.TextChoices):
    """Forms of payment, in the order in which they pay."""

    REWARD = "reward", _("Reward money")
    WALLET = "wallet", _("Wallet")
    CARD = "card", _("Card or bank")


class PaymentStatus(models.TextChoices):
    CREATED = "created", _("Starting")
    AUTHORIZED = "authorized", _("Reserved")
    WAITING = "waiting", _("Waiting for you")
    PROCESSING = "processing", _("Waiting for your bank")
    CAPTURED = "captured", _("Paid")
    PARTIALLY_CAPTURED = "partially_captured", _("Paid in part")
    VOIDED = "voided", _("Called off")
    FAILED = "failed", _("Failed")
    RESCUED = "rescued", _("Kept in the wallet")
    QUARANTINED = "quarantined", _("Being checked by the store")


# The outcome is still open, and what the payment needs is reserved.
PAYMENT_OPEN = (
    PaymentStatus.CREATED,
    PaymentStatus.AUTHORIZED,
    PaymentStatus.WAITING,
    PaymentStatus.PROCESSING,
)
PAYMENT_CAPTURED = (PaymentStatus.CAPTURED, PaymentStatus.PARTIALLY_CAPTURED)
# Ended without a sale; the card may still turn out to have paid.
PAYMENT_ENDED = (PaymentStatus.VOIDED, PaymentStatus.FAILED)


class TenderStatus(models.TextChoices):
    """A card tender follows the gateway, also after its payment has ended."""

    CREATED = "created", _("Starting")
    HELD = "held", _("Reserved")
    WAITING = "waiting", _("Waiting for you")
    PROCESSING = "processing", _("Waiting for your bank")
    CAPTURED = "captured", _("Paid")
    RELEASED = "released", _("Released")
    FAILED = "failed", _("Failed")
    RESCUED = "rescued", _("Kept in the wallet")
    QUARANTINED = "quarantined", _("Being checked by the store")


# The gateway may still take money for it.
CARD_OPEN = (TenderStatus.CREATED, TenderStatus.WAITING, TenderStatus.PROCESSING)


class CardReturnKind(models.TextChoices):
    DISPUTE = "dispute", _("Dispute")
    REFUND = "refund", _("Refund at the gateway")


class CardReturnStatus(models.TextChoices):
    OPEN = "open", _("Open")
    RETURNED = "returned", _("Gone back to the customer")
    KEPT = "kept", _("Kept by the store")


class RescueSource(models.TextChoices):
    """Who saw that a card payment could not pay for its order."""

    AUTOMATIC = "automatic", _("By itself")
    QUARANTINE = "quarantine", _("Staff, from quarantine")
    BANK = "bank", _("Staff, by its reference")
