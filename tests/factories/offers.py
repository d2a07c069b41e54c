"""Games with cards, offers with redemptions: everything through the services."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.utils import timezone

from rewards.caps import OrderLine
from rewards.enums import POINTS, OfferKind
from rewards.models import Offer, RewardWallet, ScratchCard, ScratchCardGame, ScratchPrize, Voucher
from rewards.services import grant_scratch_card, redeem_offer
from tests.factories.rewards import LONG_AGO, make_reward_wallet
from tests.factories.wallets import make_user
from wallet_project.core.money import parse_money, to_minor


def make_game(*prizes: tuple[int, int], budget: int = 100_000, **fields: Any) -> ScratchCardGame:
    """A game with these prizes (minor units, weight): 5.00 for every card, unless said otherwise."""
    defaults = {"name": "Autumn", "currency": "EUR", "starts_at": LONG_AGO, "budget": budget}
    game = ScratchCardGame.objects.create(**defaults | fields)
    rows = [ScratchPrize(game=game, amount=amount, weight=weight) for amount, weight in prizes or [(500, 1)]]
    ScratchPrize.objects.bulk_create(rows)
    return game


def make_card(game: ScratchCardGame | None = None, customer: Any = None, **fields: Any) -> ScratchCard:
    """A card that waits to be scratched, of a new customer unless one is given."""
    arguments = {"key": uuid4().hex, "now": timezone.now()} | fields
    return grant_scratch_card(
        customer_id=(customer or make_user()).pk, game_id=(game or make_game()).pk, **arguments
    )


def make_offer(**fields: Any) -> Offer:
    """5.00 off for 100 points, unless said otherwise."""
    defaults: dict[str, Any] = {
        "title": "Five off",
        "picture": "offers/gift.svg",
        "kind": OfferKind.FIXED,
        "currency": "EUR",
        "points": 100,
        "starts_at": LONG_AGO,
    }
    if fields.get("kind", OfferKind.FIXED) == OfferKind.FIXED:
        defaults["amount"] = 500
    return Offer.objects.create(**defaults | fields)


def with_points(points: int = 1000, customer: Any = None) -> RewardWallet:
    """The points account of a customer who has so many."""
    return make_reward_wallet(str(points), POINTS, customer=customer or make_user())


def make_voucher(customer: Any = None, **offer: Any) -> Voucher:
    """A voucher of an offer like this, bought with points, of a new customer unless one is given."""
    account = with_points(customer=customer)
    redemption = redeem_offer(
        customer_id=account.customer_id,
        offer_id=make_offer(**offer).pk,
        key=uuid4().hex,
        now=timezone.now(),
    )
    return redemption.voucher


def age_voucher(voucher: Voucher, **ago: float) -> None:
    """Let it have expired so long ago."""
    Voucher.objects.filter(pk=voucher.pk).update(expires_at=timezone.now() - timedelta(**ago))


def lines(*amounts: str, currency: str = "EUR") -> list[OrderLine]:
    """One line of each amount; `3 x 4.00` are three pieces of 4.00. Their products are `p1`, `p2` …"""
    return [_line(text, f"p{number}", currency) for number, text in enumerate(amounts, start=1)]


def _line(text: str, product: str, currency: str) -> OrderLine:
    quantity, _x, price = text.rpartition(" x ")
    count = int(quantity or 1)
    return OrderLine(parse_money(price, currency) * count, product, quantity=count)


def minor(*amounts: Any) -> list[int]:
    return [to_minor(amount) for amount in amounts]
