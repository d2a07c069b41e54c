"""The ledger in the admin: read by all roles, written by none, found by any id, reversed by finance."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.db import transaction
from djmoney.money import Money

from tests.factories.wallets import balances, credit, make_wallet
from tests.support.staff import address, client_of, counts_of_rows
from wallet_project.core.ids import uuid7
from wallets.ledger.chart import GATEWAY_CLEARING, SALES, system_account
from wallets.ledger.enums import EntryKind
from wallets.ledger.journal import Entry, Line, post_entry
from wallets.ledger.models import JournalEntry, LedgerAccount
from wallets.ledger.seals import roll_up_now
from wallets.models import Adjustment
from wallets.services import capture_hold, credit_rescued_payment, pay_at_once, place_hold

pytestmark = pytest.mark.django_db
MODELS = ("ledger_journalentry", "ledger_ledgeraccount", "ledger_seal")


def found(client, term, name="ledger_journalentry"):
    answer = client.get(address(f"{name}_changelist"), {"q": term})
    assert answer.status_code == 200
    return [row.pk for row in answer.context["cl"].result_list]


def numbers():
    return list(JournalEntry.objects.order_by("-pk").values_list("pk", flat=True))


@pytest.mark.parametrize("role", ["Finance", "Superuser"])
@pytest.mark.parametrize("name", MODELS)
def test_nobody_adds_changes_or_deletes(role, name):
    make_wallet("50")
    client = client_of(role)
    row = JournalEntry.objects.get() if "entry" in name else LedgerAccount.objects.latest("pk")
    before = list(JournalEntry.objects.values()), list(LedgerAccount.objects.values())
    data = {"kind": "top_up", "balance": "999", "floor": "-999", "_save": "1", "post": "yes"}
    assert client.post(address(f"{name}_add"), data).status_code == 403
    assert client.get(address(f"{name}_add")).status_code == 403
    for page in ("change", "delete"):
        answer = client.post(address(f"{name}_{page}", row.pk), data)
        assert answer.status_code == 403 if name != "ledger_seal" else answer.status_code in {302, 403, 404}
    action = {"action": "delete_selected", "_selected_action": [row.pk], "post": "yes"}
    client.post(address(f"{name}_changelist"), action)
    assert (list(JournalEntry.objects.values()), list(LedgerAccount.objects.values())) == before


def test_an_entry_is_shown_with_its_postings_and_whose_they_are():
    wallet, client = make_wallet("50"), client_of("Support")
    page = client.get(address("ledger_journalentry_change", JournalEntry.objects.get().pk)).content.decode()
    for words in ("customer_available", "store_credit_granted", "€50.00", wallet.customer.email):
        assert words in page
    assert address("customer_wallet", wallet.customer_id) in page


def test_the_list_says_what_each_entry_moves_in_each_currency():
    wallet = make_wallet("1250.5")
    points, euros = (system_account(GATEWAY_CLEARING, currency) for currency in ("PTS", "EUR"))
    other_points, other_euros = (system_account(SALES, currency) for currency in ("PTS", "EUR"))
    lines = [
        *(Line(points, Money("-300", "PTS")), Line(other_points, Money("300", "PTS"))),
        *(Line(euros, Money("-5", "EUR")), Line(other_euros, Money("2", "EUR"))),
        Line(wallet.available_account_id, Money("3", "EUR")),
    ]
    with transaction.atomic():
        post_entry(Entry("both", EntryKind.ADJUSTMENT_CREDIT, lines))
    page = client_of("Support").get(address("ledger_journalentry_changelist")).content.decode()
    assert "€5.00, 300 points" in page
    assert "€1,250.50" in page


def test_points_are_shown_whole():
    account = system_account(GATEWAY_CLEARING, "PTS")
    page = client_of("Support").get(address("ledger_ledgeraccount_change", account)).content.decode()
    assert "0 points" in page
    assert "PTS0.00" not in page


def test_an_entry_is_found_by_whatever_one_has_in_hand():
    wallet = make_wallet()
    credit(wallet, "50", key="order-77")
    hold = place_hold(wallet_id=wallet.pk, amount=Money("8", "EUR"), key="payment:9", reference="1000042")
    capture_hold(hold_id=hold.pk)
    credit(make_wallet(), "1")
    client = client_of("Support")
    _other, captured, placed, credited = numbers()
    for term in (
        str(credited),
        f"#{credited}",
        "adjustment:order-77",
        "order-77",
        str(Adjustment.objects.first().pk),
    ):
        assert credited in found(client, term)
    for term in ("1000042", str(hold.pk), "1000042 "):
        assert found(client, term) == [captured, placed]
    assert found(client, "payment:9") == [placed]
    assert found(client, str(wallet.pk)) == [captured, placed, credited]
    assert found(client, str(wallet.available_account_id)) == [placed, credited]
    assert found(client, str(wallet.held_account_id)) == [captured, placed]


def test_an_order_paid_at_once_is_found_by_its_tender():
    wallet, client, tender = make_wallet("50"), client_of("Support"), str(uuid7())
    with transaction.atomic():
        amount, key = Money("20", "EUR"), f"tender:{tender}"
        paid = pay_at_once(wallet=wallet, amount=amount, key=key, reference="1000042").entry_id
    for term in (tender, key, f"order_paid:{key}", "1000042"):
        assert found(client, term) == [paid]


@pytest.mark.parametrize(
    "term", ["nothing", "1f0e4d5c-0000-7000-8000-00000000abcd", "9" * 18, "9" * 40, "%", "' OR 1=1", "１２"]
)
def test_a_term_that_means_nothing_finds_nothing(term):
    make_wallet("50")
    assert found(client_of("Support"), term) == []
    assert found(client_of("Support"), term, "ledger_ledgeraccount") == []
    assert found(client_of("Support"), term, "ledger_seal") == []


def test_accounts_are_found_by_customer_wallet_and_number():
    wallet, client = make_wallet("50"), client_of("Support")
    both = [wallet.available_account_id, wallet.held_account_id]
    for term in (wallet.customer.email, str(wallet.pk)):
        assert found(client, term, "ledger_ledgeraccount") == both
    assert found(client, str(both[1]), "ledger_ledgeraccount") == both[1:]


@pytest.mark.parametrize(
    "filters", ["kind__exact=top_up", "posted_at_to=2020-01-01", "posted_at_from=2999-01-01"]
)
def test_filters_of_entries_leave_out_the_others(filters):
    make_wallet("50")
    answer = client_of("Support").get(f"{address('ledger_journalentry_changelist')}?{filters}")
    assert list(answer.context["cl"].result_list) == []


def test_the_last_day_of_a_filter_is_included_as_a_whole(server_now):
    make_wallet("50")
    day = server_now().date().isoformat()
    url = f"{address('ledger_journalentry_changelist')}?posted_at_from={day}&posted_at_to={day}"
    assert len(client_of("Support").get(url).context["cl"].result_list) == 1


@pytest.mark.django_db(transaction=True)
def test_the_stores_accounts_show_roll_up_and_tail():
    wallet = make_wallet()
    credit_rescued_payment(
        customer_id=wallet.customer_id, amount=Money("10", "EUR"), key="a", order_reference="1000042"
    )
    roll_up_now()
    roll_up_now()
    credit_rescued_payment(
        customer_id=wallet.customer_id, amount=Money("5", "EUR"), key="b", order_reference="1000043"
    )
    client = client_of("Support")
    url = address("ledger_ledgeraccount_change", system_account(GATEWAY_CLEARING, "EUR"))
    assert "€15.00 debit" in client.get(url).content.decode()
    assert "€15.00 debit" in client.get(address("ledger_ledgeraccount_changelist")).content.decode()
    url = address("ledger_ledgeraccount_change", wallet.available_account_id)
    assert "€15.00 credit" in client.get(url).content.decode()


@pytest.mark.parametrize("name", MODELS)
def test_lists_cost_the_same_with_one_and_with_three_rows_and_count_nothing(
    name, django_assert_max_num_queries
):
    client = client_of("Support")
    make_wallet("50")
    client.get(address(f"{name}_changelist"))
    with django_assert_max_num_queries(40) as one:
        client.get(address(f"{name}_changelist"))
    make_wallet("50")
    make_wallet("700", "JPY")
    with django_assert_max_num_queries(40) as three:
        client.get(address(f"{name}_changelist"))
    assert len(one) == len(three)
    assert not counts_of_rows(three)


def test_an_entry_costs_the_same_however_many_accounts_it_has(django_assert_max_num_queries):
    client, wallet = client_of("Support"), make_wallet("50")
    hold = place_hold(wallet_id=wallet.pk, amount=Money("8", "EUR"), key="h")
    capture_hold(hold_id=hold.pk, amount=Money("3", "EUR"))
    captured, placed, _credited = numbers()
    client.get(address("ledger_journalentry_change", placed))
    with django_assert_max_num_queries(40) as two:
        client.get(address("ledger_journalentry_change", placed))
    with django_assert_max_num_queries(40) as three:
        client.get(address("ledger_journalentry_change", captured))
    assert len(two) == len(three)


def test_a_page_far_behind_the_end_is_refused_instead_of_scanned():
    make_wallet("50")
    answer = client_of("Support").get(address("ledger_journalentry_changelist"), {"p": "900000"})
    assert answer.status_code == 302


class TestReverse:
    def reverse(self, client, entry, **changes):
        data = {"key": str(uuid4()), "reason": "typed twice", **changes}
        return client.post(address("ledger_journalentry_reverse_entry", entry.pk), data)

    def test_the_page_shows_the_negated_lines_and_moves_nothing(self):
        wallet, client = make_wallet("50"), client_of("Finance")
        entry = JournalEntry.objects.get()
        page = client.get(address("ledger_journalentry_reverse_entry", entry.pk)).content.decode()
        rows = page.split("Lines of the new entry")[1]
        customer = rows.split("customer_available")[1].split("</tr>")[0]
        assert 'data-label="Debit" class="sw-number">€50.00<' in customer
        assert balances(wallet) == ("50.00", "0.00")

    def test_it_takes_back_the_entry_and_says_who_and_why(self):
        wallet, client = make_wallet("50"), client_of("Finance")
        entry = JournalEntry.objects.get()
        answer = self.reverse(client, entry)
        made = Adjustment.objects.latest("pk")
        assert answer.url == address("ledger_journalentry_change", made.entry_id)
        assert (made.note, str(made.actor_id)) == ("typed twice", client.session["_auth_user_id"])
        assert made.entry.reverses_id == entry.pk
        assert balances(wallet) == ("0.00", "0.00")
        page = client.get(address("ledger_journalentry_change", entry.pk)).content.decode()
        assert f"#{made.entry_id}" in page

    def test_sending_it_twice_reverses_once(self):
        wallet, client, key = make_wallet("50"), client_of("Finance"), str(uuid4())
        entry = JournalEntry.objects.get()
        assert {self.reverse(client, entry, key=key).status_code for _ in range(2)} == {302}
        assert JournalEntry.objects.count() == 2
        assert balances(wallet) == ("0.00", "0.00")

    def test_without_a_reason_or_of_a_hold_nothing_is_reversed(self):
        wallet, client = make_wallet("50"), client_of("Finance")
        place_hold(wallet_id=wallet.pk, amount=Money("8", "EUR"), key="h")
        placed, credited = JournalEntry.objects.order_by("-pk")
        assert self.reverse(client, credited, reason=" ").status_code == 200
        assert "canceling its order" in self.reverse(client, placed).content.decode()
        page = client.get(address("ledger_journalentry_change", placed.pk)).content.decode()
        assert address("ledger_journalentry_reverse_entry", placed.pk) not in page
        assert JournalEntry.objects.count() == 2

    @pytest.mark.parametrize("number", ["0", "999999", "abc", "9" * 40])
    def test_an_entry_that_does_not_exist(self, number):
        url = f"/admin/ledger/journalentry/{number}/reverse/"
        assert client_of("Finance").get(url).status_code == 404
