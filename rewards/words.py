"""What happened to rewards, in words for the customer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rewards.caps import Cap, CapReason
from rewards.enums import Activity, LotSource
from wallets.services.posting import EntryKind
from wallets.words import Story
from wallets.words import title as money_title

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class RewardGroup(models.TextChoices):
    """What a customer filters a statement of rewards by; each kind of entry is in exactly one."""

    CREDITED = "credited", gettext_lazy("Earned and given")
    ORDERS = "orders", gettext_lazy("Used for orders")
    SPENT = "spent", gettext_lazy("Points turned into money or spent on offers")
    RETURNED = "returned", gettext_lazy("Given back after a refund")
    LOST = "lost", gettext_lazy("Expired or taken back")


KINDS_OF: dict[str, tuple[EntryKind, ...]] = {
    RewardGroup.CREDITED: (
        EntryKind.REWARD_GRANTED,
        EntryKind.REWARD_PENDING,
        EntryKind.REWARD_MATURED,
    ),
    RewardGroup.ORDERS: (EntryKind.HOLD_PLACED, EntryKind.HOLD_CAPTURED, EntryKind.HOLD_RELEASED),
    RewardGroup.SPENT: (EntryKind.POINTS_CONVERTED, EntryKind.POINTS_REDEEMED),
    RewardGroup.RETURNED: (EntryKind.REWARD_RESTORED,),
    RewardGroup.LOST: (
        EntryKind.REWARD_EXPIRED,
        EntryKind.REWARD_CLAWED_BACK,
        EntryKind.REWARD_DEBITED,
        EntryKind.REFUND_REVERSED,
        EntryKind.REVERSAL,
    ),
}
CAUSES: dict[str, StrOrPromise] = {
    Activity.PURCHASE: gettext_lazy("order #%(reference)s"),
    Activity.REVIEW: gettext_lazy("your review"),
    Activity.REFERRAL: gettext_lazy("a friend whom you invited"),
    Activity.SOCIAL_SHARE: gettext_lazy("sharing a product"),
    Activity.SIGN_UP: gettext_lazy("signing up"),
    Activity.BIRTHDAY: gettext_lazy("your birthday"),
    Activity.CUSTOM: gettext_lazy("taking part"),
}
GRANTED: dict[str, StrOrPromise] = {
    LotSource.ADJUSTMENT: gettext_lazy("Credited by the store"),
    LotSource.CAMPAIGN: gettext_lazy("A gift from the store"),
    LotSource.SCRATCH_CARD: gettext_lazy("Won with a scratch card"),
}
PLAIN: dict[str, StrOrPromise] = {
    EntryKind.REWARD_DEBITED: gettext_lazy("Debited by the store"),
    EntryKind.REWARD_EXPIRED: gettext_lazy("Expired unused"),
    EntryKind.REWARD_CLAWED_BACK: gettext_lazy("Taken back after a refund"),
    EntryKind.REWARD_RESTORED: gettext_lazy("Given back after a refund"),
}
OF_AN_ORDER: dict[str, StrOrPromise] = {
    EntryKind.REWARD_CLAWED_BACK: gettext_lazy("Taken back after a refund of order #%(order)s"),
    EntryKind.REWARD_RESTORED: gettext_lazy("Given back after a refund of order #%(order)s"),
}


def cause_of(activity: str, reference: str) -> str:
    """What earned a reward, to be put after "for": "order #1000042"."""
    return str(CAUSES.get(activity, CAUSES[Activity.CUSTOM])) % {"reference": reference}


def reward_title(story: Story, *, source: str, activity: str) -> str:
    """One line that says what it was. `source` is that of the lot, `activity` that of the accrual,
    both empty where there is none."""
    if story.kind in (EntryKind.REWARD_GRANTED, EntryKind.REWARD_MATURED):
        if activity:
            return _("Earned for %(cause)s") % {"cause": cause_of(activity, story.reference)}
        return str(GRANTED.get(source, _("Reward")))
    if story.kind in OF_AN_ORDER and is_order(story, activity=activity):
        return OF_AN_ORDER[story.kind] % {"order": story.reference}
    return str(PLAIN.get(story.kind) or money_title(story))


def cap_words(cap: Cap) -> str:
    """Why an order may use so much reward money and no more, in numbers."""
    if cap.reason == CapReason.COUPON:
        return _("Reward money can't be used together with a coupon.")
    least = cap.rule.minimum_order
    if cap.reason == CapReason.MINIMUM and least is not None:
        words = _("Reward money can be used for orders of %(least)s or more: this one is %(missing)s short.")
        return words % {"least": least, "missing": least - cap.total}
    if not cap.eligible.amount:
        return _("Reward money can't be used for anything in this order.")
    if cap.excluded.amount and cap.reason != CapReason.ELIGIBLE:
        return f"{_limit_words(cap)} {_excluded_words(cap)}"
    return _limit_words(cap)


def _limit_words(cap: Cap) -> str:
    if cap.reason == CapReason.ELIGIBLE:
        return f"{_excluded_words(cap)} " + _("It can pay the other %(cap)s.") % {"cap": cap.amount}
    if cap.reason == CapReason.MOST:
        return _("At most %(cap)s of reward money can be used for one order.") % {"cap": cap.amount}
    if cap.reason == CapReason.PERCENT and cap.rule.percent is not None:
        words = _("Reward money can pay up to %(percent)s%% of an order: %(cap)s of %(eligible)s.")
        percent = f"{cap.rule.percent.normalize():f}"
        return words % {"percent": percent, "cap": cap.amount, "eligible": cap.eligible}
    return _("Reward money can pay all of this order.")


def _excluded_words(cap: Cap) -> str:
    return _("%(excluded)s of this order can't be paid with reward money.") % {"excluded": cap.excluded}


def is_order(story: Story, *, activity: str) -> bool:
    """Whether the movement's reference is an order's number."""
    about = activity == Activity.PURCHASE or story.kind in ORDER_KINDS
    return bool(story.reference) and about


ORDER_KINDS = (
    EntryKind.HOLD_PLACED,
    EntryKind.HOLD_CAPTURED,
    EntryKind.HOLD_RELEASED,
    EntryKind.REWARD_RESTORED,
)
