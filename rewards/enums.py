"""The states and reasons of rewards. One list per life cycle."""

from django.db import models
from django.utils.translation import gettext_lazy as _

POINTS = "PTS"


class LotSource(models.TextChoices):
    """Where a lot came from."""

    ADJUSTMENT = "adjustment", _("Credited by the store")
    ACCRUAL = "accrual", _("Earned")
    CONVERSION = "conversion", _("Points turned into money")
    CAMPAIGN = "campaign", _("Campaign")
    SCRATCH_CARD = "scratch_card", _("Scratch card")


class Activity(models.TextChoices):
    """What a customer does to earn rewards."""

    PURCHASE = "purchase", _("Purchase")
    REVIEW = "review", _("Review")
    REFERRAL = "referral", _("Referral")
    SOCIAL_SHARE = "social_share", _("Social share")
    SIGN_UP = "sign_up", _("Sign-up")
    BIRTHDAY = "birthday", _("Birthday")
    CUSTOM = "custom", _("Other")


class EarningKind(models.TextChoices):
    """How a rule says what it gives."""

    FIXED = "fixed", _("A fixed amount")
    PER_SPENT = "per_spent", _("For each whole amount spent")
    PERCENT = "percent", _("A percentage of what is spent")


class Stacking(models.TextChoices):
    """What becomes of a rule beside others."""

    ADDS = "adds", _("Adds to the others")
    BEST_OF = "best_of", _("Only the best of these counts")


class AccrualStatus(models.TextChoices):
    PENDING = "pending", _("On its way")
    AVAILABLE = "available", _("Ready to use")
    CLAWED_BACK = "clawed_back", _("Taken back")


class ConversionTarget(models.TextChoices):
    WALLET = "wallet", _("Wallet")
    REWARD_WALLET = "reward_wallet", _("Reward wallet")


class RewardDirection(models.TextChoices):
    CREDIT = "credit", _("Credit")
    DEBIT = "debit", _("Debit")


class RewardReason(models.TextChoices):
    """Why staff credits or debits rewards."""

    GOODWILL = "goodwill", _("Goodwill")
    PROMOTION = "promotion", _("Promotion")
    CORRECTION = "correction", _("Correction")
    ABUSE = "abuse", _("Abuse")
    OTHER = "other", _("Other")
