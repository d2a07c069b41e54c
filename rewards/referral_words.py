"""Referrals in words for the customer who invites."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Final

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rewards.enums import Activity, ReferralReason, ReferralStatus
from rewards.models import Referral
from rewards.models.referral import FRIEND_PREFIX, REFERRER_PREFIX
from rewards.queries_referral import masked
from rewards.services import promise
from rewards.words_earning import earnings_in_words

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

KINDS: Final = {
    ReferralStatus.INVITED: "note",
    ReferralStatus.PENDING: "wait",
    ReferralStatus.REWARDED: "good",
    ReferralStatus.REFUSED: "plain",
}
TITLES: Final[dict[str, StrOrPromise]] = {
    ReferralStatus.INVITED: gettext_lazy("Signed up"),
    ReferralStatus.PENDING: gettext_lazy("On its way"),
    ReferralStatus.REWARDED: gettext_lazy("Rewarded"),
    ReferralStatus.REFUSED: gettext_lazy("No reward"),
}
REASONS: Final[dict[str, StrOrPromise]] = {
    ReferralReason.SAME_PERSON: gettext_lazy("This looks like a second account of your own."),
    ReferralReason.SAME_DEVICE: gettext_lazy("You both used the same device."),
    ReferralReason.SAME_CARD: gettext_lazy("You both use the same card."),
    ReferralReason.ORDER_RETURNED: gettext_lazy("Your friend gave the first order back."),
    ReferralReason.STAFF: gettext_lazy("We looked at it and decided not to reward it."),
}


@dataclass(frozen=True, slots=True)
class FriendRow:
    """A friend as the list shows them."""

    name: str
    since: datetime
    kind: str
    title: StrOrPromise
    text: StrOrPromise


def friend_row(referral: Referral) -> FriendRow:
    """A line of the list: whom, how far, and what happens next."""
    status = ReferralStatus(referral.status)
    return FriendRow(
        name=masked(referral),
        since=referral.created_at,
        kind=KINDS[status],
        title=TITLES[status],
        text=_what_next(referral),
    )


def _what_next(referral: Referral) -> StrOrPromise:
    if referral.status == ReferralStatus.REFUSED:
        return REASONS[referral.reason]
    if referral.is_doubtful:
        return _("We are checking this one by hand.")
    if referral.status == ReferralStatus.INVITED:
        return _("Waiting for your friend's first order to be delivered.")
    if referral.reason == ReferralReason.LIMIT:
        return _("Your friend has a reward. You had the most for that month already.")
    if referral.status == ReferralStatus.PENDING and referral.window_ends_at:
        day = date_format(localtime(referral.window_ends_at), "j F Y")
        return _("The first order has arrived. Your reward comes after %(day)s, if it is kept.") % {
            "day": day
        }
    return _("You have both been rewarded.")


@dataclass(frozen=True, slots=True)
class Offer:
    """What each side gets, like "50 points"; empty for nothing."""

    referrer: str
    friend: str


def offer_in_words(*, customer_id: int, now: datetime) -> Offer:
    """What one more friend earns now, by the rules that will book it."""

    def of(prefix: str, who: int | None) -> str:
        earned = promise(customer_id=who, activity=Activity.REFERRAL, reference=prefix, now=now)
        return earnings_in_words(earned)

    return Offer(referrer=of(REFERRER_PREFIX, customer_id), friend=of(FRIEND_PREFIX, None))
