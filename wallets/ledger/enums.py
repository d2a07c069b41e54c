"""The closed lists of the ledger: what kinds of entry and account type there are."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class AccountType(models.TextChoices):
    ASSET = "asset", _("Asset")
    LIABILITY = "liability", _("Liability")
    EQUITY = "equity", _("Equity")
    INCOME = "income", _("Income")
    EXPENSE = "expense", _("Expense")


class NormalSide(models.TextChoices):
    DEBIT = "debit", _("Debit")
    CREDIT = "credit", _("Credit")


class EntryKind(models.TextChoices):
    """Why money moved. The database knows the same list (constraint `entry_kind_is_known`)."""

    TOP_UP = "top_up", _("Top-up")
    TOP_UP_DISPUTED = "top_up_disputed", _("Top-up taken back by the bank")
    TOP_UP_DISPUTE_WON = "top_up_dispute_won", _("Disputed top-up returned")
    HOLD_PLACED = "hold_placed", _("Held for an order")
    HOLD_CAPTURED = "hold_captured", _("Order paid from a hold")
    HOLD_RELEASED = "hold_released", _("Hold released")
    ORDER_PAID = "order_paid", _("Order paid")
    CARD_CAPTURED = "card_captured", _("Order paid by card")
    PAYMENT_RESCUED = "payment_rescued", _("Card payment kept for you")
    ADJUSTMENT_CREDIT = "adjustment_credit", _("Credited by the store")
    ADJUSTMENT_DEBIT = "adjustment_debit", _("Debited by the store")
    CREDIT_GIVEN = "credit_given", _("Credit given by a rule")
    CREDIT_TAKEN_BACK = "credit_taken_back", _("Credit of a rule taken back")
    ORDER_REFUNDED = "order_refunded", _("Refund of an order")
    REFUND_REVERSED = "refund_reversed", _("Refund taken back")
    TRANSFER = "transfer", _("Transfer between customers")
    REWARD_GRANTED = "reward_granted", _("Reward")
    REWARD_PENDING = "reward_pending", _("Reward, on its way")
    REWARD_MATURED = "reward_matured", _("Reward, now available")
    REWARD_DEBITED = "reward_debited", _("Reward debited by the store")
    REWARD_CLAWED_BACK = "reward_clawed_back", _("Reward taken back after a refund")
    REWARD_EXPIRED = "reward_expired", _("Reward expired")
    REWARD_RESTORED = "reward_restored", _("Reward given back after a refund")
    POINTS_CONVERTED = "points_converted", _("Points turned into money")
    POINTS_REDEEMED = "points_redeemed", _("Points spent on an offer")
    REVERSAL = "reversal", _("Correction")
