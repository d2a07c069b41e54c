"""Any balance at any past instant, and time that never runs backward."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.support.ledger import clearing, entry, fetch, money, open_account, post, post_many, sales
from wallets.ledger import queries, seals
from wallets.ledger.enums import AccountType
from wallets.ledger.models import LedgerAccount, Posting

MOMENT = timedelta(microseconds=1)


def history(account: int) -> list:
    """The instants of an account's postings, each some time after the one before."""
    return list(Posting.objects.filter(account_id=account).order_by("id").values_list("posted_at", flat=True))


def balance(account: int, at) -> int:
    return int(queries.balance_at(account_id=account, at=at).amount * 100)


@pytest.mark.django_db
class TestBalanceAt:
    @pytest.fixture(params=["guarded", "system"])
    def moved(self, request) -> tuple[int, list, int]:
        """An account of each kind after three postings of 10, 20 and -5."""
        customer = open_account()
        for number, minor in enumerate([1000, 2000, -500]):
            post(f"e{number}", {customer: minor, clearing(): -minor})
        account, sign = (customer, 1) if request.param == "guarded" else (clearing(), -1)
        return account, history(account), sign

    def test_before_the_first_posting_it_is_zero(self, moved):
        account, instants, _ = moved
        assert balance(account, instants[0] - MOMENT) == 0

    def test_the_instant_itself_counts(self, moved):
        account, instants, sign = moved
        assert [balance(account, at) * sign for at in instants] == [1000, 3000, 2500]

    def test_between_two_postings_it_is_that_after_the_earlier(self, moved):
        account, instants, sign = moved
        assert [balance(account, at - MOMENT) * sign for at in instants] == [0, 1000, 3000]

    def test_in_the_future_it_is_todays(self, moved):
        account, instants, sign = moved
        assert balance(account, instants[-1] + timedelta(days=365)) * sign == 2500

    def test_a_roll_up_changes_no_answer(self, moved):
        account, instants, _ = moved
        asked = [instant + shift for instant in instants for shift in (-MOMENT, timedelta(), MOMENT)]
        before = [balance(account, at) for at in asked]
        seals.roll_up_now()
        assert [balance(account, at) for at in asked] == before

    def test_in_a_batch_the_last_posting_of_the_instant_counts(self, moved):
        account = open_account()
        post_many(*(entry(f"b{n}", {account: 1, clearing(): -1}) for n in range(5)))
        [instant] = set(history(account))
        assert (balance(account, instant - MOMENT), balance(account, instant)) == (0, 5)


@pytest.mark.django_db
def test_the_trial_balance_sums_to_zero_in_each_currency_now_and_then():
    euro, yen = open_account("EUR", minor=1000), open_account("JPY", minor=700)
    then = history(yen)[-1]
    post("spend", {euro: -400, sales(): 400})
    for at in (None, then, timezone.now() + timedelta(days=1)):
        totals = queries.trial_balance(at=at)
        for currency in ("EUR", "JPY"):
            assert sum(t.balance.amount for t in totals if str(t.balance.currency) == currency) == 0


@pytest.mark.django_db
def test_liability_is_what_the_store_owes_per_currency_now_and_then():
    euro, second = open_account("EUR", minor=1000), open_account("EUR", minor=300)
    open_account("KWD", minor=1234)
    then = history(second)[-1]
    post("spend", {euro: -400, sales(): 400})
    owed = {(total.code, total.balance, total.accounts) for total in queries.liability()}
    assert owed == {
        ("customer_available", money("9.00"), 2),
        ("customer_available", money("1.234", "KWD"), 1),
    }
    assert queries.liability(at=then)[0].balance == money("13.00")
    assert queries.liability()[0].type == AccountType.LIABILITY


@pytest.mark.django_db
class TestTimeNeverRunsBackward:
    def clock_jumps_back_after(self, account: int) -> None:
        """One posting an hour ahead of the clock, which is what a clock that was set back leaves behind."""
        fetch("INSERT INTO ledger_horizon (at) VALUES (now() + interval '1 hour')")
        post("ahead", {account: 1000, clearing(): -1000})
        fetch("DELETE FROM ledger_horizon")

    def test_an_accounts_postings_keep_their_order(self):
        account = open_account(minor=100)
        self.clock_jumps_back_after(account)
        ahead = LedgerAccount.objects.get(pk=account).last_posted_at
        assert ahead > timezone.now() + timedelta(minutes=59)
        posted = post("later", {account: -100, sales(): 100})
        assert posted.posted_at >= ahead
        assert list(
            Posting.objects.filter(account_id=account)
            .order_by("posted_at", "id")
            .values_list("balance_after", flat=True)
        ) == [100, 1100, 1000]

    def test_in_a_batch_too(self):
        account = open_account(minor=100)
        self.clock_jumps_back_after(account)
        ahead = LedgerAccount.objects.get(pk=account).last_posted_at
        post_many(*(entry(f"b{n}", {account: -1, sales(): 1}) for n in range(2)))
        assert balance(account, ahead + timedelta(seconds=1)) == 1098
        assert LedgerAccount.objects.get(pk=account).last_posted_at >= ahead

    @pytest.mark.parametrize("batch", [False, True], ids=["single", "batch"])
    def test_no_posting_is_dated_at_or_before_the_horizon(self, batch):
        fetch("INSERT INTO ledger_horizon (at) VALUES (now() + interval '1 hour')")
        [(horizon,)] = fetch("SELECT at FROM ledger_horizon")
        entries = [entry(f"b{n}", {sales(): 1, clearing(): -1}) for n in range(2 if batch else 1)]
        post_many(*entries)
        assert {at > horizon for at in history(sales())} == {True}


@pytest.mark.django_db
def test_a_page_of_history_goes_by_key_in_both_directions():
    account = open_account()
    for number in range(7):
        post(f"e{number}", {account: 1, clearing(): -1})
    first = list(queries.postings_page(account)[:3])
    cursor = queries.Cursor(first[-1].posted_at, first[-1].pk)
    second = list(queries.postings_page(account, before=cursor)[:3])
    assert [posting.balance_after for posting in first + second] == [7, 6, 5, 4, 3, 2]
    back = queries.postings_page(account, after=queries.Cursor(second[0].posted_at, second[0].pk))[:3]
    assert [posting.pk for posting in back] == [posting.pk for posting in reversed(first)]
    assert [posting.entry.idempotency_key for posting in first] == ["e6", "e5", "e4"]


@pytest.mark.django_db
def test_a_page_of_one_instant_goes_on_where_it_stopped():
    account = open_account()
    post_many(*(entry(f"b{n}", {account: 1, clearing(): -1}) for n in range(5)))
    first = list(queries.postings_page(account)[:2])
    rest = queries.postings_page(account, before=queries.Cursor(first[-1].posted_at, first[-1].pk))
    assert [posting.balance_after for posting in rest] == [3, 2, 1]
