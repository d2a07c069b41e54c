"""What the database refuses of refunds, by name."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from djmoney.money import Money

from refunds.models import Refund, RefundAllocation, RefundAttempt, RefundLimits, RefundLine, RefundReversal
from refunds.ports import NoLines, OrderLine, get_order_lines
from refunds.services import LineWanted, reverse_refund
from tests.factories.checkout import require_sums
from tests.factories.refunds import ISSUE, Lines, make_limits, make_paid, make_terms, refund
from tests.factories.wallets import make_staff
from tests.support.refunds import everything_agrees
from wallet_project.checkout.services import note_refunded
from wallet_project.core.exceptions import CurrencyMismatch

pytestmark = pytest.mark.django_db


@pytest.fixture
def done():
    _wallet, payment = make_paid(wallet="20.00")
    return refund(payment, "5.00")


def refused_by(rows, **fields):
    """The name of the rule that a change breaks, now or at the end of the transaction."""
    with pytest.raises(IntegrityError) as refused:
        _change(rows.update, **fields)
    return refused.value.__cause__.diag.constraint_name


def _change(change, **fields):
    with transaction.atomic():
        change(**fields)
        require_sums()


@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        ({"status": "lost"}, "refund_status_is_known"),
        ({"reason": "whim"}, "refund_reason_is_known"),
        ({"destination": "moon"}, "refund_goes_to_a_known_place"),
        ({"tender_order": "random"}, "refund_goes_to_a_known_place"),
        ({"amount": 0, "fee": -1}, "refund_is_positive"),
        ({"fee": 5}, "refund_keeps_less_than_all"),
        ({"fee": -1}, "refund_keeps_less_than_all"),
        ({"bonus": -1}, "refund_keeps_less_than_all"),
        ({"fee_currency": "USD"}, "refund_is_in_one_currency"),
        ({"status": "requested", "settled_at": None}, "refund_that_waits_says_until_when"),
        ({"status": "rejected"}, "rejected_refund_says_why"),
        ({"settled_at": None}, "refund_is_settled_when_it_is_over"),
        ({"status": "processing"}, "refund_is_settled_when_it_is_over"),
        ({"amount": 4}, "refund_is_the_sum_of_its_parts"),
        ({"fee": 1}, "refund_is_the_sum_of_its_parts"),
        ({"status": "expired"}, "refund_is_the_sum_of_its_parts"),
    ],
)
def test_a_refund_can_not_become_what_it_is_not(done, fields, constraint):
    assert refused_by(Refund.objects.filter(pk=done.pk), **fields) == constraint


@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        ({"target": "moon"}, "refund_part_is_known"),
        ({"status": "lost", "target": "original", "gateway_key": "x"}, "refund_part_is_known"),
        ({"fee": 6}, "refund_part_is_positive"),
        ({"returned": 6}, "refund_part_is_taken_back_at_most_once"),
        ({"bonus_currency": "USD"}, "refund_part_is_in_one_currency"),
        ({"entry": None}, "refund_part_that_arrived_has_its_entry"),
        ({"target": "original"}, "refund_to_the_card_has_a_gateway_key"),
        ({"status": "pending"}, "only_the_gateway_is_waited_for"),
        ({"fee": 1}, "refund_is_the_sum_of_its_parts"),
        ({"amount": 6}, "refund_is_the_sum_of_its_parts"),
        ({"returned": 1}, "tender_is_refunded_by_its_refunds"),
    ],
)
def test_a_part_can_not_become_what_it_is_not(done, fields, constraint):
    assert refused_by(RefundAllocation.objects.filter(refund=done), **fields) == constraint


def test_a_part_of_another_payments_tender_is_refused(done):
    other = make_paid(wallet="20.00")[1].tenders.get()
    rows = RefundAllocation.objects.filter(refund=done)
    assert refused_by(rows, tender=other) in (
        "refund_is_the_sum_of_its_parts",
        "tender_is_refunded_by_its_refunds",
    )


def test_a_part_can_not_be_deleted(done):
    with pytest.raises(IntegrityError):
        _change(RefundAllocation.objects.filter(refund=done).delete)


def test_a_tender_is_refunded_by_refunds_alone(done):
    tender = done.payment.tenders.get()
    assert refused_by(type(tender).objects.filter(pk=tender.pk), refunded=6) in (
        "tender_is_refunded_by_its_refunds",
        "payment_is_the_sum_of_its_tenders",
    )


@pytest.mark.parametrize("amount", ["16.00", "-6.00"])
def test_no_more_is_noted_as_refunded_than_was_captured(done, amount):
    tender = done.payment.tenders.get()
    with pytest.raises(IntegrityError, match="refunds_at_most_what_it_captured"):
        _change(note_refunded, payment=done.payment, parts={tender.pk: Money(amount, "EUR")})


def test_nothing_is_noted_in_another_currency(done):
    with pytest.raises(CurrencyMismatch):
        note_refunded(payment=done.payment, parts={done.payment.tenders.get().pk: Money("1", "USD")})


@pytest.fixture
def lined(settings):
    settings.REFUNDS_ORDERS = "tests.factories.refunds.Lines"
    _wallet, payment = make_paid(wallet="20.00")
    Lines.orders[payment.order_reference] = [
        OrderLine("mugs", "Mug", 2, Money("12.00", "EUR")),
        OrderLine("socks", "Socks", 1, Money("8.00", "EUR")),
    ]
    return refund(payment, lines=[LineWanted("mugs", 1), LineWanted("socks")])


@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        ({"reference": ""}, "refunded_line_is_named"),
        ({"amount": 13}, "refunded_line_is_at_most_what_it_cost"),
        ({"amount": 5}, "refund_is_the_sum_of_its_lines"),
    ],
)
def test_a_line_can_not_become_what_it_is_not(lined, fields, constraint):
    assert refused_by(RefundLine.objects.filter(refund=lined, reference="mugs"), **fields) == constraint


def test_a_line_is_not_refunded_beyond_what_it_cost(lined):
    second = refund(lined.payment, lines=[LineWanted("mugs", 1)])
    mugs = RefundLine.objects.filter(reference="mugs")
    assert refused_by(mugs, line_total=11) == "line_is_refunded_at_most_once"
    assert str(second) == f"{second.payment.order_reference}: €6.00 Refunded"


def test_a_policy_in_force_stays_as_it_was_published():
    terms = make_terms(bonus_percent=5)
    for change in (
        lambda: type(terms).objects.filter(pk=terms.pk).update(bonus_percent=50),
        terms.delete,
    ):
        with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
            change()
    ahead = make_terms(starts_at=timezone.now() + timedelta(days=1))
    ahead.bonus_percent = 7
    ahead.save()
    ahead.delete()
    assert str(terms).startswith("EUR 2020")


@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        ({"reasons": ["whim"]}, "store_credit_policy_offers_known_reasons"),
        ({"restocking_percent": 101}, "store_credit_policy_takes_sane_fees"),
        ({"automatic_limit": -1}, "store_credit_policy_takes_sane_fees"),
        ({"bonus_percent": -1}, "store_credit_policy_gives_a_sane_bonus"),
        ({"bonus_valid_days": 0}, "store_credit_policy_gives_a_sane_bonus"),
        ({"tender_order": "random"}, "store_credit_policy_knows_its_order"),
    ],
)
def test_a_policy_that_makes_no_sense_is_refused(fields, constraint):
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        make_terms(**fields)


def test_two_policies_do_not_begin_at_one_moment():
    terms = make_terms()
    with pytest.raises(IntegrityError, match="one_store_credit_policy_at_a_time"), transaction.atomic():
        make_terms(starts_at=terms.starts_at)


@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        ({"operations_each": -1}, "refund_limits_are_never_negative"),
        ({"decide_within_days": 0}, "refunds_are_decided_within_some_days"),
    ],
)
def test_limits_that_make_no_sense_are_refused(fields, constraint):
    ahead = timezone.now() + timedelta(days=1)
    assert str(make_limits(starts_at=ahead)) == f"EUR {ahead:%Y-%m-%d}"
    assert refused_by(RefundLimits.objects.all(), **fields) == constraint


def test_limits_that_hold_stay_as_they_were_set():
    limits = RefundLimits.objects.filter(pk=make_limits(operations_each=5).pk)
    assert refused_by(limits, operations_each=500) == "refund_limits_in_force_are_never_changed"
    with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
        limits.delete()
    with pytest.raises(IntegrityError, match="one_limit_for_refunds_at_a_time"), transaction.atomic():
        make_limits()
    assert limits.get().operations_each == 5


def test_a_reversal_says_what_was_taken_and_why(done):
    reversal = reverse_refund(refund_id=done.pk, actor_id=make_staff(ISSUE).pk, reason="kept")
    rows = RefundReversal.objects.filter(pk=reversal.pk)
    assert refused_by(rows, taken=4) == "reversal_is_what_was_taken_and_what_was_not"
    assert refused_by(rows, taken_currency="USD") == "reversal_is_in_one_currency"
    assert refused_by(rows, reason="") == "reversal_says_why"
    assert str(reversal) == f"{done.pk}: €5.00"
    everything_agrees()


def test_the_parts_of_a_refund_say_what_they_are(done):
    assert str(done.allocations.get()) == "Wallet €5.00"
    assert str(RefundAttempt(number=2, failure="The card has expired.")) == "2: The card has expired."


def test_a_store_that_keeps_its_orders_elsewhere_refunds_amounts(settings):
    settings.REFUNDS_ORDERS = "refunds.ports.NoLines"
    assert isinstance(get_order_lines(), NoLines)
    assert get_order_lines().lines_of("1") == ()
