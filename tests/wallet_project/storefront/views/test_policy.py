"""The page about returns says what the store has decided, and nothing else."""

from datetime import timedelta

import pytest
from django.utils import timezone
from django.utils.formats import date_format
from djmoney.money import Money

from tests.factories.checkout import pay
from tests.factories.refunds import make_limits, make_terms
from tests.factories.rewards import make_policy
from tests.factories.storefront import make_order
from tests.factories.wallets import make_user, make_wallet

pytestmark = pytest.mark.django_db


@pytest.fixture
def buyer(client):
    """A customer, logged in with `client`."""
    customer = make_user()
    client.force_login(customer)
    return customer


def page(client, address="/policy/"):
    return client.get(address).content.decode()


def test_without_a_policy_the_usual_terms_hold_and_no_day_is_named(client):
    html = page(client)
    assert "You can ask to return something until 30 days after it was delivered." in html
    assert "This holds since" not in html
    assert "From that day on" not in html


def test_the_page_is_written_from_the_policy_in_force(client):
    make_terms(
        reasons=["damaged", "changed_mind"],
        free_reasons=["damaged"],
        window_days=17,
        shipping_to_card="2.50",
        restocking_percent="12.50",
        bonus_percent="4.00",
        bonus_valid_days=61,
        card_days_from=3,
        card_days_to=8,
        automatic_limit="44.00",
        automatic_in_90_days=2,
    )
    make_limits(decide_within_days=9)
    make_policy(grace_days=21)
    html = page(client)
    for words in (
        "until 17 days after it was delivered",
        "It came damaged.",
        "You changed your mind.",
        "costs you €2.50 otherwise",
        "We keep 12.5% of the price",
        "If the reason is “Damaged”, it costs you nothing.",
        "brings you 4% on top, as reward money that you can use for 61 days",
        "To a card or a bank it takes 3–8 days more",
        "A request of up to €44.00 is approved at once, if you have made fewer than 2",
        "within 9 days at most",
        "you get 21 more days to use it",
        "This holds since",
    ):
        assert words in html
    assert "It came too late." not in html
    assert "30 days" not in html


def test_what_will_hold_is_announced_with_its_day_and_only_what_changes(client):
    make_terms(window_days=30)
    later = timezone.now() + timedelta(days=40)
    make_terms(window_days=14, starts_at=later)
    make_terms(window_days=7, starts_at=later + timedelta(days=40))
    html = page(client)
    assert "until 30 days after it was delivered" in html
    _now, then = html.split(f"From {date_format(later, 'j F Y')}")
    assert "until 14 days after it was delivered" in then
    assert "What you can send back" in then
    assert "Where the money goes" not in then
    assert "within 7 days" not in html


def test_an_order_keeps_the_terms_of_its_day(client, buyer):
    make_terms(window_days=20)
    order = make_order(buyer)
    total = Money(order.total.amount, "EUR")
    pay(make_wallet("100.00", customer=buyer), total, order_reference=order.number)
    make_terms(window_days=3, starts_at=timezone.now())
    html = page(client)
    assert "until 3 days after it was delivered" in html
    assert "What you have ordered before keeps the terms of its day." not in html
    make_terms(window_days=5, starts_at=timezone.now() + timedelta(days=3))
    assert "What you have ordered before keeps the terms of its day." in page(client)
    offer = client.get(f"/orders/{order.number}/").context["return_offer"]
    assert offer.window.days == 20


def test_a_new_version_that_changes_nothing_says_so(client):
    make_terms()
    make_terms(starts_at=timezone.now() + timedelta(days=3))
    assert "nothing changes for you" in page(client)


def test_a_policy_of_another_currency_is_not_shown(client):
    make_terms(currency="USD", window_days=3)
    assert "until 30 days after it was delivered" in page(client)


def test_a_paid_order_says_until_when_and_in_short_on_which_terms(client, buyer):
    make_terms(window_days=14, shipping_to_card="2.50")
    order = make_order(buyer)
    total = Money(order.total.amount, "EUR")
    pay(make_wallet("100.00", customer=buyer), total, order_reference=order.number)
    order.refresh_from_db()
    html = page(client, f"/orders/{order.number}/")
    assert "It can be sent back until 14 days after it is delivered." in html
    assert "The way back is free if the money goes to your wallet, and costs you €2.50 otherwise." in html
    assert "A person looks at each request" in html
    assert 'href="/policy/#returns"' in html


def test_an_order_that_is_not_paid_says_nothing_of_returns(client, buyer):
    assert "If something is wrong" not in page(client, f"/orders/{make_order(buyer).number}/")


@pytest.mark.parametrize("versions", [1, 3])
def test_the_page_costs_the_same_queries_however_many_versions(client, query_count, versions):
    for number in range(versions):
        make_terms(starts_at=timezone.now() + timedelta(days=number - 1))
    with query_count(6):
        client.get("/policy/")
