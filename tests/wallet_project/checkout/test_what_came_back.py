"""What a payment says of the customer's money after it has ended."""

import pytest
from djmoney.money import Money

from tests.factories.checkout import fresh_payment, make_payment, pay
from tests.factories.wallets import make_wallet
from wallet_project.checkout.services import settle_payment, void_payment

pytestmark = pytest.mark.django_db(transaction=True)


def came_back(payment):
    """What is free again, and what the card paid into the wallet."""
    now = fresh_payment(payment)
    return now.released, now.rescued


def test_nothing_has_come_back_while_a_payment_waits_or_once_it_is_paid(fake):
    _wallet, payment = make_payment("20.00", balance="8.00")
    assert came_back(payment) == (None, None)
    fake.pay(payment.redirect_url)
    assert settle_payment(payment_id=payment.pk).status == "captured"
    assert came_back(payment) == (None, None)


def test_what_was_held_for_a_payment_that_was_called_off_is_free_again(fake):
    _wallet, payment = make_payment("20.00", balance="8.00")
    void_payment(payment_id=payment.pk, reason="You canceled it.")
    assert came_back(payment) == (Money("8.00", "EUR"), None)


def test_a_payment_by_card_alone_held_nothing_in_the_wallet(fake):
    _wallet, payment = make_payment("20.00", balance="0")
    void_payment(payment_id=payment.pk, reason="You canceled it.")
    assert came_back(payment) == (None, None)


def test_a_payment_by_wallet_alone_has_nothing_to_rescue():
    payment = pay(make_wallet("50.00"), "20.00", capture=False).payment
    void_payment(payment_id=payment.pk, reason="You canceled it.")
    assert came_back(payment) == (Money("20.00", "EUR"), None)


def test_a_card_that_paid_for_an_order_that_had_ended_filled_the_wallet(fake, shop):
    _wallet, payment = make_payment("20.00", balance="8.00", order_reference="1")
    shop.ended.add("1")
    fake.pay(payment.redirect_url)
    settle_payment(payment_id=payment.pk)
    assert came_back(payment) == (Money("8.00", "EUR"), Money("12.00", "EUR"))
