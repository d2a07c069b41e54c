"""A plain payment, which the database does by one call: the same as the long way, or not at all."""

import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction
from django.utils import timezone
from djmoney.money import Money

from notifications.models import OutboxMessage
from rewards.models import CreditLot
from tests.factories.rewards import make_reward_wallet
from tests.factories.wallets import balances, make_user, make_wallet
from tests.support.api import money, problem
from tests.support.payments import everything, make_captured, order
from tests.support.threads import at_once
from wallet_project.checkout.models import Payment, PaymentLine, Tender
from wallet_project.checkout.services import Named, PaymentRequest, begin_payment, prepare_at_once
from wallet_project.core.models import IdempotentRequest
from wallets.ledger.models import JournalEntry
from wallets.services import freeze_wallet

pytestmark = pytest.mark.django_db

TITLE = 'Tea’s \\ "pot"'
AMOUNTS = [("EUR", "12.50"), ("JPY", "1250"), ("KWD", "1.255")]
# Of two payments these can't be the same; a currency says nothing where there is no amount.
OWN = {"id", "payment_id", "entry_id", "customer_id", "recipient_id", "created_at", "settled_at", "due_at"}
OWN |= {"reported_currency"}


def asked(wallet, amount, lines):
    return PaymentRequest(
        customer_id=wallet.customer_id,
        order_reference="A-1",
        total=Money(amount, wallet.currency),
        wallet_amount=None,
        reward_amount=None,
        lines=tuple(line.for_rewards for line in lines),
        has_coupon=False,
        saved_card_id=None,
        save_card=False,
        capture=True,
        key="k",
        return_url="https://other.test/{payment}",
        cancel_url="https://other.test/cart",
        is_external=True,
        order_lines=lines,
        takes_card=True,
    )


def lines_of(currency):
    amount = Money("1", currency)
    return (
        PaymentLine(reference="1", description='Tea’s \\ "pot"', product="teapot", quantity=2, amount=amount),
        PaymentLine(reference="post", amount=amount, is_delivery=True, category="post"),
    )


def pays_at_once(request, **named):
    paid = prepare_at_once(request=request, customer=Named(named.get("reference"), named.get("pk")))
    sql, values = paid.effect
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {sql}", values)
        assert cursor.fetchone()[0] is not None
    return Payment.objects.get(pk=paid.pk)


def written(payment):
    """All rows of a payment, with what is each one's own left out or put in other words."""
    tender = payment.tenders.get()
    (told,) = OutboxMessage.objects.filter(dedupe_key=f"order_paid:{payment.pk}")
    ids = {
        str(payment.pk): "PAYMENT",
        str(tender.pk): "TENDER",
        f"customer:{payment.customer_id}": "CUSTOMER",
    }

    def plain(row):
        values = {name: value for name, value in row.__dict__.items() if name not in OWN and name[0] != "_"}
        text = repr(sorted(values.items()))
        for one, word in ids.items():
            text = text.replace(one, word)
        return text

    entry = JournalEntry.objects.get(pk=tender.entry_id)
    postings = entry.postings.order_by("account_id").values_list("currency", "amount", "balance_after")
    return {
        "payment": plain(payment),
        "tender": plain(tender),
        "lines": [plain(line) for line in payment.lines.order_by("reference")],
        "message": plain(told),
        "entry": [entry.kind, entry.idempotency_key == f"order_paid:tender:{tender.pk}", entry.reference],
        "said": [entry.description, entry.actor, list(postings)],
        "owner": [told.recipient_id == payment.customer_id, payment.settled_at is not None],
    }


class TestItIsTheSameAsTheLongWay:
    @pytest.mark.parametrize(("currency", "amount"), AMOUNTS)
    @pytest.mark.parametrize("has_lines", [False, True])
    def test_in_every_row(self, currency, amount, has_lines):
        first, second = make_wallet("5000", currency=currency), make_wallet("5000", currency=currency)
        make_of = lines_of if has_lines else lambda currency: ()
        with transaction.atomic():
            long = begin_payment(request=asked(first, amount, make_of(currency)))
        short = pays_at_once(asked(second, amount, make_of(currency)), pk=second.customer_id)
        assert written(short) == written(Payment.objects.get(pk=long.pk))
        assert balances(first) == balances(second)

    def test_in_its_answer(self, store):
        """What is answered is written before the rows are: both say the same."""
        wallet = make_wallet("50")
        paid = store.post("/payments/", order(wallet, "20.00", order_reference="A-1"), key="once")
        again = store.get(f"/payments/{paid.json()['id']}/")
        assert paid.json().items() <= again.json().items()
        kept = IdempotentRequest.objects.get(key="once")
        assert (bytes(kept.body), kept.status, kept.method) == (paid.content, 201, "POST")
        assert (kept.path, kept.claimed_at) == ("/api/v1/payments/", kept.created_at)


class TestWhomItIsAbout:
    def test_the_stores_own_reference_and_ours(self, store):
        user = make_user()
        wallet = make_wallet("50", customer=user)
        make_captured(store, wallet, "1.00")
        user.reference = "shop-7"
        user.save()
        assert store.post("/payments/", order(wallet, "2.00")).json()["customer"] == "shop-7"
        body = order(wallet, "3.00", customer=f"cus_{user.pk}")
        assert store.post("/payments/", body).json()["customer"] == "shop-7"
        assert balances(wallet) == ("44.00", "0.00")

    @pytest.mark.parametrize("name", ["cus_999999999", "nobody", "cus_99999999999999999999"])
    def test_nobody_pays_for_a_stranger(self, store, name):
        body = order(make_wallet("50"), customer=name)
        before = everything()
        answer = store.post("/payments/", body)
        assert (problem(answer), everything()) == ((404, "not_found"), before)

    def test_nor_for_somebody_who_has_left(self, store):
        user = make_user(is_active=False)
        wallet = make_wallet("50", customer=user)
        assert problem(store.post("/payments/", order(wallet))) == (404, "not_found")
        assert balances(wallet) == ("50.00", "0.00")


class TestTheLongWayIsGone:
    def test_where_there_are_rewards(self, store):
        wallet = make_wallet("50")
        make_reward_wallet("5", customer=wallet.customer)
        paid = store.post("/payments/", order(wallet, "20.00")).json()
        assert {one["kind"] for one in paid["tenders"]} == {"reward", "wallet"}

    def test_but_not_where_they_are_not_to_pay_or_are_over(self, store):
        wallet = make_wallet("50")
        make_reward_wallet("5", customer=wallet.customer)
        kept = store.post("/payments/", order(wallet, "20.00", use_reward=False)).json()
        CreditLot.objects.update(expires_at=timezone.now())
        over = store.post("/payments/", order(wallet, "20.00")).json()
        assert [one["kind"] for paid in (kept, over) for one in paid["tenders"]] == ["wallet", "wallet"]
        assert balances(wallet) == ("10.00", "0.00")

    def test_where_the_wallet_is_to_pay_another_part(self, store):
        wallet = make_wallet("50")
        for chosen in ("19.99", "20.01"):
            answer = store.post("/payments/", order(wallet, "20.00", wallet_amount=money(chosen)))
            assert (answer.status_code, balances(wallet)) == (
                402 if chosen < "20" else 400,
                ("50.00", "0.00"),
            )
        make_captured(store, wallet, "20.00", wallet_amount=money("20.00"))
        assert balances(wallet) == ("30.00", "0.00")

    def test_where_there_is_too_little(self, store):
        wallet = make_wallet("5")
        assert problem(store.post("/payments/", order(wallet, "5.01")))[1] == "insufficient_funds"
        make_captured(store, wallet, "5.00")
        assert balances(wallet) == ("0.00", "0.00")

    def test_where_the_wallet_is_frozen(self, store):
        wallet = make_wallet("50")
        freeze_wallet(wallet_id=wallet.pk, reason="a look", actor_id=None)
        assert problem(store.post("/payments/", order(wallet)))[1] == "wallet_frozen"
        assert balances(wallet) == ("50.00", "0.00")

    def test_where_the_order_is_paid(self, store):
        wallet = make_wallet("50")
        make_captured(store, wallet, "5.00", order_reference="A-1")
        before = everything()
        answer = store.post("/payments/", order(wallet, "5.00", order_reference="A-1"))
        assert (problem(answer)[0], everything()) == (409, before)

    def test_where_the_key_was_used(self, store):
        wallet = make_wallet("50")
        body = order(wallet, "5.00")
        first, again = (store.post("/payments/", body, key="k") for _ in range(2))
        assert (again.content, again.headers["Idempotency-Replayed"]) == (first.content, "true")
        other = store.post("/payments/", order(wallet, "6.00"), key="k")
        assert problem(other) == (422, "idempotency_conflict")
        assert (balances(wallet), Payment.objects.count()) == (("45.00", "0.00"), 1)

    def test_where_there_is_no_wallet_yet(self, store):
        body = {"customer": f"cus_{make_user().pk}", "order_reference": "A-1", "total": money("1.00")}
        assert problem(store.post("/payments/", body))[1] == "insufficient_funds"


@pytest.mark.django_db(transaction=True)
class TestAtTheSameMoment:
    def test_the_balance_pays_once(self, store):
        wallet = make_wallet("20")
        pay = [lambda: store.post("/payments/", order(wallet, "20.00")).status_code]
        found = at_once(*pay, times=12)
        assert sorted(map(str, found)) == ["201", *["402"] * 11], found
        assert (balances(wallet), Tender.objects.count()) == (("0.00", "0.00"), 1)

    def test_an_order_is_paid_once(self, store):
        wallet = make_wallet("100")
        pay = [lambda: store.post("/payments/", order(wallet, "5.00", order_reference="A-1")).status_code]
        assert sorted(map(str, at_once(*pay, times=8))) == ["201", *["409"] * 7]
        assert balances(wallet) == ("95.00", "0.00")

    def test_a_wallet_that_is_being_frozen_pays_no_more(self, store):
        """The payment waits for whoever freezes it, and sees what they did."""
        wallet = make_wallet("50")
        with ThreadPoolExecutor(1) as pool:
            with transaction.atomic():
                freeze_wallet(wallet_id=wallet.pk, reason="a look", actor_id=None)
                answer = pool.submit(_post_and_close, store, order(wallet))
                _wait_for_a_lock()
            assert problem(answer.result(timeout=60))[1] == "wallet_frozen"
        assert balances(wallet) == ("50.00", "0.00")


def test_it_costs_two_round_trips(store, query_count):
    """The key, and all the rest; here within the test's transaction, where a savepoint makes two more."""
    wallet = make_wallet("50")
    for body in (order(wallet), order(wallet, lines=[{"amount": money("1.00")}])):
        with query_count(4):
            assert store.post("/payments/", body).status_code == 201


def _post_and_close(store, body):
    try:
        return store.post("/payments/", body)
    finally:
        connection.close()


def _wait_for_a_lock():
    for _ in range(600):
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
            if cursor.fetchone()[0]:
                return
        time.sleep(0.05)
    raise AssertionError("Nobody waits for the lock.")
