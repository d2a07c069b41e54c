"""What another storefront does with payments and refunds, from start to end, over HTTP alone."""

import pytest

from tests.support.api import as_store, money
from tests.support.refunds import everything_agrees
from tests.support.webhooks import deliver

pytestmark = pytest.mark.django_db(transaction=True)

RETURN_URL = "https://other.test/orders?payment={payment}"


class Storefront:
    """A storefront that knows one customer, and of this store nothing but the API."""

    def __init__(self, fake):
        self.api, self.fake = as_store(), fake
        customer = {"reference": "shop-1", "email": "ada@example.com", "name": "Ada"}
        [self.wallet] = self.done("/customers/", customer)["wallets"]

    def done(self, path, body=None, status=201):
        answer = self.api.post(path, body)
        assert answer.status_code == status, answer.content
        return answer.json()

    def get(self, path):
        return self.api.get(path).json()

    @property
    def available(self):
        return self.get(f"/wallets/{self.wallet['id']}/")["available"]

    def top_up(self, amount):
        body = {
            "amount": money(amount),
            "payment_method": "checkout",
            "return_url": "https://other.test/wallet",
        }
        top_up = self.done(f"/wallets/{self.wallet['id']}/top-ups/", body)
        self.pay_by_card(top_up["checkout_url"])

    def pay(self, order, total, **fields):
        body = {"customer": "shop-1", "order_reference": order, "total": money(total), **fields}
        return self.done("/payments/", body)

    def pay_by_card(self, page):
        """The customer pays on the gateway's page, and the gateway tells the store."""
        self.fake.pay(page)
        assert set(deliver(self.fake, "checkout.session.completed")) == {200}

    def refund(self, payment, amount, destination):
        body = {"payment": payment, "amount": money(amount), "reason": "damaged", "destination": destination}
        return self.done("/refunds/", body)


@pytest.fixture
def shop(fake):
    yield Storefront(fake)
    everything_agrees()


def test_prepaid(shop):
    shop.top_up("50.00")
    quote = shop.done("/payments/quote/", {"customer": "shop-1", "total": money("30.00")}, 200)
    assert (quote["card"], quote["wallet_after"]) == (money("0.00"), money("20.00"))
    assert shop.pay("A-1", "30.00")["status"] == "captured"
    assert shop.available == money("20.00")
    lines = shop.get(f"/wallets/{shop.wallet['id']}/statement/")["results"]
    assert [one["amount"] for one in lines] == [money("-30.00"), money("50.00")]
    assert lines[0]["reference"] == "A-1"
    assert shop.get("/reports/liability/")["currencies"][0]["total"] == money("20.00")


def test_split_with_a_card(shop):
    shop.top_up("10.00")
    payment = shop.pay("A-2", "30.00", return_url=RETURN_URL)
    assert (payment["status"], shop.available) == ("waiting", money("0.00"))
    shop.pay_by_card(payment["card"]["checkout_url"])
    paid = shop.get(f"/payments/{payment['id']}/")
    assert (paid["status"], paid["captured"]) == ("captured", money("30.00"))
    assert [(one["kind"], one["captured"]) for one in paid["tenders"]] == [
        ("wallet", money("10.00")),
        ("card", money("20.00")),
    ]


def test_hold_then_partial_capture(shop):
    shop.top_up("50.00")
    payment = shop.pay("A-3", "40.00", capture=False)
    assert (payment["status"], shop.available) == ("authorized", money("10.00"))
    captured = shop.done(f"/payments/{payment['id']}/capture/", {"amount": money("25.00")}, 200)
    assert (captured["status"], captured["captured"]) == ("partially_captured", money("25.00"))
    assert shop.available == money("25.00")
    assert shop.get(f"/payments/{payment['id']}/")["refundable"]["amount"] == money("25.00")


def test_refund_to_the_wallet(shop):
    shop.top_up("10.00")
    payment = shop.pay("A-4", "30.00", return_url=RETURN_URL)
    shop.pay_by_card(payment["card"]["checkout_url"])
    refund = shop.refund(payment["id"], "30.00", "wallet")
    assert (refund["status"], [part["target"] for part in refund["parts"]]) == ("done", ["wallet", "wallet"])
    assert shop.available == money("30.00")
    again = {"payment": payment["id"], "amount": money("0.01"), "reason": "late", "destination": "wallet"}
    assert shop.done("/refunds/", again, 422)["code"] == "refund_exceeds_captured"


def test_refund_to_the_card(shop):
    shop.top_up("10.00")
    payment = shop.pay("A-5", "30.00", return_url=RETURN_URL)
    shop.pay_by_card(payment["card"]["checkout_url"])
    refund = shop.refund(payment["id"], "30.00", "original")
    assert {part["target"]: part["amount"] for part in refund["parts"]} == {
        "wallet": money("10.00"),
        "original": money("20.00"),
    }
    assert (refund["status"], shop.available) == ("done", money("10.00"))
    assert shop.get(f"/payments/{payment['id']}/")["refunds"][0]["id"] == refund["id"]
