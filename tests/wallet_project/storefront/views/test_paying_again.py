"""The page that offers an order again: to its customer alone, and it changes nothing by its address."""

import pytest
from djmoney.money import Money

from notifications.models import OutboxMessage
from notifications.texts import render_letter
from tests.factories.late_orders import too_late
from tests.factories.storefront import ProductFactory, make_order, status_of
from tests.factories.wallets import balances, make_user, make_wallet
from wallet_project.storefront.models import Order, Product

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def late(fake):
    product = ProductFactory(name="Moka pot", price=Money("12.50", "EUR"), stock=10)
    return too_late(fake, make_wallet("0"), product)


@pytest.fixture
def browser(late, as_customer):
    return as_customer(late.customer)


def page(order):
    return f"/orders/{order.number}/pay-again/"


def text_of(answer):
    return " ".join(answer.content.decode().split())


def paid():
    return Order.objects.filter(status="paid").count()


def test_the_order_leads_to_the_page_and_the_page_changes_nothing(browser, late):
    assert page(late) in text_of(browser.get(f"/orders/{late.number}/"))
    assert "Pay €25.00 now" in text_of(browser.get(page(late)))
    assert paid() == 0


def test_two_clicks_pay_once_and_both_lead_to_the_new_order(browser, late):
    answers = [browser.post(page(late), {"agreed_total": "25.00"}) for _ in range(2)]
    again = Order.objects.get(replaces=late)
    assert {answer.url for answer in answers} == {f"/orders/{again.number}/"}
    assert browser.get(page(late)).url == f"/orders/{again.number}/"
    shown = text_of(browser.get(f"/orders/{late.number}/"))
    assert again.number in shown
    assert page(late) not in shown
    assert status_of(again) == "paid"


@pytest.mark.parametrize("agreed", ["", "nonsense", "24.99", "-25", "25.001", "1e2"])
def test_another_total_than_the_pages_pays_nothing(browser, late, agreed):
    answer = browser.post(page(late), {"agreed_total": agreed})
    assert answer.status_code == 422
    assert paid() == 0


def test_a_price_that_changed_meanwhile_is_shown_and_asked_for_again(browser, late):
    Product.objects.update(price=Money("11.00", "EUR"))
    answer = browser.post(page(late), {"agreed_total": "25.00"})
    assert answer.status_code == 422
    said = text_of(answer)
    assert "One cost €12.50 then, and costs €11.00 now." in said
    assert "Pay €22.00 now" in said


def test_goods_that_are_gone_are_said_without_a_button(browser, late):
    Product.objects.update(stock=0)
    said = text_of(browser.get(page(late)))
    assert "Moka pot is sold out." in said
    assert "agreed_total" not in said


def test_anothers_order_is_not_found_and_nothing_is_paid(late, as_customer):
    stranger = as_customer(make_wallet("100").customer)
    assert stranger.get(page(late)).status_code == 404
    assert stranger.post(page(late), {"agreed_total": "25.00"}).status_code == 404
    assert paid() == 0


def test_a_guest_logs_in_first(client, late):
    assert "/account/login/" in client.post(page(late), {"agreed_total": "25.00"}).url
    assert paid() == 0


def test_a_form_of_another_site_pays_nothing(late, as_customer):
    forged = as_customer(late.customer, enforce_csrf_checks=True)
    assert forged.post(page(late), {"agreed_total": "25.00"}).status_code == 403
    assert paid() == 0


def test_an_order_without_such_money_says_so(as_customer):
    order = make_order(make_user())
    browser = as_customer(order.customer)
    assert "no payment that came too late" in text_of(browser.get(page(order)))
    assert browser.post(page(order), {"agreed_total": "12.50"}).status_code == 422


def test_the_letter_about_the_money_leads_to_the_order(late):
    message = OutboxMessage.objects.get(kind="payment_rescued")
    assert message.context["url"] == f"/orders/{late.number}/"
    assert f"On the page of order {late.number} you can pay for it" in render_letter(message).text
    assert balances(late.customer.wallets.get())[0] == "25.00"
