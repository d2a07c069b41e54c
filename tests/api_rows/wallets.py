"""Wallets, holds, top-ups, cards, transfers."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from djmoney.money import Money

from tests.api_rows import STORE_ONLY, Row, World
from tests.factories.wallets import make_staff
from tests.support.api import money
from wallet_project.core.api.callers import reference_of
from wallets.enums import AdjustmentDirection, AdjustmentReason
from wallets.gateways.base import Card
from wallets.models import Adjustment, AdjustmentRequest, Hold, SavedCard, TopUp, Wallet
from wallets.services import place_hold, request_adjustment, save_card

DECIDES = ("wallets.approve_adjustment",)


def wallet(suffix: str = "") -> Any:
    return lambda world: f"/wallets/{world.wallet.pk}/{suffix}"


def a_hold(world: World) -> Hold:
    return place_hold(wallet_id=world.wallet.pk, amount=Money("5", "EUR"), key=f"api:{uuid4()}")


def hold(suffix: str = "") -> Any:
    return lambda world: f"/holds/{a_hold(world).pk}/{suffix}"


def a_card(world: World) -> SavedCard:
    card = Card(f"pm_{uuid4().hex[:12]}", "visa", "4242", 12, 2040)
    return save_card(customer_id=world.owner.pk, card=card)


def a_top_up(world: World) -> TopUp:
    key = uuid4().hex
    address = "https://shop.test/"
    return TopUp.objects.create(
        wallet=world.wallet, amount=Money("5", "EUR"), method="checkout", key=key, gateway_key=key,
        success_url=address, cancel_url=address,
    )  # fmt: skip


def adjustment(world: World) -> Any:
    return {"amount": money("5.00"), "reason": "goodwill"}


def an_adjustment(world: World) -> str:
    booked = Adjustment.objects.filter(wallet=world.wallet).latest("created_at")
    return f"/wallets/{world.wallet.pk}/adjustments/{booked.pk}/"


def a_waiting_adjustment(wallet: Wallet) -> AdjustmentRequest:
    """More than the member of staff who asks may move alone."""
    asked = request_adjustment(
        wallet_id=wallet.pk, direction=AdjustmentDirection.CREDIT, amount=Money("100.01", "EUR"),
        reason=AdjustmentReason.GOODWILL, key=uuid4().hex, actor_id=make_staff("wallets.adjust_wallet").pk,
    )  # fmt: skip
    assert isinstance(asked, AdjustmentRequest)
    return asked


def waiting(verb: str) -> Any:
    return lambda world: wallet(f"adjustments/{a_waiting_adjustment(world.wallet).pk}/{verb}/")(world)


def top_up(world: World) -> Any:
    return {"amount": money("20.00"), "payment_method": "checkout", "return_url": "https://shop.test/"}


def transfer(world: World) -> Any:
    to = reference_of(world.new_customer())
    return {"wallet": str(world.wallet.pk), "to_customer": to, "amount": money("5.00")}


def reason(world: World) -> Any:
    return {"reason": "a check"}


ROWS = {
    "list_wallets": Row(lambda world: "/wallets/", 200, 200, 200),
    "get_wallet": Row(wallet(), 200, 200, 404),
    "get_wallet_statement": Row(wallet("statement/"), 200, 200, 404),
    "get_wallet_balance": Row(wallet("balance/"), 200, 200, 404),
    "credit_wallet": Row(wallet("credits/"), 201, STORE_ONLY, STORE_ONLY, adjustment),
    "debit_wallet": Row(wallet("debits/"), 201, STORE_ONLY, STORE_ONLY, adjustment),
    "list_wallet_adjustments": Row(wallet("adjustments/"), 200, STORE_ONLY, STORE_ONLY),
    "get_wallet_adjustment": Row(an_adjustment, 200, STORE_ONLY, STORE_ONLY),
    "approve_wallet_adjustment": Row(
        waiting("approve"), 200, STORE_ONLY, STORE_ONLY, lambda world: {}, acts_for=DECIDES
    ),
    "reject_wallet_adjustment": Row(
        waiting("reject"), 200, STORE_ONLY, STORE_ONLY, reason, acts_for=DECIDES
    ),
    "freeze_wallet": Row(wallet("freeze/"), 200, STORE_ONLY, STORE_ONLY, reason),
    "unfreeze_wallet": Row(wallet("unfreeze/"), 200, STORE_ONLY, STORE_ONLY, reason),
    "list_top_ups": Row(wallet("top-ups/"), 200, 200, 404),
    "start_top_up": Row(wallet("top-ups/"), 201, 201, 404, top_up),
    "get_top_up": Row(lambda world: wallet(f"top-ups/{a_top_up(world).pk}/")(world), 200, 200, 404),
    "list_cards": Row(wallet("cards/"), 200, 200, 404),
    "delete_card": Row(lambda world: f"/wallets/{world.wallet.pk}/cards/{a_card(world).pk}/", 204, 204, 404),
    "transfer_money": Row(lambda world: "/transfers/", 201, 201, 404, transfer),
    "list_holds": Row(lambda world: "/holds/", 200, 200, 200),
    "place_hold": Row(
        lambda world: "/holds/", 201, STORE_ONLY, STORE_ONLY,
        lambda world: {"wallet": str(world.wallet.pk), "amount": money("5.00")},
    ),
    "get_hold": Row(hold(), 200, 200, 404),
    "capture_hold": Row(hold("capture/"), 200, STORE_ONLY, STORE_ONLY, lambda world: {}),
    "void_hold": Row(hold("void/"), 200, STORE_ONLY, STORE_ONLY, lambda world: {}),
}  # fmt: skip
