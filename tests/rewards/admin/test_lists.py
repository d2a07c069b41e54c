"""Rewards as lists to read: searches, links, filters, the movements and their file, the ledger's pages."""

from __future__ import annotations

import csv
from io import StringIO

import pytest
from django.utils import timezone
from djmoney.money import Money

from rewards.enums import Activity
from rewards.models import Accrual, CreditLot, RewardHold, RewardWallet
from rewards.services import (
    Earning,
    book_accrual,
    capture_reward_hold,
    clawback_accruals,
    convert_points,
    place_reward_hold,
)
from tests.factories.rewards import add_rewards, make_program, make_reward_wallet
from tests.factories.wallets import make_wallet
from tests.support.staff import address, client_of, counts_of_rows
from wallets.ledger.models import JournalEntry

pytestmark = pytest.mark.django_db
LISTS = (
    "accrual",
    "creditlot",
    "lotconsumption",
    "pointsconversion",
    "rewardadjustment",
    "rewardhold",
    "rewardwallet",
    "shortfall",
)


@pytest.fixture(autouse=True)
def program():
    return make_program()


def make_rows(number):
    """At least one more row in every list."""
    euros = make_reward_wallet("20")
    points = make_reward_wallet("0", "PTS", customer=euros.customer)
    hold = place_reward_hold(
        wallet_id=euros.pk, amount=Money(3, "EUR"), key=f"h{number}", reference=f"100{number}"
    )
    capture_reward_hold(hold_id=hold.pk)
    book_accrual(
        customer_id=euros.customer_id,
        activity=Activity.PURCHASE,
        reference=f"100{number}",
        earning=Earning(Money(200, "PTS"), story=["1 point for each 1.00"]),
        matures_at=None,
        now=timezone.now(),
    )
    convert_points(customer_id=points.customer_id, points=200, currency="EUR", key=f"c{number}")
    clawback_accruals(reference=f"100{number}", refunded=Money(1, "EUR"), total=Money(1, "EUR"))
    return euros


@pytest.mark.parametrize("name", LISTS)
def test_lists_cost_the_same_with_one_and_with_three_rows_and_count_nothing(
    name, django_assert_max_num_queries
):
    client, url = client_of("Support"), address(f"rewards_{name}_changelist")
    make_rows(1)
    client.get(url)
    with django_assert_max_num_queries(40) as one:
        assert client.get(url).status_code == 200
    make_rows(2)
    make_rows(3)
    with django_assert_max_num_queries(40) as three:
        client.get(url)
    assert len(one) == len(three)
    assert not counts_of_rows(three)


@pytest.mark.parametrize("name", LISTS)
def test_each_row_has_a_page_and_leads_to_its_customer(name):
    euros, client = make_rows(1), client_of("Support")
    page = client.get(address(f"rewards_{name}_changelist")).content.decode()
    assert address("customer_rewards", euros.customer_id) in page
    model = next(one for one in RewardWallet._meta.apps.get_models() if one.__name__.lower() == name)
    row = model.objects.latest("pk")
    assert client.get(address(f"rewards_{name}_change", row.pk)).status_code == 200


@pytest.mark.parametrize("name", LISTS)
def test_rows_are_found_by_the_customers_address(name):
    euros, client = make_rows(1), client_of("Support")
    make_rows(2)
    url = address(f"rewards_{name}_changelist")
    page = client.get(url, {"q": euros.customer.email}).content.decode()
    other = RewardWallet.objects.exclude(customer=euros.customer).first().customer.email
    assert euros.customer.email in page
    assert other not in page


@pytest.mark.parametrize("name", ["accrual", "rewardhold", "lotconsumption", "creditlot", "shortfall"])
def test_rows_are_found_by_the_order(name):
    first, client = make_rows(1), client_of("Support")
    second = make_rows(2)
    page = client.get(address(f"rewards_{name}_changelist"), {"q": "1002"}).content.decode()
    assert second.customer.email in page
    assert first.customer.email not in page


def test_a_lot_and_its_use_are_found_by_their_entries():
    make_rows(1)
    client, lot = client_of("Support"), CreditLot.objects.earliest("pk")
    hold = RewardHold.objects.get()
    for name, term in (("creditlot", f"#{lot.entry_id}"), ("lotconsumption", hold.placed_entry_id)):
        page = client.get(address(f"rewards_{name}_changelist"), {"q": term}).content.decode()
        assert lot.wallet.customer.email in page
        page = client.get(address(f"rewards_{name}_changelist"), {"q": 999999}).content.decode()
        assert lot.wallet.customer.email not in page


@pytest.mark.parametrize(
    ("name", "query"),
    [
        ("creditlot", "left=yes"),
        ("creditlot", "left=no"),
        ("creditlot", "currency=PTS"),
        ("creditlot", "source__exact=accrual"),
        ("lotconsumption", "currency=EUR"),
        ("accrual", "activity__exact=purchase"),
        ("shortfall", "left=yes"),
        ("rewardwallet", "currency=PTS"),
    ],
)
def test_filters_leave_rows_that_match(name, query):
    euros = make_rows(1)
    url = address(f"rewards_{name}_changelist")
    assert euros.customer.email in client_of("Support").get(f"{url}?{query}").content.decode()
    nothing = client_of("Support").get(f"{url}?currency=KWD").content.decode()
    assert euros.customer.email not in nothing


class TestMovements:
    def test_rewards_have_a_list_of_their_own_apart_from_money(self):
        wallet, points = make_wallet("50"), make_reward_wallet("537", "PTS")
        client = client_of("Support")
        page = client.get(address("all_movements"), {"book": "rewards"}).content.decode()
        assert "+537 points" in page
        assert address("customer_rewards", points.customer_id) in page
        assert wallet.customer.email not in page
        page = client.get(address("all_movements")).content.decode()
        assert points.customer.email not in page

    def test_totals_are_per_currency(self):
        euros = make_reward_wallet("20")
        make_reward_wallet("537", "PTS")
        place_reward_hold(wallet_id=euros.pk, amount=Money(3, "EUR"), key="h", reference="1000041")
        day = timezone.localdate().isoformat()
        span = {"book": "rewards", "first": day, "last": day}
        answer = client_of("Support").get(address("all_movements"), span)
        euro_total, points_total = answer.context["totals"]
        assert (str(euro_total.credits), str(euro_total.debits)) == ("€20.00", "-€3.00")
        assert points_total.credits == Money(537, "PTS")
        assert "Held for order #1000041" in answer.content.decode()

    def test_the_file_has_the_same_rows(self):
        points = make_reward_wallet("537", "PTS")
        make_wallet("50")
        answer = client_of("Support").get(address("export_movements"), {"book": "rewards"})
        text = b"".join(answer.streaming_content).decode("utf-8-sig")
        rows = list(csv.DictReader(StringIO(text)))
        assert [(row["customer"], row["amount"], row["currency"]) for row in rows] == [
            (points.customer.email, "537", "PTS")
        ]

    def test_a_filter_by_customer_is_bound_to_the_book(self):
        euros = make_reward_wallet("20")
        make_reward_wallet("7")
        query = {"book": "rewards", "customer": euros.customer.email, "currency": "EUR", "least": "5"}
        page = client_of("Support").get(address("all_movements"), query).content.decode()
        assert "+€20.00" in page
        assert "+€7.00" not in page


class TestLedger:
    def test_an_entry_of_rewards_names_the_customer(self):
        euros = make_reward_wallet("20")
        page = (
            client_of("Support")
            .get(address("ledger_journalentry_change", JournalEntry.objects.get().pk))
            .content.decode()
        )
        assert address("customer_rewards", euros.customer_id) in page

    def test_entries_are_found_by_the_id_of_a_lot_hold_accrual_and_reward_wallet(self):
        euros, client = make_rows(1), client_of("Support")
        add_rewards(make_reward_wallet(), "5")
        lot, hold = CreditLot.objects.earliest("pk"), RewardHold.objects.get()
        expected = {
            lot.pk: lot.entry_id,
            hold.pk: hold.placed_entry_id,
            Accrual.objects.get().pk: Accrual.objects.get().matured_entry_id,
            euros.pk: lot.entry_id,
        }
        for term, entry_id in expected.items():
            page = client.get(address("ledger_journalentry_changelist"), {"q": term}).content.decode()
            assert address("ledger_journalentry_change", entry_id) in page

    def test_accounts_are_found_by_the_customers_address(self):
        euros = make_reward_wallet("20")
        query = {"q": euros.customer.email}
        page = client_of("Support").get(address("ledger_ledgeraccount_changelist"), query).content.decode()
        for code in ("reward_available", "reward_held", "reward_pending"):
            assert f">{code}<" in page
