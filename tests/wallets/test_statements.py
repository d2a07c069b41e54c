from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from djmoney.money import Money

from tests.factories.wallets import credit, make_user, make_wallet
from wallet_project.core.exceptions import NotFound
from wallets import statements
from wallets.enums import AdjustmentDirection, AdjustmentReason
from wallets.services import adjust_wallet, capture_hold, credit_rescued_payment, place_hold, void_hold
from wallets.statements import StatementFilters, read_cursor, statement_page, statement_rows
from wallets.words import KINDS_OF

pytestmark = pytest.mark.django_db


def page_of(wallet, **arguments):
    return statement_page(customer_id=wallet.customer_id, wallet_id=wallet.pk, **arguments)


def amounts(page):
    return [str(movement.amount.amount) for movement in page.movements]


def hold(wallet, amount, reference):
    return place_hold(wallet_id=wallet.pk, amount=Money(amount, "EUR"), key=uuid4().hex, reference=reference)


@pytest.fixture
def seven():
    """A wallet credited with 1 to 7, in this order."""
    wallet = make_wallet()
    for amount in range(1, 8):
        credit(wallet, f"{amount}.00")
    return wallet


def test_newest_first_with_the_running_balance(seven):
    page = page_of(seven)
    assert amounts(page) == ["7.00", "6.00", "5.00", "4.00", "3.00", "2.00", "1.00"]
    assert [movement.balance_after.amount for movement in page.movements] == [28, 21, 15, 10, 6, 3, 1]
    assert (page.newer, page.older) == ("", "")


def test_pages_by_key_there_and_back(seven):
    first = page_of(seven, size=3)
    second = page_of(seven, size=3, before=read_cursor(first.older))
    third = page_of(seven, size=3, before=read_cursor(second.older))
    assert [amounts(page) for page in (first, second, third)] == [
        ["7.00", "6.00", "5.00"],
        ["4.00", "3.00", "2.00"],
        ["1.00"],
    ]
    assert (first.newer, third.older) == ("", "")
    again = page_of(seven, size=3, after=read_cursor(third.newer))
    assert (again.movements, again.older) == (second.movements, second.older)
    assert page_of(seven, size=3, after=read_cursor(second.newer)) == first


def test_going_back_to_the_newest_page_fills_it(seven):
    old = page_of(seven, size=3, before=read_cursor(page_of(seven, size=3).older))
    credit(seven, "8.00")
    assert amounts(page_of(seven, size=5, after=read_cursor(old.newer))) == [
        "8.00",
        "7.00",
        "6.00",
        "5.00",
        "4.00",
    ]


def test_an_exactly_full_page_has_nothing_older(seven):
    assert page_of(seven, size=7).older == ""


@pytest.mark.parametrize("text", ["", "1", "-", "a-b", "1-2-3", "-1-2", "1" * 17 + "-1", "1-" + "9" * 19])
def test_a_cursor_that_we_did_not_write_is_none(text):
    assert read_cursor(text) is None


def test_the_largest_cursor_that_reads_is_harmless(seven):
    cursor = read_cursor("9" * 16 + "-" + "9" * 18)
    assert len(page_of(seven, before=cursor).movements) == 7


@pytest.mark.parametrize("rows", [1, 3])
def test_a_page_is_two_queries_however_long(rows, query_count):
    wallet = make_wallet()
    for number in range(rows):
        credit(wallet, "5.00")
        capture_hold(hold_id=hold(wallet, "1.00", f"100{number}").pk)
    with query_count(2):
        page = page_of(wallet)
        words = [(movement.title, movement.note, movement.reference) for movement in page.movements]
    assert len(words) == 2 * rows


def test_a_page_never_counts_and_never_skips_rows(seven):
    with CaptureQueriesContext(
        connection,
    ) as captured:
        page_of(seven, size=3, before=read_cursor(page_of(seven, size=3).older))
    sql = " ".join(query["sql"] for query in captured.captured_queries).upper()
    assert "COUNT(" not in sql
    assert "OFFSET" not in sql


def test_the_words_say_what_it_was():
    wallet = make_wallet("50.00")
    capture_hold(hold_id=hold(wallet, "10.00", "1001").pk)
    capture_hold(hold_id=hold(wallet, "10.00", "1002").pk, amount=Money("4.00", "EUR"))
    void_hold(hold_id=hold(wallet, "3.00", "1003").pk)
    hold(wallet, "2.00", "1004")
    credit_rescued_payment(
        customer_id=wallet.customer_id, amount=Money("9.90", "EUR"), key="k", order_reference="1005"
    )
    words = [(m.title, str(m.amount.amount)) for m in page_of(wallet).movements]
    assert words == [
        ("Your card payment for order #1005, kept for you", "9.90"),
        ("Held for order #1004", "-2.00"),
        ("No longer held for order #1003", "3.00"),
        ("Was held for order #1003", "-3.00"),
        ("Not needed for order #1002", "6.00"),
        ("Paid for order #1002", "-10.00"),
        ("Paid for order #1001", "-10.00"),
        ("Credited by the store", "50.00"),
    ]


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({"kinds": KINDS_OF["orders"]}, ["-10.00"]),
        ({"kinds": KINDS_OF["store"]}, ["-1.00", "50.00"]),
        ({"kinds": KINDS_OF["returned"]}, []),
        ({"reference": "1001"}, ["-10.00"]),
        ({"reference": "100"}, []),
        ({"kinds": KINDS_OF["store"], "reference": "1001"}, []),
    ],
)
def test_filters(filters, expected):
    wallet = make_wallet("50.00")
    capture_hold(hold_id=hold(wallet, "10.00", "1001").pk)
    adjust_wallet(
        wallet_id=wallet.pk,
        direction=AdjustmentDirection.DEBIT,
        amount=Money("1.00", "EUR"),
        reason=AdjustmentReason.CORRECTION,
        key="debit",
        actor_id=None,
    )
    page = page_of(wallet, filters=StatementFilters(**filters))
    assert amounts(page) == expected


def test_filters_hold_on_every_page(seven):
    hold(seven, "1.00", "1001")
    filters = StatementFilters(kinds=KINDS_OF["store"])
    first = page_of(seven, filters=filters, size=4)
    second = page_of(seven, filters=filters, size=4, before=read_cursor(first.older))
    assert amounts(first) + amounts(second) == [f"{amount}.00" for amount in range(7, 0, -1)]


def test_the_time_span_includes_its_begin_and_not_its_end(seven):
    times = [movement.posted_at for movement in reversed(page_of(seven).movements)]
    span = StatementFilters(since=times[2], until=times[4])
    assert amounts(page_of(seven, filters=span)) == ["4.00", "3.00"]
    tomorrow = StatementFilters(since=datetime.now(UTC) + timedelta(days=1))
    assert amounts(page_of(seven, filters=tomorrow)) == []


def test_another_customers_wallet_is_not_found(seven):
    stranger = make_user()
    with pytest.raises(NotFound):
        statement_page(customer_id=stranger.pk, wallet_id=seven.pk)
    with pytest.raises(NotFound):
        next(statement_rows(customer_id=stranger.pk, wallet_id=seven.pk))


def test_the_export_is_everything_once_and_in_chunks(seven, monkeypatch):
    monkeypatch.setattr(statements, "EXPORT_CHUNK", 3)
    chunks = list(statement_rows(customer_id=seven.customer_id, wallet_id=seven.pk))
    assert [len(chunk) for chunk in chunks] == [3, 3, 1]
    assert [str(m.amount.amount) for chunk in chunks for m in chunk] == [f"{n}.00" for n in range(7, 0, -1)]
