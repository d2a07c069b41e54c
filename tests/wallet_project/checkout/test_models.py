"""What the database itself refuses, whatever the code above it does."""

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from djmoney.money import Money
from psycopg2.errors import CheckViolation

from tests.factories.checkout import pay, require_sums
from tests.factories.wallets import make_wallet
from tests.support.rules import without_rules
from wallet_project.checkout.enums import PAYMENT_CAPTURED, PAYMENT_OPEN, PaymentStatus, TenderStatus
from wallet_project.checkout.locks import lock_payment
from wallet_project.checkout.models import CardReturn, Payment, PaymentLine, Tender
from wallet_project.core.db import NotInTransaction
from wallets.services import place_hold

pytestmark = pytest.mark.django_db


@pytest.fixture
def payment():
    return pay(make_wallet("50.00"), "20.00", order_reference="1", capture=False).payment


@pytest.fixture
def tender(payment):
    return payment.tenders.get()


def refused_by(action):
    """The name of the constraint that refuses."""
    with pytest.raises(IntegrityError) as refused, transaction.atomic():  # noqa: PT012
        action()
        require_sums()
    return refused.value.__cause__.diag.constraint_name


def change(row, **fields):
    return lambda: type(row).objects.filter(pk=row.pk).update(**fields)


@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        ({"status": "lost", "settled_at": timezone.now()}, "payment_status_is_known"),
        ({"total": 0}, "payment_is_positive"),
        ({"order_reference": ""}, "payment_names_its_order"),
        ({"captured_currency": "USD"}, "payment_captures_its_own_currency"),
        ({"captured": 20}, "payment_is_captured_when_its_total_is"),
        ({"captured": 1}, "payment_is_captured_when_its_total_is"),
        ({"settled_at": timezone.now()}, "payment_is_settled_when_it_is_not_open"),
        ({"status": "voided"}, "payment_is_settled_when_it_is_not_open"),
        ({"total": 21}, "payment_is_the_sum_of_its_tenders"),
        (
            {"status": "captured", "captured": 20, "settled_at": timezone.now()},
            "payment_is_the_sum_of_its_tenders",
        ),
        (
            {"status": "captured", "captured": 19, "settled_at": timezone.now()},
            "payment_is_captured_when_its_total_is",
        ),
        (
            {"status": "partially_captured", "captured": 20, "settled_at": timezone.now()},
            "payment_is_captured_when_its_total_is",
        ),
    ],
)
def test_a_payment_can_not_become_what_it_is_not(payment, fields, constraint):
    assert refused_by(change(payment, **fields)) == constraint


@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        ({"kind": "cash"}, "tender_kind_is_known"),
        ({"status": "lost"}, "tender_status_is_known"),
        ({"amount": 0}, "tender_is_positive"),
        ({"captured": 21}, "tender_captures_at_most_its_amount"),
        ({"captured": -1}, "tender_captures_at_most_its_amount"),
        ({"captured_currency": "USD"}, "tender_captures_at_most_its_amount"),
        ({"captured": 1}, "tender_has_captured_when_it_says_so"),
        ({"status": "captured", "captured": 20}, "tender_has_captured_when_it_says_so"),
        ({"status": "rescued"}, "rescued_tender_has_its_entry"),
        ({"reported": 19, "reported_currency": "EUR"}, "tender_reports_only_what_is_in_doubt"),
        ({"hold": None}, "wallet_tender_is_held_or_paid_at_once"),
        ({"kind": "card", "gateway_key": "x"}, "wallet_tender_is_held_or_paid_at_once"),
        ({"gateway_key": "x"}, "card_tender_has_a_gateway_key"),
        ({"amount": 19}, "payment_is_the_sum_of_its_tenders"),
        (
            {"amount_currency": "USD", "captured_currency": "USD", "refunded_currency": "USD"},
            "payment_is_the_sum_of_its_tenders",
        ),
        ({"refunded": 21}, "tender_refunds_at_most_what_it_captured"),
        ({"refunded": -1}, "tender_refunds_at_most_what_it_captured"),
        ({"refunded_currency": "USD"}, "tender_refunds_at_most_what_it_captured"),
    ],
)
def test_a_tender_can_not_become_what_it_is_not(tender, fields, constraint):
    assert refused_by(change(tender, **fields)) == constraint


@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        ({"entry": None}, "tender_has_captured_when_it_says_so"),
        ({"status": "held", "captured": 0}, "wallet_tender_is_held_or_paid_at_once"),
        ({"status": "released", "captured": 0}, "wallet_tender_is_held_or_paid_at_once"),
    ],
)
def test_what_was_paid_at_once_stays_so_and_keeps_its_entry(fields, constraint):
    tender = pay(make_wallet("50.00"), "20.00").payment.tenders.get()
    assert (tender.hold, tender.status) == (None, "captured")
    assert refused_by(change(tender, **fields)) == constraint


def test_a_wallet_tender_with_neither_hold_nor_entry_is_refused_by_its_own_rule(tender):
    require_sums()
    bare = {"hold": None, "status": "captured", "captured": 20}
    with without_rules("checkout_check_tender", "tender_has_captured_when_it_says_so"):
        assert refused_by(change(tender, **bare)) == "wallet_tender_is_held_or_paid_at_once"


@pytest.mark.parametrize("status", sorted({*PaymentStatus.values} - {*PAYMENT_CAPTURED}))
def test_the_database_knows_each_status_of_a_payment_that_captured_nothing(payment, status):
    change(payment, status=status, settled_at=None if status in PAYMENT_OPEN else timezone.now())()


@pytest.mark.parametrize("status", sorted({*TenderStatus.values} - {"captured", "rescued"}))
def test_the_database_knows_each_status_of_a_tender_that_needs_no_entry(tender, status):
    change(tender, status=status)()


def test_what_breaks_a_rule_is_refused_as_by_a_check(payment):
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        change(payment, total=0)()
    cause = refused.value.__cause__
    assert isinstance(cause, CheckViolation)
    assert (cause.diag.table_name, cause.diag.constraint_name) == ("checkout_payment", "payment_is_positive")
    assert 'violates check constraint "payment_is_positive"' in str(cause)


def test_a_payment_without_a_tender_is_refused():
    customer = make_wallet("1.00").customer
    payment = Payment(customer=customer, order_reference="1", total=Money("5.00", "EUR"), key="k")
    assert refused_by(lambda: payment.save(force_insert=True)) == "payment_is_the_sum_of_its_tenders"


def test_a_tender_can_not_be_taken_away(tender):
    assert refused_by(tender.delete) == "payment_is_the_sum_of_its_tenders"


def test_a_payment_has_one_tender_of_a_kind(tender):
    twin = Tender(
        payment=tender.payment, kind="wallet", position=1, amount=tender.amount, captured=tender.captured
    )
    twin.status = "held"
    twin.hold = place_hold(wallet_id=tender.hold.wallet_id, amount=Money("5", "EUR"), key="other")
    assert refused_by(lambda: twin.save(force_insert=True)) == "payment_has_one_tender_of_a_kind"


def test_an_order_has_one_payment_that_is_open_or_captured(payment):
    twin = Payment(
        customer=payment.customer, order_reference="1", total=payment.total, captured=payment.captured
    )
    twin.key, twin.fingerprint = "other", "x"
    assert refused_by(lambda: twin.save(force_insert=True)) == "order_is_paid_by_one_payment"


def test_a_key_is_one_payments(payment):
    twin = Payment(
        customer=payment.customer, order_reference="2", total=payment.total, captured=payment.captured
    )
    twin.key, twin.fingerprint = payment.key, "x"
    assert refused_by(lambda: twin.save(force_insert=True)) == "payment_key_is_unique_per_customer"


def test_a_return_is_positive_and_of_a_known_kind_and_status(tender):
    def make(**fields):
        return lambda: CardReturn.objects.create(
            **{
                "tender": tender,
                "kind": "dispute",
                "status": "open",
                "gateway_id": "dp_1",
                "amount": Money(1, "EUR"),
                **fields,
            }
        )

    assert refused_by(make(amount=Money(0, "EUR"))) == "card_return_is_positive"
    assert refused_by(make(kind="gift")) == "card_return_kind_is_known"
    assert refused_by(make(status="lost")) == "card_return_status_is_known"


def test_a_payment_is_locked_in_a_transaction_only(transactional_db):
    with pytest.raises(NotInTransaction):
        lock_payment(None)


def test_a_payment_and_its_parts_say_what_they_are(payment, tender):
    assert str(payment) == "1: €20.00 Reserved"
    assert str(tender) == "Wallet €20.00"
    assert str(PaymentLine(quantity=2, reference="1", description="Teapot")) == "2 × Teapot"
    assert str(PaymentLine(quantity=1, reference="post")) == "1 × post"
    assert str(CardReturn(kind="dispute", gateway_id="dp_1")) == "Dispute dp_1"
    assert (payment.is_open, payment.is_captured, payment.redirect_url) == (True, False, "")
    assert (tender.is_open_at_gateway, tender.is_known_at_gateway) == (False, False)
