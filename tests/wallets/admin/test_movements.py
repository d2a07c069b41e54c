"""All movements: filters, totals, pages by key, CSV."""

from __future__ import annotations

import csv
import re
from datetime import timedelta
from io import StringIO
from urllib.parse import urlencode

import pytest
from django.utils import timezone
from djmoney.money import Money

from tests.factories.wallets import credit, make_user, make_wallet
from tests.support.staff import address, client_of, counts_of_rows
from wallets.admin.all_movements import MovementFilters, movement_page, movement_totals, read_key
from wallets.services import adjust_wallet, place_hold

pytestmark = pytest.mark.django_db


@pytest.fixture
def client():
    return client_of("Support")


def listed(client, **filters):
    answer = client.get(f"{address('all_movements')}?{urlencode(filters)}")
    assert answer.status_code == 200
    return answer.content.decode()


def entries(page):
    return [int(number) for number in re.findall(r">#(\d+)</a>", page)]


def today(**shift):
    return (timezone.localdate() + timedelta(**shift)).isoformat()


def test_movements_of_all_customers_newest_first(client):
    first, second = make_wallet("50"), make_wallet("700", "JPY")
    place_hold(wallet_id=first.pk, amount=Money("5", "EUR"), key="h", reference="1000042")
    page = listed(client)
    assert entries(page) == sorted(entries(page), reverse=True)
    assert len(entries(page)) == 3
    for words in (first.customer.email, second.customer.email, "Held for order #1000042", "+¥700"):
        assert words in page


@pytest.mark.parametrize(
    ("filters", "count"),
    [
        ({"currency": "JPY"}, 1),
        ({"kind": "hold_placed"}, 1),
        ({"customer": "ANNA"}, 2),
        ({"customer": "Kowalska"}, 2),
        ({"customer": "C-7"}, 2),
        ({"customer": "nobody"}, 0),
        ({"first": today()}, 4),
        ({"first": today(days=1)}, 0),
        ({"last": today(days=-1)}, 0),
        ({"currency": "EUR", "least": "5.01"}, 2),
        ({"currency": "EUR", "most": "5"}, 1),
        ({"currency": "EUR", "least": "50", "most": "50"}, 1),
        ({"customer": "anna", "kind": "hold_placed", "currency": "EUR"}, 1),
    ],
)
def test_filters(client, filters, count):
    wallet = make_wallet(
        "50", customer=make_user(email="anna@example.com", name="Anna Kowalska", reference="C-7")
    )
    place_hold(wallet_id=wallet.pk, amount=Money("5", "EUR"), key="h")
    make_wallet("20")
    make_wallet("700", "JPY")
    assert len(entries(listed(client, **filters))) == count


@pytest.mark.parametrize(
    ("filters", "words"),
    [
        ({"least": "5"}, "Choose a currency first."),
        ({"currency": "EUR", "least": "1e3"}, "in digits"),
        ({"currency": "EUR", "most": "1.005"}, "at most 2 decimals"),
        ({"first": "yesterday"}, "valid date"),
        ({"first": "2026-02-02", "last": "2026-02-01"}, "before the first"),
        ({"last": "9999-12-31"}, "after the year 2000"),
        ({"first": "0001-01-01"}, "after the year 2000"),
        ({"currency": "CHF"}, "valid choice"),
        ({"kind": "theft"}, "valid choice"),
        ({"customer": "nul\0"}, "Null characters"),
    ],
)
def test_a_filter_that_makes_no_sense_is_answered_in_words(client, filters, words):
    make_wallet("50")
    assert words in listed(client, **filters)


@pytest.mark.parametrize("place", ["x", "1", "1-", "-1-1", "9" * 30 + "-1", "1-1;drop", "１-１"])
def test_a_place_that_nobody_gave_is_the_first_page(client, place):
    make_wallet("50")
    assert len(entries(listed(client, before=place))) == 1


def test_pages_by_key_meet_exactly_and_lead_back():
    wallet = make_wallet()
    for number in range(7):
        credit(wallet, str(number + 1))
    newest = movement_page(MovementFilters(), size=3)
    middle = movement_page(MovementFilters(), before=read_key(newest.older), size=3)
    oldest = movement_page(MovementFilters(), before=read_key(middle.older), size=3)
    amounts = [[row.movement.amount.amount for row in page.rows] for page in (newest, middle, oldest)]
    assert amounts == [[7, 6, 5], [4, 3, 2], [1]]
    assert (newest.newer, oldest.older) == ("", "")
    back = movement_page(MovementFilters(), after=read_key(oldest.newer), size=3)
    assert [row.movement.amount.amount for row in back.rows] == [4, 3, 2]
    assert movement_page(MovementFilters(), after=read_key(back.newer), size=3).newer == ""


def test_totals_per_currency_never_add_currencies_together(client):
    wallet = make_wallet("50")
    make_wallet("700", "JPY")
    place_hold(wallet_id=wallet.pk, amount=Money("5", "EUR"), key="h")
    day = timezone.localdate()
    euro, yen = movement_totals(MovementFilters(first=day, last=day))
    assert (euro.credits, euro.debits, euro.net) == (
        Money("50", "EUR"),
        Money("-5", "EUR"),
        Money("45", "EUR"),
    )
    assert (yen.credits, yen.debits, yen.net) == (Money("700", "JPY"), Money("0", "JPY"), Money("700", "JPY"))
    page = listed(client, first=today(), last=today())
    assert "+€45.00" in page
    assert "+¥700" in page


@pytest.mark.parametrize("filters", [{}, {"first": today()}, {"first": today(days=-92), "last": today()}])
def test_totals_of_too_much_are_not_shown_and_the_page_says_why(client, filters):
    make_wallet("50")
    assert "Totals are shown for a first and a last day, 92 days apart at most." in listed(client, **filters)


def test_totals_without_a_span_are_a_bug():
    with pytest.raises(ValueError, match="first and a last day"):
        movement_totals(MovementFilters())


def exported(client, **filters):
    answer = client.get(f"{address('export_movements')}?{urlencode(filters)}")
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert "attachment" in answer["Content-Disposition"]
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(StringIO(text)))


def test_the_csv_has_every_movement_that_matches(client):
    wallet = make_wallet("50")
    make_wallet("700", "JPY")
    place_hold(wallet_id=wallet.pk, amount=Money("5", "EUR"), key="h", reference="1000042")
    rows = exported(client, currency="EUR")
    assert [(row["amount"], row["available_after"], row["currency"]) for row in rows] == [
        ("-5.00", "45.00", "EUR"),
        ("50.00", "50.00", "EUR"),
    ]
    assert rows[0]["reference"] == "1000042"
    assert rows[0]["customer"] == wallet.customer.email


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t=", " ="])
def test_no_cell_of_the_csv_is_run_as_a_formula(client, start):
    evil = f"{start}HYPERLINK(1)"
    wallet = make_wallet(customer=make_user(reference=evil, email=f"{start.strip()}x@example.com"))
    adjust_wallet(
        wallet_id=wallet.pk,
        direction="credit",
        amount=Money("5", "EUR"),
        reason="goodwill",
        key="k",
        actor_id=None,
        customer_note=evil,
        reference=evil,
    )
    (row,) = exported(client)
    for name in ("customer", "customer_reference", "note", "reference"):
        assert row[name].strip()[0] not in "=+-@\t"


def test_the_csv_of_filters_with_a_mistake_leads_back_to_them(client):
    answer = client.get(f"{address('export_movements')}?least=5", follow=True)
    assert "need a correction" in answer.content.decode()


def test_the_list_costs_the_same_with_one_and_with_three_rows(client, django_assert_max_num_queries):
    make_wallet("50")
    listed(client)
    with django_assert_max_num_queries(40) as one:
        listed(client)
    make_wallet("50")
    make_wallet("700", "JPY")
    with django_assert_max_num_queries(40) as three:
        listed(client)
    assert len(one) == len(three)
    assert not counts_of_rows(three)
