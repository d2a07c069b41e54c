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


class ScratchCardStatus(models.TextChoices):
    GRANTED = "granted", _("Not scratched yet")
    SCRATCHED = "scratched", _("Scratched")
    EXPIRED = "expired", _("Expired")


class OfferKind(models.TextChoices):
    """What an offer, and the voucher that it becomes, takes off an order."""

    FIXED = "fixed", _("A fixed amount off")
    PERCENT = "percent", _("A percentage off")
    PRODUCT = "product", _("A product for free")


class VoucherStatus(models.TextChoices):
    """A voucher that can't be used any more because its time is over stays `READY`: see its expiry."""

    READY = "ready", _("Ready to use")
    RESERVED = "reserved", _("Taken by an order")
    USED = "used", _("Used")


class ReferralStatus(models.TextChoices):
    """How far a friend has come."""

    INVITED = "invited", _("Signed up")
    PENDING = "pending", _("First order delivered")
    REWARDED = "rewarded", _("Rewarded")
    REFUSED = "refused", _("Not rewarded")


class ReferralReason(models.TextChoices):
    """Why a referral is not rewarded, or (`LIMIT`) only the friend is."""

    SAME_PERSON = "same_person", _("Both accounts belong to one person")
    SAME_DEVICE = "same_device", _("Both accounts were used on one device")
    SAME_CARD = "same_card", _("Both accounts keep the same card")
    ORDER_RETURNED = "order_returned", _("The first order was given back")
    LIMIT = "limit", _("The most friends for one month")
    STAFF = "staff", _("The store decided so")


class Evidence(models.TextChoices):
    """What speaks against a referral. The first three decide; the others make it doubtful."""

    SAME_EMAIL = "same_email", _("The e-mail addresses are one, but for dots, capitals or a “+tag”")
    SAME_DEVICE = "same_device", _("Both have logged in on the same device")
    SAME_CARD = "same_card", _("Both have saved the same card")
    CARD_ALIKE = "card_alike", _("Both have saved a card of the same brand, last four digits and expiry")
    SAME_ADDRESS = "same_address", _("The first order went to an address of the other")
    PART_RETURNED = "part_returned", _("A part of the first order was given back")
