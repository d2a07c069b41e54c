"""Payments over HTTP, by wallet and rewards."""

import pytest

from tests.factories.rewards import make_policy, make_reward_wallet
from tests.factories.wallets import balances, make_user, make_wallet
from tests.support.api import as_browser, as_store, money, problem
from tests.support.payments import everything, make_captured, make_held, order
from wallet_project.checkout.models import Payment, PaymentLine
from wallets.services import freeze_wallet

pytestmark = pytest.mark.django_db

LINES = [
    {"product": "teapot", "category": "kitchen", "quantity": 2, "amount": money("15.00")},
    {"reference": "post", "description": "Delivery", "amount": money("5.00"), "is_delivery": True},
]


def refused(store, body, path="/payments/", **options):
    """Status and code of a refusal that moved nothing."""
    before = everything()
    answer = store.post(path, body, **options)
    assert everything() == before
    return problem(answer)


def test_a_wallet_pays_an_order_that_the_shop_does_not_know(store):
    wallet = make_wallet("50")
    body = order(wallet, "20.00", order_reference="A-1")
    paid = store.post("/payments/", body).json()
    assert (paid["status"], paid["order_reference"], paid["card"]) == ("captured", "A-1", None)
    assert (paid["customer"], paid["captured"]) == (body["customer"], money("20.00"))
    assert [(one["kind"], one["status"], one["captured"]) for one in paid["tenders"]] == [
        ("wallet", "captured", money("20.00"))
    ]
    assert balances(wallet) == ("30.00", "0.00")


def test_what_was_paid_at_once_is_one_line_of_the_statement():
    wallet, store = make_wallet("50"), as_store("payments:write", "wallets:read")
    make_captured(store, wallet, "20.00", order_reference="A-1")
    make_held(store, wallet, "5.00")
    (line,) = store.get(f"/wallets/{wallet.pk}/statement/", kind="order_paid").json()["results"]
    assert (line["amount"], line["balance_after"]) == (money("-20.00"), money("30.00"))
    assert (line["kind"], line["reference"]) == ("order_paid", "A-1")


def test_an_order_of_the_shop_with_the_same_number_is_not_asked(store):
    from tests.factories.storefront import make_order

    wallet = make_wallet("50")
    own = make_order(wallet.customer)
    make_captured(store, wallet, "1.00", order_reference=own.number)
    own.refresh_from_db()
    assert own.is_waiting


@pytest.mark.parametrize("lines", [[], LINES])
def test_one_that_is_not_plain_costs_no_more_than_that(query_count, lines):
    """What a plain one costs, see `test_at_once`; here with two of a transaction within another."""
    wallet, store = make_wallet("50"), as_store("payments:write")
    make_reward_wallet("1", customer=wallet.customer)
    make_policy(percent=0)
    body = order(wallet, lines=lines)
    with query_count(12):
        assert store.post("/payments/", body).status_code == 201


def test_a_list_costs_three_queries_however_long(query_count):
    wallet, store = make_wallet("50"), as_store()
    for rows in (1, 3):
        while Payment.objects.count() < rows:
            make_captured(store, wallet, "5.00")
        with query_count(3):
            assert len(store.get("/payments/").json()["results"]) == rows


def test_rewards_pay_first_as_far_as_the_lines_allow(store):
    wallet = make_wallet("50")
    make_policy(percent=50, excluded_categories=["kitchen"])
    make_reward_wallet("20", customer=wallet.customer)
    asked = {"customer": f"cus_{wallet.customer_id}", "total": money("20.00"), "lines": LINES}
    quoted = store.post("/payments/quote/", asked)
    assert quoted.json()["reward_cap"] == {
        "amount": money("2.50"), "reason": "percent", "eligible": money("5.00"), "excluded": money("15.00"),
    }  # fmt: skip
    paid = store.post("/payments/", order(wallet, lines=LINES)).json()
    assert [(one["kind"], one["amount"]) for one in paid["tenders"]] == [
        ("reward", money("2.50")),
        ("wallet", money("17.50")),
    ]


def test_rewards_can_be_left_out(store):
    wallet = make_wallet("50")
    make_reward_wallet("20", customer=wallet.customer)
    paid = store.post("/payments/", order(wallet, use_reward=False)).json()
    assert [(one["kind"], one["amount"]) for one in paid["tenders"]] == [("wallet", money("20.00"))]


def test_a_quote_says_what_is_left_for_the_card_and_changes_nothing(store):
    wallet = make_wallet("8.00")
    before = everything()
    body = {"customer": f"cus_{wallet.customer_id}", "total": money("20.00")}
    quoted = store.post("/payments/quote/", body, key=None).json()
    assert (quoted["card"], quoted["wallet_after"]) == (money("12.00"), money("0.00"))
    assert [one["kind"] for one in quoted["tenders"]] == ["wallet", "card"]
    assert everything() == before


def test_a_customer_quotes_for_themselves(store):
    wallet = make_wallet("8.00")
    quoted = as_browser(wallet.customer).post("/payments/quote/", {"total": money("5.00")}, key=None)
    assert quoted.json()["wallet_after"] == money("3.00")


def test_lines_are_kept_as_they_were_sent(store):
    wallet = make_wallet("50")
    payment = make_captured(store, wallet, lines=LINES)
    assert [(line.reference, line.quantity, line.product) for line in PaymentLine.objects.all()] == [
        ("1", 2, "teapot"),
        ("post", 1, ""),
    ]
    assert len(store.get(f"/payments/{payment}/").json()["lines"]) == 2


def test_without_a_return_url_no_card_pays_and_too_little_is_refused(store):
    wallet = make_wallet("8.00")
    answer = store.post("/payments/", order(wallet))
    assert problem(answer) == (402, "insufficient_funds")
    assert answer.json()["available"] == money("8.00")
    assert balances(wallet) == ("8.00", "0.00")
    assert not Payment.objects.exists()


def test_what_was_chosen_is_too_little_though_the_wallet_has_enough(store):
    wallet = make_wallet("50")
    before = everything()
    answer = store.post("/payments/", order(wallet, wallet_amount=money("5.00")))
    assert problem(answer) == (402, "insufficient_funds")
    assert answer.json()["available"] == money("5.00")
    assert "Rewards and wallet can pay €5.00 of it" in answer.json()["detail"]
    assert everything() == before


def test_a_frozen_wallet_pays_nothing(store):
    wallet = make_wallet("50")
    freeze_wallet(wallet_id=wallet.pk, reason="check")
    assert refused(store, order(wallet)) == (409, "wallet_frozen")
    assert refused(store, order(wallet, wallet_amount=money("5.00"))) == (409, "wallet_frozen")


def test_a_customer_without_a_wallet_gets_one_and_has_nothing_in_it(store):
    body = {"customer": f"cus_{make_user().pk}", "order_reference": "A-1", "total": money("5.00")}
    answer = store.post("/payments/", body)
    assert problem(answer) == (402, "insufficient_funds")
    assert answer.json()["available"] == money("0.00")


def test_an_order_is_paid_once(store):
    wallet = make_wallet("50")
    make_captured(store, wallet, order_reference="A-1")
    assert refused(store, order(wallet, order_reference="A-1")) == (409, "invalid_state")


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"total": money("20.001")}, (400, "too_many_decimals")),
        ({"total": money("0.00")}, (400, "amount_out_of_range")),
        ({"total": {"amount": 20, "currency": "EUR"}}, (400, "amount_out_of_range")),
        ({"total": money("20.00", "XXX")}, (400, "invalid_input")),
        ({"wallet_amount": money("5", "JPY")}, (422, "currency_mismatch")),
        ({"wallet_amount": money("60.00")}, (402, "insufficient_funds")),
        ({"reward_amount": money("1.00")}, (402, "insufficient_funds")),
        ({"wallet_amount": money("25.00")}, (400, "amount_out_of_range")),
        ({"lines": [{"amount": money("21.00")}]}, (400, "amount_out_of_range")),
        ({"lines": [{"amount": money("1", "JPY")}]}, (422, "currency_mismatch")),
        ({"lines": [{"amount": money("1.00"), "reference": "a"}] * 2}, (400, "invalid_input")),
        ({"order_reference": ""}, (400, "invalid_input")),
        ({"customer": "nobody"}, (404, "not_found")),
        ({"captur": False}, (400, "invalid_input")),
        ({"return_url": "http://other.test/"}, (400, "invalid_input")),
        ({"return_url": "ftp://other.test/"}, (400, "invalid_input")),
        ({"return_url": "https://me@other.test/"}, (400, "invalid_input")),
        ({"return_url": "https://other.test/", "capture": False}, (400, "invalid_input")),
        ({"payment_method": "0199f0a2-7c1e-7d3a-9a51-2f6f0d9c4b11"}, (400, "invalid_input")),
        ({"payment_method": "x", "return_url": "https://other.test/"}, (404, "not_found")),
    ],
)  # fmt: skip
def test_what_can_not_be_is_refused_and_nothing_moves(store, fields, expected):
    wallet = make_wallet("50")
    assert refused(store, {**order(wallet), **fields}) == expected


def test_without_a_key_nothing_moves(store):
    assert refused(store, order(make_wallet("50")), key=None) == (400, "idempotency_key_required")


def test_another_body_with_the_same_key_moves_nothing(store):
    wallet = make_wallet("50")
    store.post("/payments/", order(wallet), key="k")
    assert refused(store, order(wallet), key="k") == (422, "idempotency_conflict")


class TestCapture:
    def test_a_hold_is_captured_in_part_and_the_rest_is_released(self, store):
        wallet = make_wallet("50")
        payment = make_held(store, wallet)
        assert balances(wallet) == ("30.00", "20.00")
        body = {"amount": money("12.00")}
        first = store.post(f"/payments/{payment}/capture/", body, key="k")
        again = store.post(f"/payments/{payment}/capture/", body, key="k")
        assert (first.json()["status"], first.json()["captured"]) == ("partially_captured", money("12.00"))
        assert first.content == again.content
        assert balances(wallet) == ("38.00", "0.00")

    def test_a_capture_without_an_amount_takes_all(self, store):
        wallet = make_wallet("50")
        payment = make_held(store, wallet)
        assert store.post(f"/payments/{payment}/capture/").json()["status"] == "captured"
        assert balances(wallet) == ("30.00", "0.00")

    @pytest.mark.parametrize(
        ("amount", "expected"),
        [
            (money("20.01"), (400, "amount_out_of_range")),
            (money("0.00"), (400, "amount_out_of_range")),
            (money("5", "JPY"), (422, "currency_mismatch")),
            (money("5.001"), (400, "too_many_decimals")),
        ],
    )
    def test_more_than_is_held_and_what_is_no_amount_are_refused(self, store, amount, expected):
        payment = make_held(store, make_wallet("50"))
        assert refused(store, {"amount": amount}, f"/payments/{payment}/capture/") == expected

    def test_what_is_captured_is_neither_captured_otherwise_nor_voided(self, store):
        payment = make_captured(store, make_wallet("50"))
        body = {"amount": money("5.00")}
        assert refused(store, body, f"/payments/{payment}/capture/") == (409, "invalid_state")
        assert refused(store, {}, f"/payments/{payment}/void/") == (409, "invalid_state")


class TestVoid:
    def test_what_was_held_is_free_again(self, store):
        wallet = make_wallet("50")
        payment = make_held(store, wallet)
        voided = store.post(f"/payments/{payment}/void/", {"reason": "Sold out"}).json()
        assert (voided["status"], voided["captured"]) == ("voided", money("0.00"))
        assert balances(wallet) == ("50.00", "0.00")
        assert refused(store, {}, f"/payments/{payment}/capture/") == (409, "invalid_state")

    def test_the_order_can_be_paid_anew(self, store):
        wallet = make_wallet("50")
        answer = store.post("/payments/", order(wallet, order_reference="A-1", capture=False))
        store.post(f"/payments/{answer.json()['id']}/void/")
        make_captured(store, wallet, order_reference="A-1")


class TestOwnership:
    def test_a_customer_sees_their_own_payments_and_no_other(self, store):
        mine, other = make_wallet("50"), make_wallet("50")
        own, anothers = make_captured(store, mine), make_captured(store, other)
        me = as_browser(mine.customer)
        assert [row["id"] for row in me.get("/payments/").json()["results"]] == [own]
        assert problem(me.get(f"/payments/{anothers}/")) == (404, "not_found")

    def test_lists_can_be_narrowed(self, store):
        wallet = make_wallet("50")
        held, paid = make_held(store, wallet, "5.00"), make_captured(store, wallet, order_reference="A-1")
        make_captured(store, make_wallet("50"))

        def ids(**filters):
            return [row["id"] for row in store.get("/payments/", **filters).json()["results"]]

        assert ids(customer=f"cus_{wallet.customer_id}") == [paid, held]
        assert ids(status="authorized") == [held]
        assert ids(order_reference="A-1") == [paid]
        assert ids(until="2020-01-01T00:00:00Z") == []
        assert len(ids(since="2020-01-01T00:00:00Z")) == 3
