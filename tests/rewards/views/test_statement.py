import csv
from datetime import timedelta
from io import StringIO
from uuid import uuid4

import pytest
from django.utils import timezone
from djmoney.money import Money

from rewards.enums import POINTS, Activity, RewardDirection, RewardReason
from rewards.services import (
    Earning,
    adjust_rewards,
    book_accrual,
    capture_reward_hold,
    clawback_accruals,
    convert_points,
    place_reward_hold,
    restore_rewards,
    void_reward_hold,
)
from rewards.services.expiry import expire_lots_of
from rewards.statements import reward_page
from tests.factories.rewards import add_rewards, make_program, make_reward_wallet
from tests.factories.wallets import make_user, make_wallet
from wallets.statements import PAGE_SIZE

pytestmark = pytest.mark.django_db


def eur(amount):
    return Money(amount, "EUR")


def paid(wallet, amount, reference):
    hold = place_reward_hold(
        wallet_id=wallet.pk, amount=Money(amount, wallet.currency), key=uuid4().hex, reference=reference
    )
    return capture_reward_hold(hold_id=hold.pk)


def earned(customer, amount, reference, activity=Activity.PURCHASE, **changes):
    return book_accrual(
        customer_id=customer.pk,
        activity=activity,
        reference=reference,
        earning=Earning(amount, **changes),
        matures_at=None,
        now=timezone.now(),
    )


def note(wallet, text, direction=RewardDirection.CREDIT):
    adjust_rewards(
        wallet_id=wallet.pk,
        direction=direction,
        amount=Money(1, wallet.currency),
        reason=RewardReason.GOODWILL,
        key=uuid4().hex,
        actor_id=None,
        customer_note=text,
    )


@pytest.fixture
def wallet():
    wallet = make_reward_wallet("50.00", customer=make_user(time_zone="Europe/Sofia"))
    paid(wallet, "10.00", "1000041")
    paid(wallet, "4.00", "1000042")
    return wallet


@pytest.fixture
def client(as_customer, wallet):
    return as_customer(wallet.customer)


def main_of(answer):
    """The page without its head, where the wallet block stands too."""
    return " ".join(answer.content.decode().partition("<main")[2].split())


def page(client, query=""):
    answer = client.get(f"/rewards/movements/{query}")
    assert answer.status_code == 200
    return main_of(answer)


def last_entry(wallet):
    return reward_page(wallet).movements[0].entry_id


def titles(wallet):
    return [(one.title, str(one.amount.amount)) for one in reward_page(wallet).movements]


def test_every_line_says_what_it_was_and_links_to_the_order(client, settings):
    settings.WALLETS_REFERENCE_URL = "storefront:order"
    html = page(client)
    for words in ("Paid for order #1000042", "−€4.00", "€36.00", "Credited by the store", "+€50.00"):
        assert words in html
    assert 'href="/orders/1000042/"' in html


def test_points_have_a_statement_of_their_own(client, wallet):
    points = make_reward_wallet("537", POINTS, customer=wallet.customer)
    html = page(client, "?currency=PTS")
    assert "+537 points" in html
    assert "€" not in html
    assert f'href="/rewards/movements/{last_entry(points)}/?currency=PTS"' in html


def test_all_that_can_happen_is_told_in_words():
    wallet = make_reward_wallet("20.00")
    earned(wallet.customer, eur("3.00"), "1001")
    earned(wallet.customer, eur("1.00"), "r1", Activity.REVIEW)
    used = paid(wallet, "2.00", "1002")
    restore_rewards(hold_id=used.pk, amount=eur("1.50"), key="back")
    gone = place_reward_hold(wallet_id=wallet.pk, amount=eur("1.00"), key="gone", reference="1003")
    void_reward_hold(hold_id=gone.pk)
    clawback_accruals(reference="1001", refunded=eur("50"), total=eur("100"))
    note(wallet, "Sorry", RewardDirection.DEBIT)
    add_rewards(wallet, "5.00", days=1)
    expire_lots_of(wallet_id=wallet.pk, now=timezone.now() + timedelta(days=2))
    assert titles(wallet) == [
        ("Expired unused", "-5.00"),
        ("Credited by the store", "5.00"),
        ("Debited by the store", "-1.00"),
        ("Taken back after a refund of order #1001", "-1.50"),
        ("No longer held for order #1003", "1.00"),
        ("Was held for order #1003", "-1.00"),
        ("Given back after a refund of order #1002", "1.50"),
        ("Paid for order #1002", "-2.00"),
        ("Earned for your review", "1.00"),
        ("Earned for order #1001", "3.00"),
        ("Credited by the store", "20.00"),
    ]


def test_search_by_order_number_and_filters(client):
    found = page(client, "?search=%231000041")
    assert "Paid for order #1000041" in found
    assert "Paid for order #1000042" not in found
    assert "Paid for order" not in page(client, "?kind=credited")
    assert "Paid for order" in page(client, "?kind=orders&since=2020-01-01&until=2099-12-31")
    assert "Nothing matches" in page(client, "?until=2020-01-01")


@pytest.mark.parametrize("query", ["", "?currency=EUR", "?currency=PTS"])
def test_a_new_customer_reads_that_nothing_happened_yet(as_customer, query):
    assert "No movements yet" in page(as_customer(make_user()), query)


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("?since=2026-02-31", "Enter a valid date."),
        ("?since=2026-03-02&until=2026-03-01", "The last day is before the first one."),
        ("?kind=added", "is not one of the available choices."),
    ],
)
@pytest.mark.parametrize("path", ["", "export/"])
def test_filters_that_make_no_sense_are_said_beside_the_field(client, path, query, words):
    answer = client.get(f"/rewards/movements/{path}{query}")
    assert answer.status_code == 422
    assert words in main_of(answer)
    assert "Paid for order" not in main_of(answer)


def test_pages_keep_the_filters_and_the_unit(client, wallet):
    points = make_reward_wallet(currency=POINTS, customer=wallet.customer)
    for number in range(1, PAGE_SIZE + 3):
        add_rewards(points, str(number))
    first = client.get("/rewards/movements/?currency=PTS&kind=credited")
    assert "currency=PTS&kind=credited&before=" in first.context["older"]
    second = client.get(f"/rewards/movements/{first.context['older']}")
    assert [int(one.amount.amount) for one in second.context["page"].movements] == [2, 1]
    back = client.get(f"/rewards/movements/{second.context['newer']}")
    assert back.context["page"] == first.context["page"]


@pytest.mark.parametrize("rows", [1, 3])
def test_the_number_of_queries_does_not_grow(as_customer, query_count, rows):
    wallet = make_reward_wallet("50.00")
    for number in range(rows):
        paid(wallet, "1.00", f"100{number}")
        earned(wallet.customer, eur("1.00"), f"200{number}")
    client = as_customer(wallet.customer)
    with query_count(8):
        page(client)


def rows_of(answer):
    text = b"".join(answer.streaming_content).decode()
    return list(csv.reader(StringIO(text.removeprefix("\ufeff"))))


def test_the_export_is_streamed_with_all_filters(client):
    answer = client.get("/rewards/movements/export/?search=1000042")
    assert 'attachment; filename="rewards-EUR-' in answer["Content-Disposition"]
    _head, row = rows_of(answer)
    assert row[2:] == ["Paid for order #1000042", "", "1000042", "-4.00", "36.00", "EUR"]
    assert row[0].endswith(("+02:00", "+03:00"))


def test_points_are_exported_as_whole_numbers(client, wallet):
    make_reward_wallet("537", POINTS, customer=wallet.customer)
    answer = client.get("/rewards/movements/export/?currency=PTS")
    assert 'filename="points-' in answer["Content-Disposition"]
    assert rows_of(answer)[1][5:] == ["537", "537", "PTS"]


def test_a_formula_in_a_note_does_not_run_in_a_spreadsheet(client, wallet):
    note(wallet, '=HYPERLINK("http://evil.example","Free money")')
    assert rows_of(client.get("/rewards/movements/export/"))[1][3].startswith("'=HYPERLINK")


def test_a_formula_for_an_order_number_does_not_run_either(client, wallet):
    paid(wallet, "1.00", "=1+1")
    row = rows_of(client.get("/rewards/movements/export/"))[1]
    assert (row[2], row[4]) == ("Paid for order #=1+1", "'=1+1")


def test_html_in_a_note_is_text_on_every_page(client, wallet):
    note(wallet, "<img src=x onerror=alert(1)>")
    for path in ("", "movements/", f"movements/{last_entry(wallet)}/"):
        html = client.get(f"/rewards/{path}").content.decode()
        assert "<img src=x" not in html
        assert "&lt;img src=x" in html


def test_a_payment_in_full_says_which_credits_paid_it(as_customer, settings):
    settings.WALLETS_REFERENCE_URL = "storefront:order"
    wallet = make_reward_wallet("5.00", days=9)
    add_rewards(wallet, "20.00")
    hold = paid(wallet, "7.00", "1000042")
    client = as_customer(wallet.customer)
    html = main_of(client.get(f"/rewards/movements/{hold.placed_entry_id}/"))
    for words in (
        "Paid for order #1000042",
        "€7.00 of what was held paid the order",
        "€5.00 of the €5.00 credited on",
        ", usable until",
        "€2.00 of the €20.00 credited on",
        "Your reward wallet, held for an order",
        'href="/orders/1000042/"',
    ):
        assert words in html
    captured = main_of(client.get(f"/rewards/movements/{hold.closed_entry_id}/"))
    assert "€5.00 of the €5.00 credited on" in captured
    assert "Available after it" not in captured


def test_what_was_earned_says_how_and_until_when(as_customer):
    customer = make_user()
    accrual = earned(customer, eur("3.00"), "1001", story=["3% of €100.00"], valid_days=30)
    html = main_of(as_customer(customer).get(f"/rewards/movements/{accrual.matured_entry_id}/"))
    assert "How it came about" in html
    assert "3% of €100.00" in html
    assert "€3.00 of it is left, to be used until" in html


def test_a_conversion_is_shown_from_the_side_that_was_asked_for(as_customer):
    make_program(target="reward_wallet")
    points = make_reward_wallet("537", POINTS)
    done = convert_points(customer_id=points.customer_id, points=500, currency="EUR", key="k")
    client = as_customer(points.customer)
    from_points = main_of(client.get(f"/rewards/movements/{done.entry_id}/?currency=PTS"))
    from_money = main_of(client.get(f"/rewards/movements/{done.entry_id}/?currency=EUR"))
    assert '<p class="movement-big money"> −500 points </p>' in from_points
    assert '<p class="movement-big money is-credit"> +€5.00 </p>' in from_money
    for html in (from_points, from_money):
        assert "500 points became €5.00." in html
        assert "Your points, ready to use" in html
        assert "Your reward wallet, ready to use" in html


def test_a_conversion_into_the_wallet_leads_there(as_customer):
    make_program()
    points = make_reward_wallet("537", POINTS)
    done = convert_points(customer_id=points.customer_id, points=500, currency="EUR", key="k")
    client = as_customer(points.customer)
    html = main_of(client.get(f"/rewards/movements/{done.entry_id}/"))
    assert "Your wallet, free to spend" in html
    assert f'href="/wallet/transactions/{done.entry_id}/"' in html
    assert "Points turned into money" in main_of(client.get(f"/wallet/transactions/{done.entry_id}/"))


def test_another_customers_statement_movement_and_export_are_not_found(as_customer, wallet):
    make_reward_wallet("1.00", "USD", customer=wallet.customer)
    stranger = as_customer(make_reward_wallet("1.00").customer)
    for path in (f"{last_entry(wallet)}/", "99999999999999999999/", "?currency=USD", "export/?currency=USD"):
        assert stranger.get(f"/rewards/movements/{path}").status_code == 404
    exported = rows_of(stranger.get("/rewards/movements/export/"))
    assert [row[5] for row in exported[1:]] == ["1.00"]


@pytest.mark.parametrize("currency", ["XXX", "eur", "%00", "EUR%20", "1", "'"])
def test_a_currency_that_is_none_is_not_found(client, currency):
    assert client.get(f"/rewards/movements/?currency={currency}").status_code == 404


def test_a_movement_of_the_wallet_alone_is_none_of_rewards(as_customer):
    wallet = make_wallet("5.00")
    entry = wallet.adjustments.get().entry_id
    assert as_customer(wallet.customer).get(f"/rewards/movements/{entry}/").status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_a_movement_in_full_costs_the_same_however_many_lots_paid_it(as_customer, query_count, rows):
    wallet = make_reward_wallet()
    for number in range(rows):
        add_rewards(wallet, "1.00", days=number + 1)
    hold = paid(wallet, f"{rows}.00", "1000042")
    client = as_customer(wallet.customer)
    with query_count(17):
        client.get(f"/rewards/movements/{hold.placed_entry_id}/")
