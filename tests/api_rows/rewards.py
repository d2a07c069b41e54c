"""Reward wallets, points, conversions, activities, offers, vouchers, scratch cards."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.utils import timezone
from djmoney.money import Money

from rewards.enums import POINTS, Activity, RewardDirection, RewardReason
from rewards.models import PointsConversion, PointsProgram, RewardAdjustmentRequest, RewardWallet
from rewards.services import adjust_rewards, convert_points, record_activity, request_reward_adjustment
from tests.api_rows import STORE_ONLY, Row, World
from tests.factories.earning import make_fixed_rule
from tests.factories.offers import make_card, make_game, make_offer, make_voucher
from tests.factories.rewards import LONG_AGO, make_reward_wallet
from tests.factories.wallets import make_staff
from tests.support.api import money
from wallet_project.core.api.callers import reference_of


def reward_wallet(world: World) -> RewardWallet:
    return make_reward_wallet("20", customer=world.owner)


def points(world: World) -> RewardWallet:
    return make_reward_wallet("2000", POINTS, customer=world.owner)


def of_wallet(suffix: str = "") -> Any:
    return lambda world: f"/reward-wallets/{reward_wallet(world).pk}/{suffix}"


def of_points(suffix: str = "") -> Any:
    return lambda world: f"/points/{points(world).pk}/{suffix}"


def an_adjustment(wallet: RewardWallet) -> str:
    """The path of a credit by hand, below its wallet."""
    made = adjust_rewards(
        wallet_id=wallet.pk, direction=RewardDirection.CREDIT, amount=Money("1", wallet.currency),
        reason=RewardReason.GOODWILL, key=uuid4().hex, actor_id=None,
    )  # fmt: skip
    return f"{wallet.pk}/adjustments/{made.pk}/"


def a_waiting_adjustment(wallet: RewardWallet) -> RewardAdjustmentRequest:
    """More than the member of staff who asks may move alone."""
    much = Money(20000, POINTS) if wallet.is_points else Money("100.01", "EUR")
    asked = request_reward_adjustment(
        wallet_id=wallet.pk, direction=RewardDirection.CREDIT, amount=much,
        reason=RewardReason.GOODWILL, key=uuid4().hex, actor_id=make_staff("rewards.adjust_rewards").pk,
    )  # fmt: skip
    assert isinstance(asked, RewardAdjustmentRequest)
    return asked


def waiting(wallet: RewardWallet, verb: str) -> str:
    return f"{wallet.pk}/adjustments/{a_waiting_adjustment(wallet).pk}/{verb}/"


def decided(path: Any, body: dict[str, str]) -> Row:
    """About what waits, by a key that acts for somebody who may."""
    may = ("rewards.approve_reward_adjustment",)
    return Row(path, 200, STORE_ONLY, STORE_ONLY, lambda world: body, acts_for=may)


def program() -> None:
    PointsProgram.objects.get_or_create(
        currency="EUR", starts_at=LONG_AGO, defaults={"points": 100, "value": 1, "target": "wallet"}
    )


def a_conversion(world: World) -> PointsConversion:
    program()
    points(world)
    return convert_points(customer_id=world.owner.pk, points=100, currency="EUR", key=uuid4().hex)


def to_convert(world: World) -> Any:
    program()
    points(world)
    return {"customer": reference_of(world.owner), "points": 200}


def money_change(world: World) -> Any:
    return {"amount": money("5.00"), "reason": "goodwill"}


def points_change(world: World) -> Any:
    return {"points": 5, "reason": "goodwill"}


def a_review(world: World) -> Any:
    return {"customer": reference_of(world.owner), "kind": "review", "reference": uuid4().hex}


def told_review(world: World) -> Any:
    make_fixed_rule(Activity.REVIEW, 5)
    told = a_review(world)
    record_activity(
        customer_id=world.owner.pk, activity=Activity.REVIEW, reference=told["reference"], now=timezone.now()
    )
    return told


def an_offer(world: World) -> str:
    points(world)
    return f"/offers/{make_offer().pk}/redeem/"


def owner(world: World) -> Any:
    return {"customer": reference_of(world.owner)}


def a_code(world: World) -> Any:
    voucher = make_voucher(world.owner)
    return {**owner(world), "code": voucher.code, "lines": [{"amount": money("20.00")}]}


def a_card(world: World) -> str:
    return f"/scratch-cards/{make_card(customer=world.owner).pk}/scratch/"


def to_grant(world: World) -> Any:
    return {**owner(world), "game": str(make_game().pk)}


ROWS = {
    "list_reward_wallets": Row(lambda world: "/reward-wallets/", 200, 200, 200),
    "get_reward_wallet": Row(of_wallet(), 200, 200, 404),
    "get_reward_wallet_statement": Row(of_wallet("statement/"), 200, 200, 404),
    "get_reward_wallet_balance": Row(of_wallet("balance/"), 200, 200, 404),
    "list_reward_lots": Row(of_wallet("lots/"), 200, 200, 404),
    "credit_reward_wallet": Row(of_wallet("credits/"), 201, STORE_ONLY, STORE_ONLY, money_change),
    "debit_reward_wallet": Row(of_wallet("debits/"), 201, STORE_ONLY, STORE_ONLY, money_change),
    "list_reward_wallet_adjustments": Row(of_wallet("adjustments/"), 200, STORE_ONLY, STORE_ONLY),
    "list_points_adjustments": Row(of_points("adjustments/"), 200, STORE_ONLY, STORE_ONLY),
    "get_reward_wallet_adjustment": Row(
        lambda world: f"/reward-wallets/{an_adjustment(reward_wallet(world))}", 200, STORE_ONLY, STORE_ONLY
    ),
    "get_points_adjustment": Row(
        lambda world: f"/points/{an_adjustment(points(world))}", 200, STORE_ONLY, STORE_ONLY
    ),
    "approve_reward_wallet_adjustment": decided(
        lambda world: f"/reward-wallets/{waiting(reward_wallet(world), 'approve')}", {}
    ),
    "reject_reward_wallet_adjustment": decided(
        lambda world: f"/reward-wallets/{waiting(reward_wallet(world), 'reject')}", {"reason": "a check"}
    ),
    "approve_points_adjustment": decided(lambda world: f"/points/{waiting(points(world), 'approve')}", {}),
    "reject_points_adjustment": decided(
        lambda world: f"/points/{waiting(points(world), 'reject')}", {"reason": "a check"}
    ),
    "list_points_accounts": Row(lambda world: "/points/", 200, 200, 200),
    "get_points_account": Row(of_points(), 200, 200, 404),
    "get_points_statement": Row(of_points("statement/"), 200, 200, 404),
    "get_points_balance": Row(of_points("balance/"), 200, 200, 404),
    "list_points_lots": Row(of_points("lots/"), 200, 200, 404),
    "credit_points": Row(of_points("credits/"), 201, STORE_ONLY, STORE_ONLY, points_change),
    "debit_points": Row(of_points("debits/"), 201, STORE_ONLY, STORE_ONLY, points_change),
    "quote_conversion": Row(lambda world: "/points/conversions/quote/", 200, 200, 404, to_convert),
    "convert_points": Row(lambda world: "/points/conversions/", 201, 201, 404, to_convert),
    "list_conversions": Row(lambda world: "/points/conversions/", 200, 200, 200),
    "get_conversion": Row(lambda world: f"/points/conversions/{a_conversion(world).pk}/", 200, 200, 404),
    "list_activities": Row(lambda world: "/activities/", 200, 200, 200),
    "record_activity": Row(lambda world: "/activities/", 201, STORE_ONLY, STORE_ONLY, a_review),
    "take_back_activity": Row(
        lambda world: "/activities/take-back/", 200, STORE_ONLY, STORE_ONLY, told_review
    ),
    "list_offers": Row(lambda world: "/offers/", 200, 200, 200),
    "redeem_offer": Row(an_offer, 201, 201, 404, owner),
    "list_vouchers": Row(lambda world: "/vouchers/", 200, 200, 200),
    "quote_voucher": Row(lambda world: "/vouchers/quote/", 200, 200, 404, a_code),
    "list_scratch_cards": Row(lambda world: "/scratch-cards/", 200, 200, 200),
    "grant_scratch_card": Row(lambda world: "/scratch-cards/", 201, STORE_ONLY, STORE_ONLY, to_grant),
    "scratch_card": Row(a_card, 200, 200, 404, lambda world: {}),
}
