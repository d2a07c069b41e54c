"""Reading offers and vouchers, as customers see them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rewards.enums import POINTS, VoucherStatus
from rewards.models import Offer, OfferRedemption, Voucher
from rewards.queries import find_reward_wallet, spendable
from rewards.queries_tiers import OwnTiers, tiers_of
from wallet_project.core.exceptions import NotFound
from wallet_project.core.money import to_minor

MOST_SHOWN = 50


@dataclass(frozen=True, slots=True)
class ShownOffer:
    """An offer for one customer. `missing` are the points they lack; `problem` says in words why they
    can't have it at all, whatever points they have."""

    offer: Offer
    missing: int
    problem: str

    @property
    def can_be_redeemed(self) -> bool:
        return not self.problem and not self.missing


def points_of(customer_id: int, *, now: datetime) -> int:
    """How many points the customer can spend now."""
    account = find_reward_wallet(customer_id=customer_id, currency=POINTS)
    return 0 if account is None else to_minor(spendable(account, now=now))


def shown_offers(customer_id: int, *, points: int, now: datetime) -> list[ShownOffer]:
    """What there is to redeem now, the cheapest first; sold out ones are left out."""
    return shown_to(customer_id, offers_there(now=now)[:MOST_SHOWN], points=points, now=now)


def offers_there(*, now: datetime) -> QuerySet[Offer]:
    """Offers that run now and are not sold out."""
    running = Q(starts_at__lte=now) & (Q(ends_at=None) | Q(ends_at__gt=now))
    return Offer.objects.filter(running, Q(limit_total=None) | Q(redeemed__lt=F("limit_total")))


def shown_to(customer_id: int, offers: Iterable[Offer], *, points: int, now: datetime) -> list[ShownOffer]:
    """These offers for one customer, in their order."""
    had = _redeemed_by(customer_id)
    tiers = tiers_of(customer_id, now=now)
    return [
        ShownOffer(offer, max(offer.points - points, 0), refusal_of(offer, had[offer.pk], tiers, now))
        for offer in offers
    ]


def shown_offer(customer_id: int, offer_id: UUID, *, points: int, now: datetime) -> ShownOffer:
    """One offer for this customer, ended and sold out ones too. Raises `NotFound`."""
    offer = Offer.objects.filter(pk=offer_id, starts_at__lte=now).first()
    if offer is None:
        raise NotFound(_("offer"))
    had = _redeemed_by(customer_id)[offer.pk]
    refusal = refusal_of(offer, had, tiers_of(customer_id, now=now), now)
    return ShownOffer(offer, max(offer.points - points, 0), refusal)


def refusal_of(offer: Offer, had: int, tiers: OwnTiers, now: datetime) -> str:
    """Why a customer of these tiers, who had it so often, can't have an offer; empty if they can."""
    if not offer.runs_at(now):
        return _("This offer is not running now.")
    if offer.left is not None and offer.left < 1:
        return _("This offer is sold out.")
    if offer.tier and offer.tier not in tiers.own:
        name = tiers.names.get(offer.tier, offer.tier)
        return _("This offer is for customers from tier %(tier)s on.") % {"tier": name}
    if offer.limit_each is not None and had >= offer.limit_each:
        words = ngettext(
            "You have had this offer once, and there is one for each customer.",
            "You have had this offer %(times)d times, as often as one customer can.",
            had,
        )
        return words % {"times": had}
    return ""


def _redeemed_by(customer_id: int) -> Counter[UUID]:
    """How often the customer has redeemed which offer."""
    redemptions = OfferRedemption.objects.filter(account__customer_id=customer_id)
    return Counter(redemptions.values_list("offer_id", flat=True))


def own_redemption(*, customer_id: int, redemption_id: UUID) -> OfferRedemption:
    """Raises `NotFound`, for another's too."""
    redemptions = OfferRedemption.objects.select_related("offer", "voucher")
    redemption = redemptions.filter(account__customer_id=customer_id, pk=redemption_id).first()
    if redemption is None:
        raise NotFound(_("redemption"))
    return redemption


def vouchers_of(customer_id: int) -> list[Voucher]:
    """The customer's last vouchers, those that can be used first."""
    vouchers = Voucher.objects.filter(customer_id=customer_id)
    newest = list(vouchers.order_by("-id")[:MOST_SHOWN])
    return sorted(newest, key=lambda voucher: voucher.status != VoucherStatus.READY)


def usable_vouchers(customer_id: int, *, now: datetime) -> list[Voucher]:
    """Vouchers that the customer could use for an order now, the one that expires first at the top."""
    ready = Voucher.objects.filter(customer_id=customer_id, status=VoucherStatus.READY)
    valid = ready.exclude(expires_at__lte=now)
    return list(valid.order_by(F("expires_at").asc(nulls_last=True), "id")[:MOST_SHOWN])
