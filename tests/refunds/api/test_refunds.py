"""Refunds over HTTP."""

import pytest
from django.utils import timezone
from djmoney.money import Money

from refunds.models import Refund
from rewards.enums import Activity
from rewards.services.accruals import Earning, book_accrual
from tests.factories.refunds import make_limits, make_terms
from tests.factories.wallets import balances, make_staff, make_wallet
from tests.support.api import as_browser, as_store, money, problem
from tests.support.payments import everything, make_captured, make_held
from wallet_project.api_access.models import ApiKey
from wallet_project.api_access.services import rotate_api_key
from wallet_project.checkout.models import CardReturn, Payment

pytestmark = pytest.mark.django_db

LINES = [
    {"reference": "cup", "quantity": 3, "amount": money("15.00")},
    {"reference": "post", "amount": money("5.00"), "is_delivery": True},
]


def wanted(payment, amount="5.00", **fields):
    body = {"payment": payment, "reason": "damaged", "destination": "wallet", **fields}
    return body if "lines" in fields else {"amount": money(amount), **body}


def refused(api, body, path="/refunds/", **options):
    """Status and code of a refusal that moved nothing."""
    before = everything(), list(Refund.objects.values_list("pk", "status"))
    answer = api.post(path, body, **options)
    assert (everything(), list(Refund.objects.values_list("pk", "status"))) == before
    return problem(answer)


def make_waiting(api, wallet, amount="5.00"):
    """A refund that waits: the store's limit for keys is lower."""
    make_limits(keys_each=1)
    payment = make_captured(api, wallet)
    answer = api.post("/refunds/", wanted(payment, amount))
    assert (answer.status_code, answer.json()["approval_required"]) == (202, True)
    return f"/refunds/{answer.json()['id']}/"


def test_a_refund_goes_back_to_the_wallet(store):
    wallet = make_wallet("50")
    payment = make_captured(store, wallet)
    answer = store.post("/refunds/", wanted(payment, customer_note="Sorry!"))
    refund = answer.json()
    assert (answer.status_code, refund["status"], refund["amount"]) == (201, "done", money("5.00"))
    assert [(one["tender"], one["target"], one["amount"]) for one in refund["parts"]] == [
        ("wallet", "wallet", money("5.00"))
    ]
    assert balances(wallet) == ("35.00", "0.00")
    assert store.get(f"/refunds/{refund['id']}/").json() == refund


def test_a_payment_tells_of_its_refunds_and_what_is_left(store):
    payment = make_captured(store, make_wallet("50"))
    refund = store.post("/refunds/", wanted(payment)).json()
    shown = store.get(f"/payments/{payment}/").json()
    assert shown["refunds"] == [refund]
    assert shown["refunded"] == money("5.00")
    left = money("15.00")
    assert shown["refundable"] == {"amount": left, "tenders": [{"kind": "wallet", "amount": left}]}


def test_lines_are_refunded_as_they_were_sent(store):
    wallet = make_wallet("50")
    payment = make_captured(store, wallet, lines=LINES)
    one_cup = [{"reference": "cup", "quantity": 1}]
    assert store.post("/refunds/", wanted(payment, lines=one_cup)).json()["amount"] == money("5.00")
    rest = store.post("/refunds/", wanted(payment, lines=[{"reference": "cup"}, {"reference": "post"}]))
    assert rest.json()["lines"] == [
        {"reference": "cup", "description": "cup", "quantity": 2, "amount": money("10.00")},
        {"reference": "post", "description": "post", "quantity": 1, "amount": money("5.00")},
    ]
    assert balances(wallet) == ("50.00", "0.00")
    assert refused(store, wanted(payment, lines=one_cup)) == (422, "refund_exceeds_captured")
    assert refused(store, wanted(payment, lines=[{"reference": "x"}])) == (404, "not_found")


def test_more_than_was_captured_is_refused_and_says_what_is_left(store):
    payment = make_captured(store, make_wallet("50"))
    store.post("/refunds/", wanted(payment, "15.00"))
    assert refused(store, wanted(payment, "5.01")) == (422, "refund_exceeds_captured")
    assert store.post("/refunds/", wanted(payment, "5.01")).json()["refundable"] == money("5.00")


def test_what_is_only_held_is_not_refunded(store):
    payment = make_held(store, make_wallet("50"))
    assert refused(store, wanted(payment)) == (409, "invalid_state")


def test_a_disputed_payment_is_not_refunded(store):
    payment = Payment.objects.get(pk=make_captured(store, make_wallet("50")))
    CardReturn.objects.create(
        tender=payment.tenders.get(), kind="dispute", status="open", gateway_id="dp_1", amount=payment.total
    )
    assert refused(store, wanted(str(payment.pk))) == (409, "payment_disputed")
    CardReturn.objects.all().delete()


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"amount": money("5.001")}, (400, "too_many_decimals")),
        ({"amount": money("0.00")}, (400, "amount_out_of_range")),
        ({"amount": money("5", "JPY")}, (422, "currency_mismatch")),
        ({"lines": [{"reference": "cup"}]}, (400, "invalid_input")),
        ({"lines": []}, (400, "invalid_input")),
        ({"reason": "bored"}, (400, "invalid_input")),
        ({"destination": "cash"}, (400, "invalid_input")),
        ({"payment": "0199f0a2-7c1e-7d3a-9a51-2f6f0d9c4b11"}, (404, "not_found")),
        ({"ammount": "5"}, (400, "invalid_input")),
    ],
)
def test_what_can_not_be_is_refused_and_nothing_moves(store, fields, expected):
    payment = make_captured(store, make_wallet("50"))
    assert refused(store, {**wanted(payment), **fields}) == expected


def test_neither_an_amount_nor_lines_nor_one_line_twice(store):
    payment = make_captured(store, make_wallet("50"), lines=LINES)
    body = wanted(payment)
    del body["amount"]
    assert refused(store, body) == (400, "invalid_input")
    assert refused(store, wanted(payment, lines=[{"reference": "cup"}] * 2)) == (400, "invalid_input")


def test_a_key_is_needed_and_is_for_one_refund(store):
    payment = make_captured(store, make_wallet("50"))
    assert refused(store, wanted(payment), key=None) == (400, "idempotency_key_required")
    first = store.post("/refunds/", wanted(payment), key="k")
    again = store.post("/refunds/", wanted(payment), key="k")
    assert (first.content, again.headers["Idempotency-Replayed"]) == (again.content, "true")
    assert refused(store, wanted(payment, "6.00"), key="k") == (422, "idempotency_conflict")
    assert Refund.objects.count() == 1


def test_a_list_costs_the_same_however_long(store, query_count):
    payment = make_captured(store, make_wallet("50"))
    for rows in (1, 3):
        while Refund.objects.count() < rows:
            store.post("/refunds/", wanted(payment, "1.00"))
        with query_count(4):
            assert len(store.get("/refunds/").json()["results"]) == rows
        with query_count(8):
            assert len(store.get(f"/payments/{payment}/").json()["refunds"]) == rows


def test_lists_can_be_narrowed(store):
    wallet = make_wallet("50")
    payment, other = make_captured(store, wallet), make_captured(store, make_wallet("50"))
    mine, another = (store.post("/refunds/", wanted(one)).json()["id"] for one in (payment, other))

    def ids(**filters):
        return [row["id"] for row in store.get("/refunds/", **filters).json()["results"]]

    assert ids() == [another, mine]
    assert ids(payment=payment) == ids(customer=f"cus_{wallet.customer_id}") == [mine]
    assert (ids(status="requested"), ids(until="2020-01-01T00:00:00Z")) == ([], [])
    assert len(ids(since="2020-01-01T00:00:00Z", status="done")) == 2


def test_a_refund_takes_back_what_its_own_customer_earned_and_nobody_else(store):
    wallets = [make_wallet("50") for _ in range(2)]
    now = timezone.now()
    mine, others = (
        book_accrual(
            customer_id=wallet.customer_id,
            activity=Activity.PURCHASE,
            reference="A-1",
            earning=Earning(Money(100, "PTS")),
            matures_at=None,
            now=now,
        )
        for wallet in wallets
    )
    payment = make_captured(store, wallets[0], order_reference="A-1")
    store.post("/refunds/", wanted(payment, "10.00"))
    mine.refresh_from_db(), others.refresh_from_db()
    assert (mine.clawed_back, others.clawed_back) == (50, 0)


class TestApproval:
    def test_what_a_key_may_not_refund_alone_waits_and_moves_nothing(self, store):
        wallet = make_wallet("50")
        make_waiting(store, wallet)
        assert balances(wallet) == ("30.00", "0.00")

    def test_the_key_that_asked_can_not_approve(self, store):
        path = make_waiting(store, make_wallet("50"))
        assert refused(store, {}, f"{path}approve/") == (409, "approval_required")
        assert refused(store, {"reason": "no"}, f"{path}reject/") == (409, "approval_required")

    def test_nor_can_the_key_that_it_is_rotated_to(self, store):
        path = make_waiting(store, make_wallet("50"))
        key = ApiKey.objects.get()
        _key, text = rotate_api_key(key_id=key.pk, now=timezone.now())
        store.headers["Authorization"] = f"Api-Key {text}"
        assert refused(store, {}, f"{path}approve/") == (409, "approval_required")

    def test_another_key_approves_and_the_money_moves_once(self, store):
        wallet = make_wallet("50")
        path, another = make_waiting(store, wallet), as_store("refunds:write")
        approved = another.post(f"{path}approve/", {"note": "Photos seen"})
        assert (approved.status_code, approved.json()["status"]) == (200, "done")
        assert another.post(f"{path}approve/", {}).json()["status"] == "done"
        assert balances(wallet) == ("35.00", "0.00")
        refund = Refund.objects.get()
        assert None not in (refund.requester_key, refund.approver_key)

    def test_another_key_rejects_with_a_reason(self, store):
        wallet = make_wallet("50")
        path, another = make_waiting(store, wallet), as_store("refunds:write")
        assert refused(another, {}, f"{path}reject/") == (400, "invalid_input")
        rejected = another.post(f"{path}reject/", {"reason": "It came back worn"}).json()
        assert (rejected["status"], rejected["decision_note"]) == ("rejected", "It came back worn")
        assert refused(another, {}, f"{path}approve/") == (409, "invalid_state")
        assert balances(wallet) == ("30.00", "0.00")

    def test_a_member_of_staff_in_a_session_approves(self, store):
        wallet = make_wallet("50")
        path = make_waiting(store, wallet)
        me = as_browser(make_staff("refunds.approve_refund"))
        assert me.post(f"{path}approve/").json()["status"] == "done"
        assert balances(wallet) == ("35.00", "0.00")

    def test_staff_without_the_right_and_customers_do_not(self, store):
        wallet = make_wallet("50")
        path = make_waiting(store, wallet)
        assert refused(as_browser(make_staff()), {}, f"{path}approve/") == (403, "permission_denied")
        assert refused(as_browser(wallet.customer), {}, f"{path}approve/") == (403, "store_only")

    def test_staff_do_not_approve_what_they_asked_for_by_a_key(self, store):
        make_limits(operations_each=1)
        staff = make_staff("refunds.issue_refund", "refunds.approve_refund")
        payment = make_captured(store, make_wallet("50"))
        theirs = as_store("refunds:write", acts_for_id=staff.pk)
        asked = theirs.post("/refunds/", wanted(payment))
        assert asked.status_code == 202
        path = f"/refunds/{asked.json()['id']}/approve/"
        assert refused(as_browser(staff), {}, path) == (409, "approval_required")
        also_theirs = as_store("refunds:write", acts_for_id=staff.pk)
        assert refused(also_theirs, {}, path) == (409, "approval_required")

    def test_a_key_that_acts_for_somebody_without_the_right_refunds_nothing(self, store):
        payment = make_captured(store, make_wallet("50"))
        theirs = as_store("refunds:write", acts_for_id=make_staff().pk)
        assert refused(theirs, wanted(payment)) == (403, "permission_denied")

    def test_without_limits_of_its_own_a_store_refunds_up_to_the_usual_one(self, store):
        wallet = make_wallet("1000")
        payment = make_captured(store, wallet, "1000.00")
        assert store.post("/refunds/", wanted(payment, "500.00")).status_code == 201
        assert store.post("/refunds/", wanted(payment, "500.00")).status_code == 201
        assert store.get(f"/payments/{payment}/").json()["refunded"] == money("1000.00")
        payment = make_captured(store, wallet, "600.00")
        assert store.post("/refunds/", wanted(payment, "500.01")).status_code == 202

    def test_an_unknown_refund_is_not_found(self, store):
        path = "/refunds/0199f0a2-7c1e-7d3a-9a51-2f6f0d9c4b11/"
        assert problem(store.post(f"{path}approve/")) == (404, "not_found")
        assert problem(store.post(f"{path}reject/", {"reason": "x"})) == (404, "not_found")


class TestCustomers:
    def test_they_ask_and_the_store_decides(self, store):
        wallet = make_wallet("50")
        payment = make_captured(store, wallet)
        me = as_browser(wallet.customer)
        asked = me.post("/refunds/", wanted(payment))
        assert (asked.status_code, asked.json()["status"]) == (202, "requested")
        assert store.post(f"/refunds/{asked.json()['id']}/approve/").json()["status"] == "done"
        assert me.get("/refunds/").json()["results"][0]["status"] == "done"

    def test_they_do_not_waive_fees(self, store):
        make_terms()
        wallet = make_wallet("50")
        payment = make_captured(store, wallet)
        body = wanted(payment, waive_fees=True)
        assert refused(as_browser(wallet.customer), body) == (422, "refund_not_offered")

    def test_of_others_they_see_and_ask_nothing(self, store):
        payment = make_captured(store, make_wallet("50"))
        refund = store.post("/refunds/", wanted(payment)).json()["id"]
        me = as_browser(make_wallet().customer)
        assert refused(me, wanted(payment)) == (404, "not_found")
        assert problem(me.get(f"/refunds/{refund}/")) == (404, "not_found")
        assert me.get("/refunds/").json()["results"] == []
