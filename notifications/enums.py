"""What a message is about, and how far it has come."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """What the customer is told. Each kind has its texts in `templates/notifications/`."""

    MONEY_ADDED = "money_added", _("Money added")
    TOP_UP_FAILED = "top_up_failed", _("Top-up failed")
    TOP_UP_DISPUTED = "top_up_disputed", _("Top-up disputed")
    LOW_BALANCE = "low_balance", _("Balance is low")
    MONTHLY_STATEMENT = "monthly_statement", _("Monthly statement")
    CREDITED_BY_STORE = "credited_by_store", _("Credited by the store")
    DEBITED_BY_STORE = "debited_by_store", _("Debited by the store")
    MONEY_SENT = "money_sent", _("Money sent")
    MONEY_RECEIVED = "money_received", _("Money received")
    PAYMENT_RESCUED = "payment_rescued", _("Payment kept in the wallet")
    ORDER_PAID = "order_paid", _("Order paid")
    ORDER_CANCELED = "order_canceled", _("Order canceled")
    ORDER_PAYMENT_FAILED = "order_payment_failed", _("Order payment failed")
    REFUNDED = "refunded", _("Refund made")
    REFUND_FAILED = "refund_failed", _("Refund failed at the bank")
    REFUND_REJECTED = "refund_rejected", _("Refund refused")
    REFUND_REVERSED = "refund_reversed", _("Refund taken back")
    RETURN_STATUS = "return_status", _("Return moved on")
    WALLET_FROZEN = "wallet_frozen", _("Wallet frozen")
    WALLET_UNFROZEN = "wallet_unfrozen", _("Wallet unfrozen")
    CARD_SAVED = "card_saved", _("Card saved")
    CARD_REMOVED = "card_removed", _("Card removed")
    REWARDS_EARNED = "rewards_earned", _("Rewards earned")
    REWARDS_MATURED = "rewards_matured", _("Rewards ready to use")
    REWARDS_CREDITED = "rewards_credited", _("Rewards credited by the store")
    REWARDS_DEBITED = "rewards_debited", _("Rewards debited by the store")
    REWARDS_EXPIRING = "rewards_expiring", _("Rewards expire soon")
    POINTS_CONVERTED = "points_converted", _("Points turned into money")
    SCRATCH_CARD = "scratch_card", _("Scratch card")
    OFFER_REDEEMED = "offer_redeemed", _("Offer bought with points")
    REVIEW_SHOWN = "review_shown", _("Review shown")
    REVIEW_TURNED_DOWN = "review_turned_down", _("Review turned down")
    REVIEW_REMOVED = "review_removed", _("Review removed")
    TIER_REACHED = "tier_reached", _("Tier reached")
    TIER_ENDING = "tier_ending", _("Tier ends soon")
    TIER_ENDED = "tier_ended", _("Tier ended")
    CARD_ENDING = "card_ending", _("Saved card ends soon")
    ACCOUNT_CHANGED = "account_changed", _("Account changed")
    NEW_LOGIN = "new_login", _("Log-in with a new browser")
    APPROVAL_DECIDED = "approval_decided", _("Decided by a second person")
    WEBHOOK_DISABLED = "webhook_disabled", _("Webhook endpoint switched off")


class Group(models.TextChoices):
    """What a customer turns on and off at once."""

    MONEY = "money", _("Money in your wallet")
    ORDERS = "orders", _("Your orders")
    REWARDS = "rewards", _("Rewards and points")
    REMINDERS = "reminders", _("Reminders and offers")
    SECURITY = "security", _("Security")


# Nobody can turn these off: who reads them late may lose money.
MANDATORY_GROUPS = frozenset({Group.SECURITY})
# These can wait for the end of quiet hours and for the daily digest.
PROMOTIONAL_GROUPS = frozenset({Group.REMINDERS})


class ChannelName(models.TextChoices):
    """How a message reaches its recipient, beside the inbox."""

    EMAIL = "email", _("E-mail")
    SMS = "sms", _("SMS")
    PUSH = "push", _("Push")


class Pace(models.TextChoices):
    """How often promotional e-mail comes."""

    AT_ONCE = "at_once", _("At once")
    DAILY = "daily", _("Once a day, all together")
    WEEKLY = "weekly", _("Once a week, on Monday, all together")


class Status(models.TextChoices):
    """`FAILED` will be tried again; `DEAD` waits for a person; `DROPPED` was turned off while it waited."""

    PENDING = "pending", _("Waiting")
    SENT = "sent", _("Sent")
    FAILED = "failed", _("Failed, will be tried again")
    DEAD = "dead", _("Given up")
    DROPPED = "dropped", _("No longer wanted")


OPEN_STATUSES = (Status.PENDING, Status.FAILED)


class EndpointStatus(models.TextChoices):
    """`REMOVED` is for good: what it was told is kept, but nobody finds it any more."""

    ACTIVE = "active", _("Active")
    DISABLED = "disabled", _("Switched off")
    REMOVED = "removed", _("Removed")
