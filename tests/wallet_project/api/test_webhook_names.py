"""Webhooks name customers, wallets, payments, refunds and orders as the API does."""

import json

import pytest

from notifications.models import OutboxMessage, WebhookDelivery
from notifications.services.webhook_events import event_data
from rewards.enums import POINTS
from tests.factories.notifications import make_endpoint
from tests.factories.refunds import make_limits
from tests.factories.rewards import make_program, make_reward_wallet
from tests.factories.wallets import make_staff, make_user, make_wallet
from tests.support.api import as_store, money
from tests.support.payments import make_captured, order
from wallets.services import expire_adjustment

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _ports(settings):
    settings.CHECKOUT_ORDERS = "wallet_project.storefront.order_port.StorefrontOrders"
    settings.REFUNDS_ORDERS = "wallet_project.storefront.refund_port.StorefrontOrderLines"


@pytest.fixture
def store():
    return as_store()


@pytest.fixture(params=["shop-4711", None])
def wallet(request):
    """Of a customer whom the store has a reference for, and of one whom it has none for."""
    return make_wallet("500", customer=make_user(reference=request.param))


def told(kind):
    """What webhooks say of the newest message of a kind, without its details."""
    data = event_data(OutboxMessage.objects.filter(kind=kind).latest("pk"))
    data.pop("details")
    return data


def name_of(store, wallet):
    return store.get(f"/wallets/{wallet.pk}/").json()["customer"]


def test_a_payment_and_its_refund(store, wallet):
    body = order(wallet)
    payment = store.post("/payments/", body).json()
    paid = told("order_paid")
    assert paid["customer"] == payment["customer"] == name_of(store, wallet)
    assert (paid["payment"], paid["order_reference"]) == (payment["id"], payment["order_reference"])
    assert paid["total"] == payment["total"]

    wanted = {"payment": payment["id"], "amount": money("5.00"), "reason": "damaged", "destination": "wallet"}
    refund = store.post("/refunds/", wanted).json()
    names = ("customer", "payment", "order_reference", "amount", "fee", "bonus", "reason", "destination")
    assert told("refunded") == {
        **{name: refund[name] for name in names},
        "refund": refund["id"],
        "status": "done",
        "return": None,
        "parts": [
            {"tender": "wallet", "target": "wallet", "amount": money("5.00"), "fee": money("0.00")}
            | {"bonus": money("0.00")}
        ],
    }


def test_a_credit(store, wallet):
    body = {"amount": money("10.00"), "reason": "goodwill"}
    made = store.post(f"/wallets/{wallet.pk}/credits/", body).json()
    assert told("credited_by_store") == {
        "customer": name_of(store, wallet),
        "wallet": made["wallet"],
        "adjustment": made["id"],
        "amount": made["amount"],
        "reason": made["reason"],
        "journal_entry": made["journal_entry"],
    }


def test_both_sides_of_a_transfer(store, wallet):
    other = make_wallet()
    to = name_of(store, other)
    body = {"wallet": str(wallet.pk), "to_customer": to, "amount": money("2.00")}
    made = store.post("/transfers/", body).json()
    for kind, one in (("money_sent", wallet), ("money_received", other)):
        assert told(kind) == {
            "customer": name_of(store, one),
            "wallet": str(one.pk),
            "transfer": made["id"],
            "amount": made["amount"],
            "journal_entry": made["journal_entry"],
        }


def test_points_and_reward_money_have_the_names_of_their_addresses(store, wallet):
    account = make_reward_wallet("1250", POINTS, customer=wallet.customer)
    rewards = make_reward_wallet("5", customer=wallet.customer)
    make_program()
    store.post(f"/reward-wallets/{rewards.pk}/credits/", {"amount": money("1.00"), "reason": "goodwill"})
    assert told("rewards_credited")["reward_wallet"] == str(rewards.pk)
    store.post(f"/points/{account.pk}/credits/", {"points": 1, "reason": "goodwill"})
    assert told("rewards_credited")["points_account"] == str(account.pk)
    made = store.post("/points/conversions/", {"customer": name_of(store, wallet), "points": 1000}).json()
    converted = told("points_converted")
    assert (converted["points_account"], converted["conversion"]) == (str(account.pk), made["id"])
    assert converted["customer"] == name_of(store, wallet)


class TestDecisions:
    """What was asked for and refused: other systems are told, the customer is not."""

    def sent(self):
        (delivery,) = WebhookDelivery.objects.all()
        return delivery.event, json.loads(delivery.body)["data"]

    def letters(self, wallet):
        """How many the customer got."""
        return OutboxMessage.objects.filter(recipient=wallet.customer).count()

    def asked(self, wallet):
        requester = make_staff("wallets.adjust_wallet")
        body = {"amount": money("100.01"), "reason": "goodwill"}
        return as_store(acts_for_id=requester.pk).post(f"/wallets/{wallet.pk}/credits/", body).json()

    @pytest.mark.parametrize("outcome", ["rejected", "expired"])
    def test_a_credit(self, store, wallet, server_now, outcome):
        make_endpoint("https://shop.example/hooks", events=[f"adjustment.{outcome}"])
        make_endpoint("https://shop.example/other", events=["refund.done"])
        asked, letters = self.asked(wallet), self.letters(wallet)
        if outcome == "rejected":
            approver = make_staff("wallets.approve_adjustment")
            path = f"/wallets/{wallet.pk}/adjustments/{asked['id']}/reject/"
            as_store(acts_for_id=approver.pk).post(path, {"reason": "No"})
        else:
            expire_adjustment(request_id=asked["id"], now=server_now().replace(year=2100))
        now = store.get(f"/wallets/{wallet.pk}/adjustments/{asked['id']}/").json()
        assert self.sent() == (
            f"adjustment.{outcome}",
            {
                "customer": name_of(store, wallet),
                "wallet": str(wallet.pk),
                "adjustment": asked["id"],
                "status": now["status"],
                "amount": now["amount"],
                "decision_note": now["decision_note"],
            },
        )
        assert self.letters(wallet) == letters

    def test_a_refund_that_a_key_asked_for(self, store, wallet):
        make_limits(keys_each=1)
        payment = make_captured(store, wallet)
        wanted = {"payment": payment, "amount": money("5.00"), "reason": "damaged", "destination": "wallet"}
        asked = store.post("/refunds/", wanted).json()
        make_endpoint("https://shop.example/hooks")
        as_store().post(f"/refunds/{asked['id']}/reject/", {"reason": "It came back worn"})
        event, data = self.sent()
        assert (event, data["refund"], data["customer"]) == (
            "refund.rejected",
            asked["id"],
            asked["customer"],
        )
        assert (data["status"], data["decision_note"]) == ("rejected", "It came back worn")
        assert not OutboxMessage.objects.filter(kind="refund_rejected").exists()
