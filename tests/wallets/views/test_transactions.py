import csv
from io import StringIO

import pytest
from django.db import transaction
from djmoney.money import Money

from tests.factories.wallets import credit, make_customer, make_user, make_wallet
from wallets.enums import AdjustmentDirection, AdjustmentReason
from wallets.services import adjust_wallet, capture_hold, pay_at_once, place_hold
from wallets.statements import PAGE_SIZE, statement_page

pytestmark = pytest.mark.django_db


def paid(wallet, amount, reference):
    hold = place_hold(
        wallet_id=wallet.pk, amount=Money(amount, "EUR"), key=f"hold {reference}", reference=reference
    )
    capture_hold(hold_id=hold.pk)


def note(wallet, text):
    adjust_wallet(
        wallet_id=wallet.pk,
        direction=AdjustmentDirection.CREDIT,
        amount=Money("5.00", "EUR"),
        reason=AdjustmentReason.GIFT,
        key=text,
        actor_id=None,
        customer_note=text,
    )


@pytest.fixture
def wallet():
    wallet = make_wallet("50.00", customer=make_user(time_zone="Europe/Sofia"))
    paid(wallet, "10.00", "1000041")
    paid(wallet, "4.00", "1000042")
    return wallet


@pytest.fixture
def client(as_customer, wallet):
    return as_customer(wallet.customer)


def statement(answer):
    """The page without its head, where the wallet block tells the last movement too."""
    return answer.content.decode().partition("<main")[2]


def page(client, query=""):
    answer = client.get(f"/wallet/transactions/{query}")
    assert answer.status_code == 200
    return statement(answer)


def test_every_line_says_what_it_was_and_links_to_the_order(client, settings):
    settings.WALLETS_REFERENCE_URL = "storefront:order"
    html = page(client)
    for words in ("Paid for order #1000042", "−€4.00", "€36.00", "Credited by the store", "+€50.00"):
        assert words in html
    assert 'href="/orders/1000042/"' in html


def test_an_order_paid_at_once_is_one_line_among_those_of_orders_and_links_to_it(client, wallet, settings):
    settings.WALLETS_REFERENCE_URL = "storefront:order"
    with transaction.atomic():
        pay_at_once(wallet=wallet, amount=Money("6.00", "EUR"), key="k", reference="1000043")
    html = page(client, "?kind=orders&search=1000043")
    assert html.count("Paid for order #1000043") == 1
    for words in ("−€6.00", "€30.00", 'href="/orders/1000043/"'):
        assert words in html
    assert "1000043" not in page(client, "?kind=store")


def test_without_a_shop_that_shows_orders_there_is_no_link(client, settings):
    settings.WALLETS_REFERENCE_URL = ""
    assert 'visually-hidden"> #1000042' not in page(client)


def test_search_by_order_number(client):
    html = page(client, "?search=%231000041")
    assert "Paid for order #1000041" in html
    assert "Paid for order #1000042" not in html


def test_filters_by_kind_and_day(client):
    assert "Paid for order" not in page(client, "?kind=store")
    assert "Paid for order" in page(client, "?kind=orders&since=2020-01-01&until=2099-12-31")
    assert "Nothing matches" in page(client, "?until=2020-01-01")


def test_a_new_customer_reads_that_nothing_happened_yet(as_customer):
    for customer in (make_customer(), make_user()):
        assert "No movements yet" in page(as_customer(customer))


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("?since=2026-02-31", "Enter a valid date."),
        ("?since=2026-03-02&until=2026-03-01", "The last day is before the first one."),
        ("?until=0001-01-01", "Choose a day between 2000 and 2100."),
        ("?kind=nonsense", "is not one of the available choices."),
    ],
)
@pytest.mark.parametrize("path", ["", "export/"])
def test_filters_that_make_no_sense_are_said_beside_the_field(client, path, query, words):
    answer = client.get(f"/wallet/transactions/{path}{query}")
    html = statement(answer)
    assert answer.status_code == 422
    assert words in html
    assert "Paid for order" not in html


def test_pages_keep_the_filters(client, wallet):
    for number in range(1, PAGE_SIZE + 3):
        credit(wallet, f"{number}.00")
    first = client.get("/wallet/transactions/?kind=store")
    assert first.context["newer"] == ""
    assert "kind=store&before=" in first.context["older"]
    second = client.get(f"/wallet/transactions/{first.context['older']}")
    assert [str(m.amount.amount) for m in second.context["page"].movements] == ["2.00", "1.00", "50.00"]
    back = client.get(f"/wallet/transactions/{second.context['newer']}")
    assert back.context["page"] == first.context["page"]


@pytest.mark.parametrize("query", ["?before=nonsense", "?after=", "?before=1-1&after=1-1", "?before=%00"])
def test_an_address_that_is_not_complete_shows_the_newest_and_says_so(client, query):
    html = page(client, query)
    assert "is not complete" in html
    assert "Paid for order #1000042" in html


@pytest.mark.parametrize("rows", [1, 3])
def test_the_number_of_queries_does_not_grow(as_customer, query_count, rows):
    wallet = make_wallet("50.00")
    for number in range(rows):
        paid(wallet, "1.00", f"100{number}")
    client = as_customer(wallet.customer)
    with query_count(9):
        page(client)


def rows_of(answer):
    text = b"".join(answer.streaming_content).decode()
    return list(csv.reader(StringIO(text.removeprefix("\ufeff"))))


def test_the_export_is_streamed_with_all_filters(client):
    answer = client.get("/wallet/transactions/export/?search=1000042")
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert 'attachment; filename="wallet-EUR-' in answer["Content-Disposition"]
    _head, row = rows_of(answer)
    assert row[2:] == ["Paid for order #1000042", "", "1000042", "-4.00", "36.00", "EUR"]
    assert row[0].endswith(("+02:00", "+03:00"))


def test_a_formula_in_a_note_does_not_run_in_a_spreadsheet(client, wallet):
    note(wallet, '=HYPERLINK("http://evil.example","Free money")')
    assert rows_of(client.get("/wallet/transactions/export/"))[1][3].startswith("'=HYPERLINK")


def test_html_in_a_note_is_text_on_every_page(client, wallet):
    note(wallet, "<img src=x onerror=alert(1)>")
    entry = statement_page(customer_id=wallet.customer_id, wallet_id=wallet.pk).movements[0].entry_id
    for path in ("/wallet/", "/wallet/transactions/", f"/wallet/transactions/{entry}/"):
        html = client.get(path).content.decode()
        assert "<img src=x" not in html
        assert "&lt;img src=x" in html


def test_a_movement_in_full(client, wallet, settings):
    settings.WALLETS_REFERENCE_URL = "storefront:order"
    entry = statement_page(customer_id=wallet.customer_id, wallet_id=wallet.pk).movements[0].entry_id
    html = client.get(f"/wallet/transactions/{entry}/").content.decode()
    for words in (
        "Paid for order #1000042",
        "Your wallet, held for an order",
        "€4.00 of what was held",
        "(EE",
    ):
        assert words in html
    assert 'href="/orders/1000042/"' in html


def test_another_customers_movement_wallet_and_export_are_not_found(as_customer, wallet):
    entry = statement_page(customer_id=wallet.customer_id, wallet_id=wallet.pk).movements[0].entry_id
    make_wallet("1.00", "USD", customer=wallet.customer)
    stranger = as_customer(make_customer("1.00"))
    for path in (f"{entry}/", "99999999999999999999/", "?currency=USD", "export/?currency=USD"):
        assert stranger.get(f"/wallet/transactions/{path}").status_code == 404
    exported = rows_of(stranger.get("/wallet/transactions/export/"))
    assert [row[5] for row in exported[1:]] == ["1.00"]
