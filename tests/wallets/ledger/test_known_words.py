"""The closed lists of Python and of the database are the same."""

from __future__ import annotations

import re

import moneyed
import pytest
from django.conf import settings
from django.db import IntegrityError, transaction

from tests.support.ledger import fetch
from wallets.ledger import chart
from wallets.ledger.apps import open_system_accounts
from wallets.ledger.enums import AccountType, EntryKind, NormalSide
from wallets.ledger.models import Checkpoint, Horizon, JournalEntry, LedgerAccount, Posting, Seal

pytestmark = pytest.mark.django_db


def words_of(constraint: str) -> set[str]:
    [(definition,)] = fetch(
        "SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conname = %s", constraint
    )
    return set(re.findall(r"'(\w+)'", definition))


@pytest.mark.parametrize(
    ("constraint", "words"),
    [
        ("entry_kind_is_known", EntryKind.values),
        ("account_type_is_known", AccountType.values),
        ("account_code_is_in_the_chart", chart.BY_CODE),
    ],
)
def test_python_and_the_database_know_the_same_words(constraint, words):
    assert words_of(constraint) == set(words)


def test_each_account_of_the_chart_has_its_own_number_and_code():
    assert len({account.number for account in chart.CHART}) == len(chart.BY_CODE) == len(chart.CHART)


def test_every_currency_of_the_settings_has_the_stores_accounts():
    for currency in (*settings.CURRENCIES, "PTS"):
        rows = LedgerAccount.objects.filter(currency=currency, guarded=False).values_list(
            "pk", "code", "type"
        )
        assert set(rows) == {
            (chart.system_account(account, currency), account.code, account.type)
            for account in chart.CHART
            if not account.guarded
        }


def test_opening_the_stores_accounts_again_changes_nothing():
    before = list(LedgerAccount.objects.order_by("pk").values())
    open_system_accounts()
    assert list(LedgerAccount.objects.order_by("pk").values()) == before


def test_system_accounts_stay_below_the_ids_of_customers():
    highest = max(account.number for account in chart.CHART) * 1000 + 999
    assert highest < 1_000_000
    assert chart.system_account(chart.SALES, "EUR") == 401_978


def test_no_two_currencies_in_use_have_one_number():
    numbers = [chart.currency_number(currency) for currency in (*settings.CURRENCIES, "PTS")]
    assert len(set(numbers)) == len(numbers)
    assert chart.currency_number("PTS") == 0
    assert moneyed.get_currency("PTS").sub_unit == 1


def test_a_customers_account_has_no_fixed_id():
    with pytest.raises(ValueError, match="customer_available"):
        chart.system_account(chart.CUSTOMER_AVAILABLE, "EUR")


def test_a_second_system_account_of_one_kind_is_refused():
    with pytest.raises(IntegrityError, match="system_account_is_unique_per_currency"), transaction.atomic():
        LedgerAccount.objects.create(id=999, code="sales", currency="EUR", type="income", guarded=False)


@pytest.mark.parametrize(
    ("changes", "constraint"),
    [
        ({"currency": "eur"}, "account_currency_is_three_letters"),
        ({"code": "petty_cash"}, "account_code_is_in_the_chart"),
        ({"type": "debt"}, "account_type_is_known"),
        ({"balance": None}, "guarded_account_has_a_balance"),
    ],
)
def test_an_account_that_is_none_is_refused(changes, constraint):
    given = {"code": "customer_held", "currency": "EUR", "type": "liability", "guarded": True, "balance": 0}
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        LedgerAccount.objects.create(**given | changes)


@pytest.mark.parametrize("account", chart.CHART, ids=lambda account: account.code)
def test_assets_and_expenses_are_debit_accounts(account):
    debit = account.type in {"asset", "expense"}
    assert account.normal_side == (NormalSide.DEBIT if debit else NormalSide.CREDIT)
    assert LedgerAccount(code=account.code).normal_side == account.normal_side


def test_rows_say_what_they_are():
    assert str(LedgerAccount(pk=7, code="sales", currency="EUR")) == "sales EUR #7"
    assert str(JournalEntry(pk=8, kind=EntryKind.TOP_UP)) == "Top-up #8"
    assert str(Posting(account_id=7, currency="EUR", amount=-150)).endswith("on #7")
    assert str(Seal(pk=2, digest=b"\x0f")) == "2:0f"
    assert str(Checkpoint(account_id=7, at="noon")) == "#7 at noon"
    assert str(Horizon(at="noon")) == "noon"


def test_amounts_of_rows_are_money():
    posting = Posting(currency="KWD", amount=-1500, balance_after=2500)
    assert (str(posting.money.amount), str(posting.money_after.amount)) == ("-1.500", "2.500")
    assert Posting(currency="EUR", amount=5).money_after is None
    assert LedgerAccount(balance=150, currency="JPY").money.amount == 150


def test_a_system_account_shows_no_balance():
    with pytest.raises(ValueError, match="balance_at"):
        _ = LedgerAccount(balance=None, currency="EUR").money
