"""Buying offers with points. It can't be undone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.timezone import localdate

from notifications.services import enqueue
from rewards.codes import fingerprint, new_code
from rewards.enums import POINTS
from rewards.exceptions import OfferNotAvailable
from rewards.locks import lock_offer, lock_reward_wallet
from rewards.models import Offer, OfferRedemption, RewardWallet, Voucher
from rewards.offer_queries import points_of, refusal_of, shown_offer
from rewards.paths import page_path
from rewards.queries_tiers import tiers_of
from rewards.services.lots import consume, sweep_expired
from rewards.services.wallets import open_reward_wallet
from wallet_project.core.exceptions import IdempotencyConflict, InsufficientFunds
from wallet_project.core.money import from_minor
from wallets.locks import lock_wallet
from wallets.services import open_wallet, require_can_spend
from wallets.services.posting import EntryKind, chart, line, post, store_line

REDUCTION = ("kind", "currency", "amount", "percent", "most", "product", "minimum_order")


@dataclass(frozen=True, slots=True)
class OfferQuote:
    """`points` would be spent of `available`, and `kept` would be left."""

    offer: Offer
    points: int
    available: int
    kept: int


def quote_offer(*, customer_id: int, offer_id: UUID, now: datetime) -> OfferQuote:
    """What the offer would cost the customer now. Changes nothing.

    Raises `OfferNotAvailable`, `InsufficientFunds`, `NotFound`.
    """
    available = points_of(customer_id, now=now)
    shown = shown_offer(customer_id, offer_id, points=available, now=now)
    if shown.problem:
        raise OfferNotAvailable(shown.problem)
    if shown.missing:
        raise InsufficientFunds(available=from_minor(available, POINTS))
    price = shown.offer.points
    return OfferQuote(shown.offer, price, available, available - price)


def redeem_offer(*, customer_id: int, offer_id: UUID, key: str, now: datetime) -> OfferRedemption:
    """Buy an offer with points: one entry, and a voucher with a code that only the customer sees.

    The lots that expire first pay. It can't be undone. Raises `OfferNotAvailable`,
    `InsufficientFunds` with the points there are, `WalletFrozen`, `NotFound`, `IdempotencyConflict`
    for a key that bought another offer; then nothing has moved. Safe to repeat with the same key.
    """
    with transaction.atomic():
        wallet = lock_wallet(open_wallet(customer_id=customer_id, currency=settings.STORE_CURRENCY).pk)
        account = lock_reward_wallet(open_reward_wallet(customer_id=customer_id, currency=POINTS).pk)
        earlier = OfferRedemption.objects.filter(account=account, key=key).select_related("voucher").first()
        if earlier is not None:
            return _replayed(earlier, offer_id)
        require_can_spend(wallet)
        offer = lock_offer(offer_id)
        _require_available(offer, account, now)
        sweep_expired(account, now=now)
        redemption = _redeem(offer, account, key=key, now=now)
        offer.redeemed += 1
        offer.save(update_fields=["redeemed"])
        _tell(redemption)
        return redemption


def _replayed(earlier: OfferRedemption, offer_id: UUID) -> OfferRedemption:
    if earlier.offer_id != offer_id:
        raise IdempotencyConflict(earlier.key)
    return earlier


def _require_available(offer: Offer, account: RewardWallet, now: datetime) -> None:
    had = OfferRedemption.objects.filter(account=account, offer=offer).count()
    refusal = refusal_of(offer, had, tiers_of(account.customer_id, now=now), now)
    if refusal:
        raise OfferNotAvailable(refusal)


def _redeem(offer: Offer, account: RewardWallet, *, key: str, now: datetime) -> OfferRedemption:
    price = from_minor(offer.points, POINTS)
    posted = post(
        key=f"offer:{account.pk}:{key}",
        kind=EntryKind.POINTS_REDEEMED,
        lines=[line(account.available_account_id, -price), store_line(chart.REWARDS_GRANTED, price)],
        description=offer.title,
    )
    consume(account, offer.points, entry_id=posted.entry_id)
    return OfferRedemption.objects.create(
        account=account,
        offer=offer,
        points=offer.points,
        voucher=_make_voucher(offer, account.customer_id, now),
        key=key,
        entry_id=posted.entry_id,
    )


def _make_voucher(offer: Offer, customer_id: int, now: datetime) -> Voucher:
    code = new_code()
    return Voucher.objects.create(
        customer_id=customer_id,
        title=offer.title,
        code=code,
        code_hash=fingerprint(code),
        expires_at=now + timedelta(days=offer.valid_days) if offer.valid_days else None,
        **{name: getattr(offer, name) for name in REDUCTION},
    )


def _tell(redemption: OfferRedemption) -> None:
    """Without the code: what is sent is kept, and staff can read it."""
    voucher = redemption.voucher
    until = voucher.expires_at
    enqueue(
        kind="offer_redeemed",
        recipient_id=voucher.customer_id,
        dedupe_key=f"offer_redeemed:{redemption.pk}",
        context={
            "offer": voucher.title,
            "gives": voucher.gives,
            "points": from_minor(redemption.points, POINTS),
            "until": localdate(until) if until else "",
            "url": page_path("vouchers"),
        },
        data={
            "redemption": str(redemption.pk),
            "offer": str(redemption.offer_id),
            "voucher": str(voucher.pk),
            "points": redemption.points,
            "expires_at": until.isoformat() if until else None,
            "journal_entry": str(redemption.entry_id),
        },
    )
