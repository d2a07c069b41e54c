"""Reward money at another storefront's checkout, from start to end, over HTTP alone."""

import pytest

from tests.factories.rewards import make_policy
from tests.support.api import as_store, money
from tests.support.refunds import everything_agrees
from tests.support.rewards import differences

pytestmark = pytest.mark.django_db(transaction=True)

CUSTOMER = "shop-4711"
ORDER = {
    "customer": CUSTOMER,
    "total": money("80.00"),
    "lines": [
        {"amount": money("60.00"), "product": "moka-pot", "category": "coffee"},
        {"amount": money("20.00"), "product": "card", "category": "gifts"},
    ],
}


def test_a_payment_uses_reward_money_up_to_the_cap():
    """The store's rule: at most a tenth of an order, and nothing of gifts."""
    make_policy(percent=10, excluded_categories=["gifts"])
    store = as_store()

    def done(path, body, status=201):
        answer = store.post(path, body)
        assert answer.status_code == status, answer.content
        return answer.json()

    def left():
        (rewards,) = store.get("/reward-wallets/", customer=CUSTOMER).json()["results"]
        wallet = store.get("/wallets/", customer=CUSTOMER).json()["results"][0]
        return rewards["available"], wallet["available"]

    made = done("/customers/", {"reference": CUSTOMER, "email": "ada@example.com"})
    (rewards,) = store.get("/reward-wallets/", customer=CUSTOMER).json()["results"]
    done(f"/wallets/{made['wallets'][0]['id']}/credits/", {"amount": money("100.00"), "reason": "goodwill"})
    done(f"/reward-wallets/{rewards['id']}/credits/", {"amount": money("20.00"), "reason": "promotion"})

    quote = done("/payments/quote/", ORDER, 200)
    assert quote["reward_cap"] == {
        "amount": money("6.00"),
        "reason": "percent",
        "eligible": money("60.00"),
        "excluded": money("20.00"),
    }
    assert quote["tenders"] == [
        {"kind": "reward", "amount": money("6.00")},
        {"kind": "wallet", "amount": money("74.00")},
    ]
    more = store.post("/payments/", {**ORDER, "order_reference": "A-1", "reward_amount": money("6.01")})
    assert more.status_code in (400, 409, 422)
    assert left() == (money("20.00"), money("100.00"))

    payment = done("/payments/", {**ORDER, "order_reference": "A-1"})
    assert (payment["status"], left()) == ("captured", (money("14.00"), money("26.00")))
    (line,) = store.get(f"/reward-wallets/{rewards['id']}/statement/", reference="A-1").json()["results"]
    assert (line["amount"], line["balance_after"]) == (money("-6.00"), money("14.00"))
    (lot,) = store.get(f"/reward-wallets/{rewards['id']}/lots/").json()["results"]
    assert (lot["amount"], lot["remaining"]) == (money("20.00"), money("14.00"))

    back = {
        "payment": payment["id"],
        "amount": money("80.00"),
        "reason": "damaged",
        "destination": "original",
    }
    done("/refunds/", back)
    assert left() == (money("20.00"), money("100.00"))
    everything_agrees()
    assert differences() == set()
