"""A card payment of an order that the gateway told other things of: finance decides."""

import pytest

from notifications.models import OutboxMessage
from notifications.texts import details_of
from tests.factories.checkout import (
    at_the_gateway,
    fresh_payment,
    make_payment,
    make_quarantined_payment,
    sales,
    state,
)
from tests.factories.wallets import balances, make_staff
from wallet_project.checkout.services import credit_quarantined_payment
from wallet_project.core.exceptions import CurrencyMismatch, InvalidState
from wallets.exceptions import AdjustmentNotAllowed
from wallets.ledger.models import JournalEntry

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def finance(db):
    return make_staff("wallets.adjust_wallet_unlimited")


def decide(payment, actor):
    return credit_quarantined_payment(payment_id=payment.pk, actor_id=actor.pk)


@pytest.mark.parametrize("amount", [50, 1199, 120000])
def test_what_the_gateway_captured_goes_to_the_wallet_once(fake, finance, amount):
    wallet, payment = make_quarantined_payment(fake, amount=amount)
    for _ in range(2):
        assert decide(payment, finance).status == "rescued"
    assert state(payment) == {"payment": "rescued", "wallet": "released", "card": "rescued"}
    assert balances(wallet) == (f"{(800 + amount) / 100:.2f}", "0.00")
    assert (sales(), at_the_gateway()) == (0, amount)
    entry = JournalEntry.objects.get(kind="payment_rescued")
    assert (entry.reference, entry.actor) == (payment.order_reference, f"user:{finance.pk}")


def test_the_customer_is_told_the_amount(fake, finance):
    _wallet, payment = make_quarantined_payment(fake, amount=1199)
    decide(payment, finance)
    message = OutboxMessage.objects.get(kind="payment_rescued")
    assert details_of(message) == {"amount": "€11.99", "order": payment.order_reference}
    assert str(fresh_payment(payment).rescued) == "€11.99"


def test_another_currency_is_refused(fake, finance):
    wallet, payment = make_quarantined_payment(fake, currency="usd")
    with pytest.raises(CurrencyMismatch):
        decide(payment, finance)
    assert (balances(wallet), state(payment)["payment"]) == (("8.00", "0.00"), "quarantined")


def test_who_lacks_the_permission_decides_nothing(fake):
    wallet, payment = make_quarantined_payment(fake)
    with pytest.raises(AdjustmentNotAllowed):
        decide(payment, make_staff("wallets.adjust_wallet", "checkout.view_payment"))
    assert (balances(wallet), state(payment)["payment"]) == (("8.00", "0.00"), "quarantined")


def test_nobody_decides_about_a_payment_of_their_own(fake, finance):
    wallet, payment = make_quarantined_payment(fake, customer=finance)
    with pytest.raises(AdjustmentNotAllowed):
        decide(payment, finance)
    assert (balances(wallet), state(payment)["payment"]) == (("8.00", "0.00"), "quarantined")


def test_a_payment_that_waits_for_the_customer_is_not_decided_here(fake, finance):
    wallet, payment = make_payment("20.00", balance="8.00")
    with pytest.raises(InvalidState):
        decide(payment, finance)
    assert balances(wallet) == ("0.00", "8.00")
