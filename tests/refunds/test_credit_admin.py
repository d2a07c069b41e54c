"""Refunding from the admin: on order, payment and customer; a preview first, once for each form."""

from __future__ import annotations

import re
from uuid import uuid4

import pytest
from django.contrib.messages import get_messages
from django.test import Client
from djmoney.money import Money

from refunds.exceptions import LineRefundedAlready, NotRefundable
from refunds.models import Refund
from refunds.ports import OrderLine
from tests.factories.checkout import pay
from tests.factories.refunds import (
    dispute,
    make_daily_sum,
    make_limits,
    make_paid,
    make_terms,
    parts_of,
    refund,
    refunded,
)
from tests.factories.wallets import balances, make_wallet
from tests.support.staff import ROLES, address, client_of, make_role
from tests.wallets.services.overtaking import overtaken

pytestmark = pytest.mark.django_db(transaction=True)


def eur(amount):
    return Money(amount, "EUR")


@pytest.fixture
def paid(order_lines):
    """Three cups at 10.00, a pan at 25.00 and 5.00 for delivery, from the wallet."""
    wallet, payment = make_paid(wallet="60.00")
    order_lines.orders[payment.order_reference] = [
        OrderLine("1", "Cup", 3, eur("30.00")),
        OrderLine("2", "Pan", 1, eur("25.00")),
        OrderLine("delivery", "Delivery", 1, eur("5.00"), is_delivery=True),
    ]
    return wallet, payment


def typed(**changes):
    return {
        "key": str(uuid4()),
        "what": "lines",
        "line_0": "2",
        "amount": "",
        "reason": "damaged",
        "note": "saw the photo",
        "customer_note": "Sorry for the crack",
        **changes,
    }


def amount_of(amount, **changes):
    return typed(what="amount", amount=amount, line_0="", **changes)


def preview(client, payment, data):
    return client.post(address("preview_refund", payment.pk), data)


def confirm(client, payment, data):
    return client.post(address("confirm_refund", payment.pk), data)


def error_of(answer, field):
    found = re.search(rf'id="id_credit_{field}_error">(.*?)</p>', answer.content.decode(), re.S)
    return " ".join(found.group(1).split()) if found else ""


def stands(payment):
    return Refund.objects.count(), refunded(payment)[0]


def test_the_form_shows_lines_with_what_is_left_and_a_key_of_its_own_each_time(paid):
    client = client_of("Operations")
    refund(paid[1], lines=[line("1", 1)])
    pages = [client.get(address("credit_refund", paid[1].pk)).content.decode() for _ in range(2)]
    assert all(text in pages[0] for text in ("2 left, €20.00", "1 left, €25.00", "Delivery, €5.00", "€50.00"))
    keys = [re.search(r'name="key" value="([0-9a-f-]{36})"', page).group(1) for page in pages]
    assert keys[0] != keys[1]


def line(reference, quantity):
    from refunds.services import LineWanted

    return LineWanted(reference, quantity=quantity)


def test_the_preview_shows_what_goes_where_and_moves_nothing(paid):
    page = preview(client_of("Operations"), paid[1], typed(line_2="on")).content.decode()
    for text in ("Refund €25.00", "Refund now", "Sorry for the crack", "saw the photo", "€35.00"):
        assert text in page, text
    assert (stands(paid[1]), balances(paid[0])[0]) == ((0, "0.00"), "0.00")


def test_lines_and_delivery_are_refunded_with_who_why_and_what_was_told(paid):
    client = client_of("Operations")
    answer = confirm(client, paid[1], typed(line_2="on"))
    made = Refund.objects.get()
    assert answer.url == address("refunds_refund_change", made.pk)
    assert [(one.description, one.quantity, str(one.amount.amount)) for one in made.lines.all()] == [
        ("Cup", 2, "20.000"),
        ("Delivery", 1, "5.000"),
    ]
    assert (made.status, made.note, made.customer_note) == ("done", "saw the photo", "Sorry for the crack")
    assert made.requester_id == int(client.session["_auth_user_id"])
    assert balances(paid[0])[0] == "25.00"


def test_an_amount_is_refunded(paid):
    confirm(client_of("Operations"), paid[1], amount_of("12.34"))
    assert (stands(paid[1]), balances(paid[0])[0]) == ((1, "12.34"), "12.34")


def test_without_lines_of_the_order_it_is_an_amount():
    _wallet, payment = make_paid(wallet="60.00")
    data = {name: value for name, value in amount_of("12.34").items() if name != "what"}
    confirm(client_of("Operations"), payment, data)
    assert stands(payment) == (1, "12.34")


def test_the_form_sent_twice_refunds_once_and_the_way_back_ends_at_the_same_refund(paid):
    client, data = client_of("Operations"), typed()
    answers = [confirm(client, paid[1], data) for _ in range(2)]
    assert answers[0].url == answers[1].url
    back = preview(client, paid[1], data)
    assert back.url == answers[0].url
    assert "confirmed already" in str(list(get_messages(back.wsgi_request))[-1])
    assert stands(paid[1]) == (1, "20.00")


def test_the_last_line_sent_twice_shows_its_refund_and_no_error(paid):
    client, data = client_of("Operations"), typed(line_0="3", line_1="1", line_2="on")
    answers = [confirm(client, paid[1], data) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]
    assert stands(paid[1]) == (1, "60.00")


@pytest.mark.parametrize("step", [preview, confirm])
@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"line_0": "4"}, "line_0", "Only 3 can still be refunded"),
        ({"line_0": "-1"}, "line_0", "below zero"),
        ({"line_0": "two"}, "line_0", "whole number"),
        ({"line_0": ""}, "what", "how many of which line"),
        ({"what": "amount"}, "amount", "how much goes back"),
        ({"what": "amount", "amount": "60.01"}, "amount", "€60.00"),
        ({"what": "amount", "amount": "-1"}, "amount", "more than zero"),
        ({"what": "amount", "amount": "1.005"}, "amount", "at most 2 decimals"),
        ({"what": "amount", "amount": "NaN"}, "amount", "in digits"),
        ({"reason": ""}, "reason", "required"),
        ({"reason": "whim"}, "reason", "valid choice"),
        ({"customer_note": "x" * 301}, "customer_note", "at most 300"),
    ],
)
def test_what_does_not_fit_is_said_beside_its_field_with_what_was_typed(paid, step, changes, field, words):
    answer = step(client_of("Operations"), paid[1], typed(**changes))
    assert words in error_of(answer, field)
    assert "saw the photo" in answer.content.decode()
    assert stands(paid[1]) == (0, "0.00")


def test_more_than_is_left_by_now_is_said_beside_the_line(paid):
    refund(paid[1], lines=[line("1", 2)])
    answer = confirm(client_of("Operations"), paid[1], typed(line_0="2"))
    assert "Only 1 can still be refunded" in error_of(answer, "line_0")
    assert stands(paid[1]) == (1, "20.00")


def test_only_reasons_of_the_policy_and_goodwill_are_offered(paid):
    make_terms(reasons=["damaged"], free_reasons=["damaged"])
    page = client_of("Operations").get(address("credit_refund", paid[1].pk)).content.decode()
    assert "Damaged (the return costs nothing)" in page
    assert "Goodwill" in page
    assert "Changed my mind" not in page


def test_fees_of_the_policy_are_kept_unless_staff_waive_them(paid):
    make_terms(restocking_percent=10, free_reasons=[])
    client = client_of("Operations")
    assert "€18.00" in preview(client, paid[1], typed()).content.decode()
    confirm(client, paid[1], typed())
    confirm(client, paid[1], typed(line_0="1", waive_fees="on"))
    assert balances(paid[0])[0] == "28.00"


def test_the_card_part_goes_where_staff_say(fake):
    wallet, payment = make_paid(fake, wallet="10.00", card="20.00")
    client = client_of("Operations")
    page = client.get(address("credit_refund", payment.pk)).content.decode()
    assert "What the card or bank paid goes to" in page
    data = amount_of("15.00", destination="original")
    del data["what"]
    assert "Card or bank that paid" in preview(client, payment, data).content.decode()
    confirm(client, payment, data)
    assert [one[:3] for one in parts_of(Refund.objects.get())] == [
        ("wallet", "wallet", "5.00"),
        ("card", "original", "10.00"),
    ]
    assert balances(wallet)[0] == "5.00"


def test_above_the_limit_it_is_asked_for_and_says_so(paid):
    make_limits(operations_each=10)
    client, data = client_of("Operations"), typed()
    assert "Ask for approval" in preview(client, paid[1], data).content.decode()
    answer = confirm(client, paid[1], data)
    assert "Somebody else has to approve it" in str(next(iter(get_messages(answer.wsgi_request))))
    assert (Refund.objects.get().status, stands(paid[1])) == ("requested", (1, "0.00"))


def test_a_role_that_has_used_up_its_day_is_told(paid):
    make_daily_sum(10)
    assert "within 24 hours" in preview(client_of("Operations"), paid[1], typed()).content.decode()


@pytest.mark.parametrize("role", ["", "Support"])
def test_others_do_not_refund(paid, role):
    client = client_of(role)
    assert client.get(address("credit_refund", paid[1].pk)).status_code == 403
    for step in (preview, confirm):
        assert step(client, paid[1], typed()).status_code == 403
    assert stands(paid[1]) == (0, "0.00")


def test_nobody_refunds_their_own_order(paid):
    finance = make_role("Finance")
    type(paid[1]).objects.filter(pk=paid[1].pk).update(customer=finance)
    client = Client()
    client.force_login(finance)
    assert client.get(address("credit_refund", paid[1].pk)).status_code == 403
    assert confirm(client, paid[1], typed()).status_code == 403
    assert stands(paid[1]) == (0, "0.00")


def test_a_form_from_elsewhere_and_a_get_change_nothing(paid):
    client = client_of("Finance", enforce_csrf_checks=True)
    assert confirm(client, paid[1], typed()).status_code == 403
    assert client.get(address("confirm_refund", paid[1].pk), typed()).status_code == 405
    assert stands(paid[1]) == (0, "0.00")


def test_a_payment_without_anything_left_says_why(paid):
    refund(paid[1], "60.00")
    page = client_of("Finance").get(address("credit_refund", paid[1].pk)).content.decode()
    assert "All of this payment is refunded" in page
    assert "Preview" not in page


def test_a_payment_that_only_holds_the_money_says_why():
    payment = pay(make_wallet("50.00"), eur("20.00"), capture=False).payment
    client = client_of("Finance")
    assert (
        str(NotRefundable("authorized")) in client.get(address("credit_refund", payment.pk)).content.decode()
    )
    page = confirm(client, payment, amount_of("5.00")).content.decode()
    assert str(NotRefundable("authorized")) in page
    assert stands(payment) == (0, "0.00")


def test_a_payment_that_the_bank_disputes_says_why(fake):
    wallet, payment = make_paid(fake, wallet="10.00", card="20.00")
    dispute(payment)
    client = client_of("Finance")
    page = client.get(address("credit_refund", payment.pk)).content.decode()
    assert "bank disputes this payment. Refunds wait until that is decided." in page
    assert "Preview" not in page
    assert confirm(client, payment, amount_of("5.00", destination="wallet")).status_code == 200
    assert (stands(payment), balances(wallet)[0]) == ((0, "0.00"), "0.00")


def test_a_form_whose_key_was_used_for_another_order_gets_a_new_one_and_can_be_sent_again(paid):
    client, data = client_of("Operations"), typed()
    other = make_paid(wallet="60.00")[1]
    confirm(client, other, amount_of("5.00", key=data["key"]))
    page = confirm(client, paid[1], data).content.decode()
    assert "This form was sent before with other values" in page
    assert "saw the photo" in page
    assert (stands(paid[1]), refunded(other)[0]) == ((1, "0.00"), "5.00")
    key = re.search(r'name="key" value="([0-9a-f-]{36})"', page).group(1)
    assert key != data["key"]
    assert confirm(client, paid[1], {**data, "key": key}).status_code == 302
    assert stands(paid[1]) == (2, "20.00")


def test_a_line_that_somebody_else_refunds_at_this_moment_is_said_beside_it(paid):
    client = client_of("Operations")
    second = overtaken(
        lambda: refund(paid[1], lines=[line("1", 2)]), lambda: confirm(client, paid[1], typed(line_0="2"))
    )
    assert error_of(second, "line_0") == str(LineRefundedAlready("Cup", eur("10.00")))
    assert stands(paid[1]) == (1, "20.00")


class TestWhereItBegins:
    """The buttons on payment and customer; that of the order is tested with the storefront."""

    def test_the_payment_has_a_button_while_something_is_left(self, paid):
        client, button = client_of("Operations"), address("checkout_payment_credit_refund", paid[1].pk)
        change = address("checkout_payment_change", paid[1].pk)
        assert button in client.get(change).content.decode()
        assert client.get(button).url == address("credit_refund", paid[1].pk)
        done = refund(paid[1], "60.00")
        page = client.get(change).content.decode()
        assert button not in page
        assert address("refunds_refund_change", done.pk) in page

    @pytest.mark.parametrize("role", ROLES)
    def test_the_customers_tab_lists_what_can_be_refunded_and_what_was(self, paid, role):
        done = refund(paid[1], "10.00")
        page = client_of(role).get(address("customer_refunds", paid[0].customer_id)).content.decode()
        assert all(text in page for text in (paid[1].order_reference, "€60.00", "€50.00", "Refunded"))
        assert address("refunds_refund_change", done.pk) in page
        assert (address("credit_refund", paid[1].pk) in page) == (role != "Support")

    def test_what_is_asked_for_in_full_can_not_be_refunded_again(self, paid):
        asked = refund(paid[1], "60.00", requester_id=paid[0].customer_id)
        assert asked.status == "requested"
        page = client_of("Finance").get(address("customer_refunds", paid[0].customer_id)).content.decode()
        assert address("refunds_refund_change", asked.pk) in page
        assert address("credit_refund", paid[1].pk) not in page

    def test_the_tab_asks_as_often_for_three_payments_as_for_one(self, django_assert_max_num_queries):
        from tests.factories.wallets import credit

        wallet, payment = make_paid(wallet="20.00")
        client, counts = client_of("Operations"), []
        for _ in range(2):
            refund(payment, "1.00")
            with django_assert_max_num_queries(60) as queries:
                page = client.get(address("customer_refunds", wallet.customer_id)).content.decode()
            counts.append(len(queries))
            for _ in range(2):
                credit(wallet, "20.00")
                payment = pay(wallet, eur("20.00")).payment
        assert counts[0] == counts[1]
        assert page.count("Credit refund of order") == 3

    def test_an_empty_tab_says_so(self):
        page = client_of("Support").get(address("customer_refunds", make_wallet().customer_id))
        assert "has paid nothing that could be refunded" in page.content.decode()
