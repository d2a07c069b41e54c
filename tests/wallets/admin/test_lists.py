"""Wallets, holds, top-ups and the rest as lists to read; limits that are checked in words."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.utils import timezone
from djmoney.money import Money

from tests.factories.wallets import balances, make_wallet
from tests.support.staff import address, client_of, counts_of_rows
from tests.wallets.admin.test_customer_tab import make_top_up
from wallets.enums import TopUpStatus
from wallets.limits import staff_limits_for
from wallets.models import (
    AdjustmentPolicy,
    GatewayEventRecord,
    SavedCard,
    TopUp,
    TopUpPolicy,
    TopUpReturn,
)
from wallets.services import place_hold

pytestmark = pytest.mark.django_db


def make_rows(number):
    """One more row in every list."""
    wallet = make_wallet("50")
    place_hold(wallet_id=wallet.pk, amount=Money("5", "EUR"), key=f"h{number}", reference="1000042")
    top_up = make_top_up(wallet)
    TopUpReturn.objects.create(
        wallet=wallet,
        top_up=top_up,
        kind="dispute",
        status="taken",
        gateway_id=f"dp_{number}",
        taken=Money("1", "EUR"),
        shortfall=Money("2", "EUR"),
    )
    SavedCard.objects.create(
        customer=wallet.customer,
        payment_method=f"pm_{number}",
        brand="visa",
        last4="4242",
        exp_month=1,
        exp_year=2031,
    )
    GatewayEventRecord.objects.create(
        event_id=f"evt_{number}", type="charge.failed", kind="ignored", created_at=timezone.now()
    )
    return wallet


LISTS = (
    "accounts_user",
    "wallets_adjustment",
    "wallets_gatewayeventrecord",
    "wallets_hold",
    "wallets_savedcard",
    "wallets_topup",
    "wallets_topupreturn",
    "wallets_wallet",
)


@pytest.mark.parametrize("name", LISTS)
def test_lists_cost_the_same_with_one_and_with_three_rows_and_count_nothing(
    name, django_assert_max_num_queries
):
    client = client_of("Support")
    make_rows(1)
    client.get(address(f"{name}_changelist"))
    with django_assert_max_num_queries(40) as one:
        assert client.get(address(f"{name}_changelist")).status_code == 200
    make_rows(2)
    make_rows(3)
    with django_assert_max_num_queries(40) as three:
        client.get(address(f"{name}_changelist"))
    assert len(one) == len(three)
    assert not counts_of_rows(three)


@pytest.mark.parametrize("name", LISTS[1:])
def test_every_row_has_a_page_and_nobody_changes_it(name):
    make_rows(1)
    client = client_of("Superuser")
    row = client.get(address(f"{name}_changelist")).context["cl"].result_list[0]
    url = address(f"{name}_change", row.pk)
    assert client.get(url).status_code == 200
    before = type(row).objects.values().get(pk=row.pk)
    assert client.post(url, {"status": "closed", "amount_0": "999", "_save": "1"}).status_code == 403
    assert client.post(address(f"{name}_delete", row.pk), {"post": "yes"}).status_code == 403
    assert client.post(address(f"{name}_add"), {}).status_code == 403
    assert type(row).objects.values().get(pk=row.pk) == before


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize("term", ["zzz", "9" * 40, "%_", "'", "00000000-0000-0000-0000-000000000000"])
def test_a_search_for_nothing_finds_nothing(name, term):
    make_rows(1)
    answer = client_of("Support").get(address(f"{name}_changelist"), {"q": term})
    assert list(answer.context["cl"].result_list) == []


def test_rows_are_found_by_customer_and_by_id():
    wallet = make_rows(1)
    make_rows(2)
    client = client_of("Support")
    for name, term in [
        ("wallets_wallet", str(wallet.pk)),
        ("wallets_wallet", wallet.customer.email),
        ("wallets_wallet", str(wallet.available_account_id)),
        ("wallets_hold", str(wallet.holds.get().pk)),
        ("wallets_hold", "h1"),
        ("wallets_topup", str(wallet.top_ups.get().pk)),
        ("wallets_adjustment", wallet.customer.email),
        ("wallets_topupreturn", "dp_1"),
        ("wallets_gatewayeventrecord", "evt_1"),
        ("accounts_user", wallet.customer.email),
        ("accounts_user", f"#{wallet.customer_id}"),
    ]:
        answer = client.get(address(f"{name}_changelist"), {"q": term})
        assert len(answer.context["cl"].result_list) == 1, (name, term)


def test_lists_filter_by_currency_and_status():
    make_rows(1)
    make_wallet("700", "JPY")
    client = client_of("Support")
    for name, query, count in [
        ("wallets_wallet", "currency=JPY", 1),
        ("wallets_wallet", "status__exact=frozen", 0),
        ("wallets_hold", "currency=JPY", 0),
        ("wallets_topup", "status__exact=quarantined", 0),
        ("wallets_topupreturn", "currency=EUR", 1),
    ]:
        answer = client.get(f"{address(f'{name}_changelist')}?{query}")
        assert len(answer.context["cl"].result_list) == count, (name, query)


class TestQuarantine:
    @pytest.fixture
    def top_up(self):
        wallet = make_wallet("50")
        captured = Money("30", "EUR")
        return make_top_up(
            wallet,
            TopUpStatus.QUARANTINED,
            captured=captured,
            failure="Another <b>amount",
            gateway_payment="pi_1",
        )

    @pytest.mark.parametrize(
        ("action", "status", "available"),
        [("credit_captured", "succeeded", "80.00"), ("mark_given_back", "canceled", "50.00")],
    )
    def test_finance_decides_with_a_reason_and_once(self, top_up, action, status, available):
        client, url = client_of("Finance"), address(f"wallets_topup_{action}", top_up.pk)
        page = client.get(url).content.decode()
        assert "€30.00" in page
        assert "Another &lt;b&gt;amount" in page
        assert TopUp.objects.get().status == "quarantined"
        for _ in range(2):
            client.post(url, {"reason": "looked it up"})
        assert TopUp.objects.get().status == status
        assert balances(top_up.wallet) == (available, "0.00")
        assert "looked it up" in LogEntry.objects.first().change_message

    @pytest.mark.parametrize("role", ["", "Support", "Operations"])
    @pytest.mark.parametrize("action", ["credit_captured", "mark_given_back"])
    def test_others_do_not(self, top_up, role, action):
        client, url = client_of(role), address(f"wallets_topup_{action}", top_up.pk)
        assert client.get(url).status_code == 403
        assert client.post(url, {"reason": "please"}).status_code == 403
        assert TopUp.objects.get().status == "quarantined"

    def test_without_a_reason_nothing_is_decided(self, top_up):
        url = address("wallets_topup_credit_captured", top_up.pk)
        assert client_of("Finance").post(url, {"reason": ""}).status_code == 200
        assert TopUp.objects.get().status == "quarantined"

    def test_a_top_up_that_waits_for_the_bank_is_not_decided_here(self):
        top_up, client = make_top_up(make_wallet("50")), client_of("Finance")
        url = address("wallets_topup_credit_captured", top_up.pk)
        assert url not in client.get(address("wallets_topup_change", top_up.pk)).content.decode()
        answer = client.post(url, {"reason": "please"}, follow=True)
        assert "not waiting for a decision" in answer.content.decode()
        assert TopUp.objects.get().status == "processing"

    def test_an_id_that_is_none(self):
        assert client_of("Finance").get("/admin/wallets/topup/abc/credit/").status_code == 404
        assert client_of("Finance").get("/admin/wallets/topup/abc/change/").status_code == 302


class TestLimits:
    good = {
        "currency": "EUR",
        "presets": "10, 25,50",
        "minimum": "5",
        "maximum": "200",
        "maximum_balance": "500",
        "daily_limit": "300",
    }

    def test_good_limits_are_kept(self):
        client_of("Finance").post(address("wallets_topuppolicy_add"), self.good)
        assert TopUpPolicy.objects.get().presets == "10, 25,50"

    @pytest.mark.parametrize(
        ("field", "value", "words"),
        [
            ("presets", "ten", "Write amounts"),
            ("presets", "10,,20", "Write amounts"),
            ("presets", "10.001", "at most 2 decimals"),
            ("presets", "1", "outside of"),
            ("presets", "201", "outside of"),
            ("minimum", "0", "more than zero"),
            ("minimum", "-1", "below zero"),
            ("minimum", "5.001", "at most 2 decimals"),
            ("maximum", "4", "below the smallest"),
            ("maximum_balance", "199", "below the largest top-up"),
            ("daily_limit", "4", "nobody can top up"),
            ("maximum", "NaN", "Enter a number"),
            ("currency", "CHF", "valid choice"),
        ],
    )
    def test_a_mistake_is_answered_in_words(self, field, value, words):
        answer = client_of("Finance").post(address("wallets_topuppolicy_add"), {**self.good, field: value})
        assert words in answer.content.decode()
        assert not TopUpPolicy.objects.exists()

    def test_yen_have_no_decimals(self):
        data = {"currency": "JPY", "operations_each": "10.5", "per_admin_and_day": "1000"}
        answer = client_of("Finance").post(address("wallets_adjustmentpolicy_add"), data)
        assert "at most 0 decimals" in answer.content.decode()
        assert not AdjustmentPolicy.objects.exists()

    def test_limits_for_staff_may_be_left_empty_and_hold_from_now_on(self):
        client = client_of("Finance")
        client.post(address("wallets_adjustmentpolicy_add"), {"currency": "EUR"})
        policy = AdjustmentPolicy.objects.get()
        limits = (policy.operations_each, policy.finance_each, policy.per_admin_and_day)
        assert (limits, policy.decide_within_days) == ((None, None, None), 14)
        assert policy.created_by_id == int(client.session["_auth_user_id"])

    def test_a_limit_that_holds_is_only_read_and_the_next_one_stands_beside_it(self):
        client, held = client_of("Finance"), AdjustmentPolicy.objects.create(currency="EUR")
        change = address("wallets_adjustmentpolicy_change", held.pk)
        assert client.get(change).status_code == 200
        assert client.post(change, {"currency": "EUR", "operations_each": "7"}).status_code == 403
        client.post(address("wallets_adjustmentpolicy_add"), {"currency": "EUR", "operations_each": "7"})
        assert str(staff_limits_for("EUR").operations_each) == "7.000"
        assert AdjustmentPolicy.objects.count() == 2

    def test_a_limit_that_is_still_to_come_does_not_hold_and_can_be_changed(self):
        client, tomorrow = client_of("Finance"), timezone.now() + timedelta(days=1)
        day = {"starts_at_0": f"{tomorrow:%Y-%m-%d}", "starts_at_1": "12:00:00"}
        add = address("wallets_adjustmentpolicy_add")
        client.post(add, {"currency": "EUR", "operations_each": "7", **day})
        ahead = AdjustmentPolicy.objects.get()
        assert str(staff_limits_for("EUR").operations_each) == "100"
        client.post(
            address("wallets_adjustmentpolicy_change", ahead.pk),
            {"currency": "EUR", "operations_each": "8", **day},
        )
        ahead.refresh_from_db()
        assert str(ahead.operations_each) == "8.000"

    @pytest.mark.parametrize(
        ("field", "value", "words"),
        [
            ("finance_each", "-1", "below zero"),
            ("decide_within_days", "0", "a day at least"),
            ("starts_at_0", "2020-01-01", "moment that is past"),
        ],
    )
    def test_limits_for_staff_that_make_no_sense_are_refused_in_words(self, field, value, words):
        data = {"currency": "EUR", "starts_at_1": "12:00:00" if "starts" in field else "", field: value}
        answer = client_of("Finance").post(address("wallets_adjustmentpolicy_add"), data)
        assert words in answer.content.decode()
        assert not AdjustmentPolicy.objects.exists()
