from datetime import timedelta

import pytest
from django.utils import timezone
from djmoney.money import Money

from rewards import sections
from rewards.enums import POINTS, Activity
from rewards.sections import RewardSection, register_section
from rewards.services import Earning, book_accrual, place_reward_hold
from tests.factories.rewards import add_rewards, make_policy, make_reward_wallet
from tests.factories.wallets import make_user

pytestmark = pytest.mark.django_db


def main_of(answer):
    """The page without its head, where the wallet block stands too."""
    assert answer.status_code == 200
    return " ".join(answer.content.decode().partition("<main")[2].split())


def home(as_customer, customer):
    return main_of(as_customer(customer).get("/rewards/"))


def pending(customer, amount, reference, **when):
    return book_accrual(
        customer_id=customer.pk,
        activity=Activity.PURCHASE,
        reference=reference,
        earning=Earning(amount),
        matures_at=timezone.now() + timedelta(**when),
        now=timezone.now(),
    )


def test_a_guest_signs_in_first(client):
    assert client.get("/rewards/").url == "/account/login/?next=/rewards/"


@pytest.mark.parametrize(
    ("policy", "words"),
    [
        (None, "an order of €80.00 could use €8.00 of it"),
        ({"most": 20}, "an order of €80.00 could use €20.00 of it"),
        ({"percent": 50, "minimum_order": 100}, "an order of €100.00 could use €50.00 of it"),
        ({"percent": 0}, "an order of €80.00 could use none of it"),
        ({}, "it could pay an order of €80.00 in full"),
    ],
)
def test_the_difference_is_said_with_the_stores_own_cap(as_customer, policy, words):
    if policy is not None:
        make_policy(**policy)
    assert words in home(as_customer, make_user())


def test_what_is_ready_held_and_on_its_way(as_customer):
    wallet = make_reward_wallet("30.00")
    place_reward_hold(wallet_id=wallet.pk, amount=Money("4.50", "EUR"), key="h", reference="1000042")
    pending(wallet.customer, Money("2.25", "EUR"), "1000043", days=20)
    make_reward_wallet("537", POINTS, customer=wallet.customer)
    html = home(as_customer, wallet.customer)
    for words in ("€30.00", "€25.50", "€4.50", "+€2.25", "For order #1000043", "537 points"):
        assert words in html


def test_what_expires_stands_with_day_and_amount_the_soonest_first(as_customer):
    wallet = make_reward_wallet("5.00", days=30)
    add_rewards(wallet, "3.00", days=2)
    add_rewards(wallet, "1.00", days=None)
    html = home(as_customer, wallet.customer)
    soon = timezone.localtime(timezone.now() + timedelta(days=2))
    assert f"until {soon.day} {soon:%B %Y}" in html
    assert html.index('<strong class="money">€3.00') < html.index('<strong class="money">€5.00')
    assert '<strong class="money">€1.00' not in html


def test_what_has_expired_counts_no_more_also_before_the_clock_came_by(as_customer):
    wallet = make_reward_wallet("5.00", days=1, now=timezone.now() - timedelta(days=3))
    add_rewards(wallet, "2.00")
    html = home(as_customer, wallet.customer)
    assert '<p class="wallet-card-balance money">€2.00</p>' in html
    assert "before they expire" not in html


@pytest.mark.parametrize("has_wallets", [False, True])
def test_a_customer_without_rewards_reads_how_to_earn(as_customer, has_wallets):
    customer = make_user()
    if has_wallets:
        make_reward_wallet(customer=customer)
    html = home(as_customer, customer)
    assert "it costs nothing to begin" in html
    assert "€0.00" in html
    assert "0 points" in html


def test_the_pages_of_other_modules_are_linked_with_what_waits(as_customer, monkeypatch):
    monkeypatch.setattr(sections, "_sections", {})
    section = RewardSection("Scratch cards", "storefront:cart", "Try your luck.", lambda customer_id: 3)
    register_section(section)
    html = home(as_customer, make_user())
    assert '<a href="/cart/">Scratch cards</a> <span class="badge badge-good">3</span>' in html
    assert "Try your luck." in html


def test_another_customers_rewards_are_not_shown(as_customer):
    make_reward_wallet("77.00")
    assert "€77.00" not in home(as_customer, make_user())


@pytest.mark.parametrize("rows", [1, 3])
def test_the_number_of_queries_does_not_grow(as_customer, query_count, rows, monkeypatch):
    monkeypatch.setattr(sections, "_sections", {})
    customer = make_user()
    for unit in ("EUR", POINTS):
        wallet = make_reward_wallet(customer=customer, currency=unit)
        for number in range(rows):
            add_rewards(wallet, "5", days=number + 1)
            pending(customer, Money(3, unit), f"100{number}", days=3)
    client = as_customer(customer)
    with query_count(18):
        client.get("/rewards/")
