"""The states of an order, and which may follow which."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class OrderStatus(models.TextChoices):
    PENDING_PAYMENT = "pending_payment", _("Waiting for payment")
    PAID = "paid", _("Paid")
    PAYMENT_FAILED = "payment_failed", _("Payment failed")
    CANCELED = "canceled", _("Canceled")
    EXPIRED = "expired", _("Not paid in time")
    SHIPPED = "shipped", _("On its way")
    DELIVERED = "delivered", _("Delivered")


TRANSITIONS: dict[str, frozenset[str]] = {
    OrderStatus.PENDING_PAYMENT: frozenset(
        {OrderStatus.PAID, OrderStatus.PAYMENT_FAILED, OrderStatus.CANCELED, OrderStatus.EXPIRED}
    ),
    OrderStatus.PAID: frozenset({OrderStatus.SHIPPED}),
    OrderStatus.SHIPPED: frozenset({OrderStatus.DELIVERED}),
    OrderStatus.PAYMENT_FAILED: frozenset(),
    OrderStatus.CANCELED: frozenset(),
    OrderStatus.EXPIRED: frozenset(),
    OrderStatus.DELIVERED: frozenset(),
}

# Ended without a sale: the stock is on the shelf again.
ENDED_UNPAID = (OrderStatus.PAYMENT_FAILED, OrderStatus.CANCELED, OrderStatus.EXPIRED)


class ReviewStatus(models.TextChoices):
    """Only an approved review is shown. A removed one was shown, and turned out to be abuse."""

    WAITING = "waiting", _("Waiting")
    APPROVED = "approved", _("Shown")
    REJECTED = "rejected", _("Turned down")
    REMOVED = "removed", _("Removed")


class ShareTarget(models.TextChoices):
    """Where a customer says that they shared a product."""

    LINK = "link", _("A copied link")
    EMAIL = "email", _("E-mail")
    WHATSAPP = "whatsapp", _("WhatsApp")
    TELEGRAM = "telegram", _("Telegram")
    FACEBOOK = "facebook", _("Facebook")
    X = "x", _("X")


class Country(models.TextChoices):
    """Where the shop delivers to."""

    AT = "AT", _("Austria")
    BE = "BE", _("Belgium")
    BG = "BG", _("Bulgaria")
    HR = "HR", _("Croatia")
    CZ = "CZ", _("Czechia")
    DK = "DK", _("Denmark")
    FR = "FR", _("France")
    DE = "DE", _("Germany")
    GR = "GR", _("Greece")
    IN = "IN", _("India")
    IE = "IE", _("Ireland")
    IT = "IT", _("Italy")
    NL = "NL", _("Netherlands")
    PL = "PL", _("Poland")
    PT = "PT", _("Portugal")
    RO = "RO", _("Romania")
    ES = "ES", _("Spain")
    SE = "SE", _("Sweden")
    GB = "GB", _("United Kingdom")
    US = "US", _("United States")
