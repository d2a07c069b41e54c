"""What happens to orders reaches the credit rules, each thing once, also after a step that died."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone
from djmoney.money import Money

from refunds.models import CreditRuleIssue
from tests.factories.automation import LATE, OUT_OF_STOCK, PRICE_DROP, make_rule
from tests.factories.storefront import ProductFactory, make_order
from tests.factories.wallets import balances, make_wallet
from tests.support.threads import at_once
from wallet_project.storefront.event_port import StorefrontEvents
from wallet_project.storefront.models import DeliveryRate, Order, OrderLine, PriceChange
from wallet_project.storefront.services import crediting
from wallet_project.storefront.services.crediting import answer_about_order, answer_what_waits
from wallet_project.storefront.services.missing import mark_out_of_stock
from wallet_project.storefront.services.orders import mark_delivered, mark_order_paid, mark_shipped
from wallet_project.storefront.services.prices import change_price
from wallet_project.storefront.tasks import answer_events

pytestmark = pytest.mark.django_db(transaction=True)


def now():
    return timezone.now()


def paid_order(wallet, product=None, quantity=2, *, days_ago=0):
    product = product or ProductFactory(price=Money("12.50", "EUR"), stock=1000)
    order = make_order(wallet.customer, (product, quantity))
    mark_order_paid(number=order.number, payment_id=uuid4())
    Order.objects.filter(pk=order.pk).update(paid_at=now() - timedelta(days=days_ago))
    return Order.objects.get(pk=order.pk)


def delivered(order, *, days_late):
    Order.objects.filter(pk=order.pk).update(expected_on=timezone.localdate() - timedelta(days=days_late))
    mark_shipped(number=order.number)
    return mark_delivered(number=order.number)


def given():
    return [(issue.outcome, str(issue.amount.amount)) for issue in CreditRuleIssue.objects.order_by("pk")]


def falls(product, price, *, ago=timedelta(minutes=5)):
    change_price(product_id=product.pk, price=Money(price, "EUR"), actor_id=None, now=now() - ago)


@pytest.fixture
def wallet():
    return make_wallet("0")


def test_a_paid_order_is_promised_for_a_day(wallet):
    assert paid_order(wallet).expected_on == timezone.localdate() + timedelta(days=5)
    DeliveryRate.objects.create(currency="EUR", price="4", days=2)
    assert paid_order(wallet).expected_on == timezone.localdate() + timedelta(days=2)


@pytest.mark.parametrize(
    ("days_late", "balance"), [(-1, "0.00"), (0, "0.00"), (1, "0.00"), (2, "2.50"), (9, "2.50")]
)
def test_an_order_delivered_late_enough_is_credited(wallet, days_late, balance):
    make_rule(LATE, percent="10", days=2)
    order = delivered(paid_order(wallet), days_late=days_late)
    assert balances(wallet)[0] == balance
    assert Order.objects.get(pk=order.pk).credits_answered_at is not None


def test_what_can_not_be_delivered_is_credited_in_its_part(wallet):
    make_rule(OUT_OF_STOCK, percent="20")
    order = paid_order(wallet, quantity=3)
    mark_out_of_stock(number=order.number, line_id=order.lines.get().pk, quantity=2, now=now())
    assert balances(wallet)[0] == "5.00"
    assert OrderLine.objects.get().credits_answered_at is not None


def test_a_fall_of_a_price_is_credited_to_who_bought_lately(wallet):
    make_rule(PRICE_DROP, percent="100", days=14)
    product = ProductFactory(price=Money("12.50", "EUR"), stock=100)
    late, early = make_wallet("0"), make_wallet("0")
    paid_order(wallet, product)
    paid_order(early, product, days_ago=14)
    paid_order(late, product, days_ago=15)
    paid_order(make_wallet("0"))
    falls(product, "10.00", ago=timedelta(minutes=3))
    Order.objects.filter(customer=wallet.customer).update(paid_at=now() - timedelta(minutes=10))
    answer_events()
    answer_events()
    assert [balances(one)[0] for one in (wallet, early, late)] == ["5.00", "5.00", "0.00"]
    assert PriceChange.objects.get().answered_at is not None


def test_a_price_that_changed_just_now_waits_for_orders_that_are_being_paid(wallet):
    make_rule(PRICE_DROP, percent="100", days=14)
    product = ProductFactory(price=Money("12.50", "EUR"))
    paid_order(wallet, product, days_ago=1)
    falls(product, "10.00", ago=timedelta())
    assert (answer_events(), given()) == (0, [])
    assert answer_what_waits(now=now() + timedelta(minutes=3)) == 1
    assert given() == [("given", "5.000")]


def test_of_several_changes_each_counts_for_what_it_fell_further(wallet):
    make_rule(PRICE_DROP, percent="100", days=14)
    product = ProductFactory(price=Money("12.50", "EUR"))
    paid_order(wallet, product, quantity=1, days_ago=1)
    for price in ("10.00", "11.00", "10.50", "9.00", "20.00", "9.00"):
        falls(product, price)
    answer_events()
    assert given() == [("given", "2.500"), ("given", "1.000")]


def test_what_was_bought_for_less_by_a_voucher_counts_from_that(wallet):
    make_rule(PRICE_DROP, percent="100", days=14)
    product = ProductFactory(price=Money("12.50", "EUR"))
    order = paid_order(wallet, product, days_ago=1)
    OrderLine.objects.filter(order=order).update(discount=Money("4", "EUR"))
    falls(product, "10.00")
    answer_events()
    assert given() == [("given", "1.000")]


def test_a_fall_that_no_rule_is_about_is_done_with(wallet):
    product = ProductFactory(price=Money("12.50", "EUR"))
    paid_order(wallet, product, days_ago=1)
    falls(product, "10.00")
    falls(product, "14.00")
    assert answer_events() == 2
    assert (answer_events(), given()) == (0, [])


def test_a_sweep_finds_what_was_missed(wallet, monkeypatch):
    make_rule(LATE)
    monkeypatch.setattr("wallet_project.storefront.tasks.answer_order.apply_async", lambda **_: None)
    delivered(paid_order(wallet), days_late=3)
    assert given() == []
    assert answer_events() == 1
    assert given() == [("given", "5.000")]


def test_a_scan_that_died_goes_on_behind_the_last_line(wallet, monkeypatch):
    make_rule(PRICE_DROP, percent="100", days=14)
    product = ProductFactory(price=Money("12.50", "EUR"), stock=100)
    wallets = [make_wallet("0") for _ in range(5)]
    for one in wallets:
        paid_order(one, product, quantity=1, days_ago=1)
    falls(product, "10.00")
    asked = []
    original = crediting.answer_event

    def dying(*, event, now):
        if len(asked) == 3:
            raise RuntimeError("power cut")
        asked.append(event.key)
        return original(event=event, now=now)

    monkeypatch.setattr(crediting, "CHUNK", 2)
    monkeypatch.setattr(crediting, "answer_event", dying)
    answer_events()
    lines = list(OrderLine.objects.order_by("pk").values_list("pk", flat=True))
    assert (len(given()), PriceChange.objects.get().answered_through) == (3, lines[1])
    monkeypatch.setattr(crediting, "answer_event", original)
    answer_events()
    assert given() == [("given", "2.500")] * 5
    assert [balances(one)[0] for one in wallets] == ["2.50"] * 5


def test_one_that_fails_does_not_keep_the_others_waiting(wallet, monkeypatch):
    make_rule(LATE)
    monkeypatch.setattr("wallet_project.storefront.tasks.answer_order.apply_async", lambda **_: None)
    broken, whole = (delivered(paid_order(wallet), days_late=3) for _ in range(2))
    original = crediting.late_delivery

    def reading(order):
        if order.pk == broken.pk:
            raise RuntimeError
        return original(order)

    monkeypatch.setattr(crediting, "late_delivery", reading)
    assert answer_events() == 2
    assert CreditRuleIssue.objects.get().order_reference == whole.number


def test_the_sweep_and_the_task_at_once_credit_once(wallet, monkeypatch):
    make_rule(LATE)
    monkeypatch.setattr("wallet_project.storefront.tasks.answer_order.apply_async", lambda **_: None)
    order = delivered(paid_order(wallet), days_late=3)
    at_once(
        lambda: answer_about_order(number=order.number, now=now()),
        lambda: answer_what_waits(now=now()),
        times=5,
    )
    assert (given(), balances(wallet)[0]) == ([("given", "5.000")], "5.00")


def test_the_preview_reads_what_happened(wallet):
    product = ProductFactory(price=Money("12.50", "EUR"))
    order = paid_order(wallet, product, days_ago=1)
    mark_out_of_stock(number=order.number, line_id=order.lines.get().pk, quantity=1, now=now())
    delivered(order, days_late=3)
    falls(product, "10.00")
    found = {
        kind: list(
            StorefrontEvents().happened(kind, since=now() - timedelta(days=1), until=now(), window_days=7)
        )
        for kind in (LATE, OUT_OF_STOCK, PRICE_DROP)
    }
    assert {
        kind: [(str(event.base.amount), event.days) for event in events] for kind, events in found.items()
    } == {
        LATE: [("25.00", 3)],
        OUT_OF_STOCK: [("12.50", 0)],
        PRICE_DROP: [("2.50", 1)],
    }
    assert all(event.order_reference == order.number for events in found.values() for event in events)
