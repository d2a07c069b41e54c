"""How long something can be sent back: from delivery where it is known, else from paying, and said so."""

from datetime import UTC, datetime, timedelta

import pytest

from refunds.exceptions import RefundNotOffered
from refunds.models import StoreCreditPolicy
from refunds.ports import Delivery, NoLines
from refunds.queries_returns import offer_for
from refunds.windows import ReturnWindow, window_of, window_warning
from tests.factories.refunds import Lines, days_ago, make_terms
from tests.factories.returns import ask, make_bought
from wallet_project.checkout.models import Payment

LAST = datetime(2026, 3, 31, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("window", "words"),
    [
        (ReturnWindow(30, None, True), "It can be sent back until 30 days after it is delivered."),
        (ReturnWindow(1, None, True), "It can be sent back until 1 day after it is delivered."),
        (
            ReturnWindow(30, LAST, True),
            "It can be sent back until 31 March 2026, 30 days after it was delivered.",
        ),
        (
            ReturnWindow(14, LAST, False),
            "It can be sent back until 31 March 2026, 14 days after it was paid for.",
        ),
    ],
)
def test_the_words_say_until_when_and_what_the_days_count_from(window, words):
    assert window.in_words == words


def test_a_window_is_over_after_its_last_moment_and_never_before_delivery():
    window = ReturnWindow(30, LAST, True)
    assert (window.is_over(LAST), window.is_over(LAST + timedelta(seconds=1))) == (False, True)
    assert not ReturnWindow(30, None, True).is_over(LAST)


def bought_days_ago(days: int) -> Payment:
    payment = make_bought()[1]
    Payment.objects.filter(pk=payment.pk).update(created_at=days_ago(days), settled_at=days_ago(days))
    return Payment.objects.get(pk=payment.pk)


def offered(payment):
    return offer_for(
        customer_id=payment.customer_id, order_reference=payment.order_reference, now=days_ago(0)
    )


@pytest.mark.django_db
def test_what_came_late_can_be_returned_as_long_as_what_came_at_once():
    make_terms(window_days=14)
    payment = bought_days_ago(40)
    Lines.deliveries[payment.order_reference] = Delivery(days_ago(13))
    assert offered(payment).is_open
    assert ask(payment).state == "requested"


@pytest.mark.django_db
def test_after_so_many_days_from_delivery_nothing_can_be_returned():
    make_terms(window_days=14)
    payment = bought_days_ago(16)
    Lines.deliveries[payment.order_reference] = Delivery(days_ago(15))
    assert "that time is over" in offered(payment).refusal
    with pytest.raises(RefundNotOffered, match="14 days"):
        ask(payment)


@pytest.mark.django_db
def test_what_has_not_arrived_yet_can_be_returned_however_long_it_takes():
    make_terms(window_days=14)
    payment = bought_days_ago(60)
    Lines.deliveries[payment.order_reference] = Delivery(None)
    assert offered(payment).window == ReturnWindow(14, None, True)
    assert ask(payment).state == "requested"


@pytest.mark.django_db
def test_where_nobody_tells_of_a_delivery_the_days_count_from_paying():
    policy = make_terms(window_days=14)
    payment = bought_days_ago(15)
    assert window_of(payment, policy) == ReturnWindow(14, payment.settled_at + timedelta(days=14), False)
    with pytest.raises(RefundNotOffered, match="14 days"):
        ask(payment)


@pytest.mark.django_db
def test_another_storefronts_order_counts_from_paying_whatever_ours_says_of_the_same_number():
    policy = make_terms(window_days=14)
    payment = bought_days_ago(15)
    payment.is_external = True
    Lines.deliveries[payment.order_reference] = Delivery(days_ago(1))
    assert not window_of(payment, policy).since_delivery


def test_a_store_that_keeps_its_orders_elsewhere_hears_of_no_deliveries():
    assert (NoLines.hears_of_deliveries, NoLines().delivery_of("1"), NoLines().lines_of("1")) == (
        False,
        None,
        (),
    )


@pytest.mark.parametrize("days", [30, 31])
def test_points_that_wait_as_long_as_the_window_are_no_contradiction(days: int) -> None:
    assert window_warning(StoreCreditPolicy(currency="EUR", starts_at=LAST), return_days=days) == ""


def test_points_that_come_before_the_window_ends_are_warned_of() -> None:
    assert window_warning(
        StoreCreditPolicy(currency="EUR", starts_at=LAST, window_days=30), return_days=14
    ) == (
        "Under the policy in EUR from 2026-03-31 an order can be returned for 30 days, but what it"
        " earned can be used 14 days after delivery: it may be spent before the goods come back. Set the"
        " times of the rewards program to 30 days or more."
    )
