"""What other customers of the demo did: bought, wrote reviews, came by a friend's link.

They can't log in; each step leaves alone what an earlier start has made.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.conf import settings
from django.contrib.auth import get_user_model
from django.utils import timezone
from djmoney.money import Money

from rewards.services import bind_referral, open_all_wallets, open_referral_code
from wallet_project.accounts.models import User
from wallet_project.demo.history import buy, deliver, key_of
from wallet_project.storefront.models import Product, Review
from wallet_project.storefront.services.placing import Address
from wallet_project.storefront.services.reviews import approve_review, save_review
from wallets.enums import AdjustmentDirection, AdjustmentReason
from wallets.services import adjust_wallet, open_wallet

POCKET_MONEY: Final = 200


@dataclass(frozen=True, slots=True)
class Writer:
    """Who bought one thing and said something about it; `is_shown` once staff have read it."""

    name: str
    email: str
    city: str
    slug: str
    stars: int
    text: str
    is_shown: bool = True


FRIEND: Final = Writer(
    "Lina Berg",
    "lina@example.com",
    "Vienna",
    "stoneware-teapot",
    5,
    "Pours without a drip, and the lid stays on. My friend Mira told me about it.",
)
WRITERS: Final = (
    FRIEND,
    Writer(
        "Jonas Weber",
        "jonas@example.com",
        "Munich",
        "morning-house-blend",
        5,
        "Round and chocolaty, also with milk.\nFresh: the roasting date was five days before it came.",
    ),
    Writer(
        "Elena Rossi",
        "elena@example.com",
        "Turin",
        "morning-house-blend",
        4,
        "Good in the moka pot. A little too gentle for my espresso.",
    ),
    Writer(
        "Peter Novak",
        "peter@example.com",
        "Prague",
        "stoneware-teapot",
        4,
        "Beautiful glaze, keeps warm for half an hour. Heavier than it looks.",
    ),
    Writer(
        "Sofie Jansen",
        "sofie@example.com",
        "Ghent",
        "stoneware-teapot",
        3,
        "Nice pot, but I had hoped for a strainer inside.",
        is_shown=False,
    ),
)


def write_activities(host: User, admin: User) -> None:
    """Reviews of several customers, one of them waiting, and a friend of `host` whose first order has
    just arrived. Safe to repeat."""
    for writer in WRITERS:
        customer = _come(writer, invited_by=host if writer is FRIEND else None)
        _write(customer, writer, admin)


def _come(writer: Writer, *, invited_by: User | None) -> User:
    """The writer as a customer; who comes by a friend's code is bound when they sign up."""
    users = get_user_model().objects
    found = users.filter(email=writer.email).first()
    if found is not None:
        return found
    customer = users.create_user(writer.email, None, name=writer.name)
    open_all_wallets(customer_id=customer.pk)
    if invited_by is not None:
        code = open_referral_code(customer_id=invited_by.pk).code
        bind_referral(friend_id=customer.pk, code=code, now=timezone.now())
    return customer


def _write(customer: User, writer: Writer, admin: User) -> None:
    product = Product.objects.get(slug=writer.slug)
    if Review.objects.filter(customer=customer, product=product).exists():
        return
    _buy_one(customer, writer)
    review = save_review(
        customer_id=customer.pk,
        product_id=product.pk,
        stars=writer.stars,
        text=writer.text,
        now=timezone.now(),
    )
    if writer.is_shown:
        approve_review(review_id=review.pk, actor_id=admin.pk, now=timezone.now())


def _buy_one(customer: User, writer: Writer) -> None:
    """One of it, paid from the wallet, and arrived."""
    money = Money(POCKET_MONEY, settings.STORE_CURRENCY)
    step = f"review-{writer.email}"
    adjust_wallet(
        wallet_id=open_wallet(customer_id=customer.pk).pk,
        direction=AdjustmentDirection.CREDIT,
        amount=money,
        reason=AdjustmentReason.GOODWILL,
        key=str(key_of(f"pocket-money-{writer.email}")),
        actor_id=None,
        note="For the demo.",
    )
    address = Address(
        full_name=writer.name, street="Station Road 5", postcode="1010", city=writer.city, country="AT"
    )
    deliver(buy(customer, step, [writer.slug], from_wallet=money, address=address))
