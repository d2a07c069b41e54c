"""An entry that is not double entry is refused, and nothing moves."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, transaction
from djmoney.money import Money

from tests.support.ledger import (
    clearing,
    entry,
    everything,
    fetch,
    money,
    open_account,
    post,
    post_many,
    sales,
)
from wallet_project.core.db import NotInTransaction
from wallet_project.core.exceptions import AmountOutOfRange, TooManyDecimals
from wallets.ledger import journal
from wallets.ledger.exceptions import MalformedEntry

pytestmark = pytest.mark.django_db


def refused(*entries: journal.Entry) -> str:
    """The rule by which the database refuses, after making sure that nothing moved."""
    before = everything()
    with pytest.raises(MalformedEntry) as refusal, transaction.atomic():
        journal.post_entries(entries)
    assert everything() == before
    assert str(refusal.value)
    return refusal.value.rule


def with_a_good_one(bad: journal.Entry) -> list[journal.Entry]:
    """The same entry in a batch, behind one that is fine."""
    return [entry("good", {sales(): 1, clearing(): -1}), bad]


@pytest.mark.parametrize("wrap", [lambda bad: [bad], with_a_good_one], ids=["single", "batch"])
class TestRefused:
    def test_amounts_that_do_not_sum_to_zero(self, wrap):
        bad = entry("e", {open_account(): 1000, clearing(): -999})
        assert refused(*wrap(bad)) == "entry_sums_to_zero_in_each_currency"

    def test_a_sum_of_zero_over_two_currencies(self, wrap):
        lines = [
            journal.Line(open_account("EUR"), money(10)),
            journal.Line(clearing("USD"), money(-10, "USD")),
        ]
        bad = entry("e", {}, lines=lines)
        assert refused(*wrap(bad)) == "entry_sums_to_zero_in_each_currency"

    def test_a_single_posting(self, wrap):
        assert refused(*wrap(entry("e", {clearing(): 1}))) == "entry_has_two_or_more_postings"

    def test_no_posting_at_all(self, wrap):
        assert refused(*wrap(entry("e", {}))) == "entry_has_two_or_more_postings"

    def test_the_same_account_twice(self, wrap):
        lines = [journal.Line(clearing(), money(10)), journal.Line(clearing(), money(-10))]
        assert refused(*wrap(entry("e", {}, lines=lines))) == "entry_names_accounts_in_order"

    def test_a_posting_of_nothing(self, wrap):
        bad = entry("e", {open_account(): 0, clearing(): -5, sales(): 5})
        assert refused(*wrap(bad)) == "posting_moves_something"

    def test_another_currency_than_the_accounts(self, wrap):
        bad = entry("e", {open_account("USD"): 500, clearing("EUR"): -500}, "EUR")
        assert refused(*wrap(bad)) == "posting_has_its_accounts_currency"

    def test_an_account_that_does_not_exist(self, wrap):
        bad = entry("e", {999_999_999: 500, clearing(): -500})
        assert refused(*wrap(bad)) == "posting_has_its_accounts_currency"

    def test_an_empty_key(self, wrap):
        assert refused(*wrap(entry("", {sales(): 5, clearing(): -5}))) == "entry_key_is_not_empty"


def test_an_unknown_kind_is_refused():
    from django.db.models import TextChoices

    class Kind(TextChoices):
        GIFT = "gift"

    assert refused(entry("e", {sales(): 5, clearing(): -5}, kind=Kind.GIFT)) == "entry_kind_is_known"


@pytest.mark.parametrize("amount", ["NaN", "Infinity", "-Infinity", "1e308", "10000000000000.01"])
def test_what_is_no_amount_never_reaches_the_database(amount):
    lines = [journal.Line(open_account(), money(amount)), journal.Line(clearing(), money(1))]
    with pytest.raises(AmountOutOfRange):
        journal.post_entry(entry("e", {}, lines=lines))


@pytest.mark.parametrize(
    ("amount", "currency"), [("0.001", "EUR"), ("0.5", "JPY"), ("0.0001", "KWD"), ("0.1", "PTS")]
)
def test_more_decimals_than_the_currency_has_are_refused_not_rounded(amount, currency):
    lines = [journal.Line(open_account(currency), Money(amount, currency))]
    with pytest.raises(TooManyDecimals):
        journal.post_entry(entry("e", {}, lines=lines))


@pytest.mark.django_db(transaction=True)
def test_posting_outside_a_transaction_is_a_bug():
    good = entry("e", {sales(): 5, clearing(): -5})
    with pytest.raises(NotInTransaction):
        journal.post_entry(good)
    with pytest.raises(NotInTransaction):
        journal.post_entries([good, good])


def test_no_entries_are_no_work():
    assert post_many() == []


def test_accounts_may_be_named_in_any_order():
    account = open_account()
    assert post("e", {clearing(): -500, account: 500}).balances == {account: 500}


def test_an_entry_may_hold_several_currencies_that_each_sum_to_zero():
    euro, points = open_account("EUR"), open_account("PTS", minor=250)
    lines = [
        journal.Line(euro, money("2.50")),
        journal.Line(clearing("EUR"), money("-2.50")),
        journal.Line(points, money(-250, "PTS")),
        journal.Line(clearing("PTS"), money(250, "PTS")),
    ]
    assert post("convert", {}, lines=lines).balances == {euro: 250, points: 0}


def test_texts_arrive_as_they_were_given_in_a_batch():
    texts = [
        "",
        "NULL",
        "null",
        'a "quoted" \\ word',
        "{a,b}",
        "é 店 🎁",
        "two\nlines",
        " spaces ",
        "it's",
        "%s",
    ]
    posted = post_many(
        *(
            entry(f"e{n}", {sales(): 1, clearing(): -1}, description=text, actor=text, reference=text)
            for n, text in enumerate(texts)
        )
    )
    rows = fetch("SELECT description, actor, reference FROM ledger_entry ORDER BY id")
    assert len(posted) == len(texts)
    assert rows == [(text, text, text) for text in texts]


@pytest.mark.parametrize("stray", [0, 3])
def test_a_posting_of_no_entry_is_refused_rather_than_dropped(stray):
    before = everything()
    with pytest.raises(DatabaseError, match="two or more complete postings"), transaction.atomic():
        fetch(
            "SELECT ledger_post_entries('{a,b}', '{top_up,top_up}', '{x,x}', '{x,x}', '{x,x}', %s::int[],"
            " %s::bigint[], '{EUR,EUR,EUR,EUR,EUR,EUR}', '{5,-5,5,-5,5,-5}')",
            sorted([1, 1, 2, 2, stray, stray]),
            [clearing(), sales()] * 3,
        )
    assert everything() == before
