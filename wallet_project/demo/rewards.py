"""What the demo shop gives its customers for their points, and a scratch card that waits for one."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal

from django.conf import settings
from django.utils import timezone
from djmoney.money import Money

from rewards.enums import POINTS, ConversionTarget, OfferKind, RewardDirection, RewardReason
from rewards.models import Offer, PointsProgram, ScratchCardGame, ScratchPrize
from rewards.services import adjust_rewards, grant_scratch_card, open_reward_wallet
from wallet_project.accounts.models import User
from wallet_project.core.money import decimals_of, from_minor, to_minor
from wallet_project.storefront.catalog import SCALE

GAME = "Autumn scratch cards"
# In euro; scaled like the catalog's prices. A prize, and of how many cards in a hundred.
PRIZES = ((Decimal(20), 2), (Decimal(5), 18), (Decimal(1), 40), (Decimal(0), 40))
BUDGET = Decimal(2000)
SHARE_OF_POINTS = 450


def load_program() -> None:
    """A hundred points are worth one unit of money, in the wallet. Safe to repeat."""
    if PointsProgram.objects.filter(currency=settings.STORE_CURRENCY).exists():
        return
    terms = {
        "currency": settings.STORE_CURRENCY,
        "points": 100,
        "value": from_minor(_minor(Decimal(1)), settings.STORE_CURRENCY).amount,
        "minimum": 100,
        "step": 100,
        "target": ConversionTarget.WALLET,
    }
    PointsProgram.objects.create(starts_at=timezone.now(), **terms)


def load_offers() -> None:
    """Three offers: an amount off, a percentage off, a product. Safe to repeat."""
    _offer(
        "A fifth off your order",
        text="Twenty percent off everything in one order, whatever it is.",
        picture="offers/percent-off.svg",
        points=400,
        kind=OfferKind.PERCENT,
        percent=20,
        most=_minor(Decimal(25)),
        valid_days=60,
    )
    _offer(
        "Five off",
        text="A little less to pay on your next order.",
        picture="offers/amount-off.svg",
        points=250,
        kind=OfferKind.FIXED,
        amount=_minor(Decimal(5)),
        minimum_order=_minor(Decimal(20)),
        valid_days=90,
    )
    _offer(
        "A jar of wildflower honey",
        text="One jar for free. Put it into your cart and use the voucher: it costs nothing then.",
        picture="offers/gift.svg",
        points=600,
        kind=OfferKind.PRODUCT,
        product="wildflower-honey",
        limit_total=50,
        limit_each=1,
        valid_days=90,
    )


def load_scratch_cards(customer: User) -> None:
    """A game, one card that waits for the customer, and points to spend on offers. Safe to repeat."""
    game = ScratchCardGame.objects.filter(name=GAME).first() or _game()
    grant_scratch_card(
        customer_id=customer.pk,
        game_id=game.pk,
        key="demo:first-card",
        reason="Because you have been with us for a year",
        now=timezone.now(),
    )
    adjust_rewards(
        wallet_id=open_reward_wallet(customer_id=customer.pk, currency=POINTS).pk,
        direction=RewardDirection.CREDIT,
        amount=Money(SHARE_OF_POINTS, POINTS),
        reason=RewardReason.PROMOTION,
        key="demo:points-for-offers",
        actor_id=None,
        customer_note="A present to try the offers",
    )


def _offer(title: str, **fields: object) -> None:
    Offer.objects.get_or_create(
        title=title,
        defaults={"currency": settings.STORE_CURRENCY, "starts_at": _yesterday(), **fields},
    )


def _game() -> ScratchCardGame:
    game = ScratchCardGame.objects.create(
        name=GAME,
        currency=settings.STORE_CURRENCY,
        budget=_minor(BUDGET),
        lot_days=90,
        order_from=_minor(Decimal(25)),
        starts_at=_yesterday(),
    )
    rows = [ScratchPrize(game=game, amount=_minor(euro), weight=weight) for euro, weight in PRIZES]
    ScratchPrize.objects.bulk_create(rows)
    return game


def _yesterday() -> datetime:
    return timezone.now() - timedelta(days=1)


def _minor(euro: Decimal) -> int:
    currency = settings.STORE_CURRENCY
    scaled = euro * SCALE.get(currency, Decimal(1))
    return to_minor(Money(scaled.quantize(Decimal(1).scaleb(-decimals_of(currency))), currency))
