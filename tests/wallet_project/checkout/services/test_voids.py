import pytest

from tests.factories.checkout import age, fresh_payment, make_payment, make_saved_card, pay, sales, state
from tests.factories.wallets import balances, make_wallet
from wallet_project.checkout.exceptions import PaymentNotOpen
from wallet_project.checkout.models import Payment
from wallet_project.checkout.services import settle_payment, void_payment
from wallet_project.core.exceptions import NotFound
from wallet_project.core.ids import uuid7

pytestmark = pytest.mark.django_db(transaction=True)

VOIDED = {"payment": "voided", "wallet": "released", "card": "released"}


def void(payment, reason="You canceled it."):
    return void_payment(payment_id=payment.pk, reason=reason)


def test_calling_off_closes_the_page_releases_the_hold_and_tells_the_order(fake, shop):
    wallet, payment = make_payment("20.00", balance="8.00", order_reference="1")
    assert state(void(payment)) == VOIDED
    assert balances(wallet) == ("8.00", "0.00")
    assert shop.failed == [("1", "You canceled it.")]
    assert fake.pay(payment.redirect_url).location == ""


def test_calling_off_twice_is_calling_off_once(fake, shop):
    wallet, payment = make_payment()
    void(payment)
    assert state(void(payment, "again")) == VOIDED
    assert balances(wallet) == ("8.00", "0.00")
    assert len(shop.failed) == 1
    assert fresh_payment(payment).void_reason == "You canceled it."


def test_an_authorized_payment_without_card_is_called_off(shop):
    wallet = make_wallet("50.00")
    payment = pay(wallet, "20.00", capture=False, order_reference="1").payment
    assert state(void(payment, "")) == {"payment": "voided", "wallet": "released"}
    assert balances(wallet) == ("50.00", "0.00")


def test_a_captured_payment_is_not_called_off(fake, shop):
    wallet = make_wallet("50.00")
    payment = pay(wallet, "20.00").payment
    with pytest.raises(PaymentNotOpen) as refused:
        void(payment)
    assert refused.value.state == "captured"
    assert (balances(wallet), sales(), shop.failed) == (("30.00", "0.00"), 2000, [])


def test_whoever_paid_before_calling_off_has_paid_if_the_order_takes_it(fake):
    wallet, payment = make_payment()
    fake.pay(payment.redirect_url)
    with pytest.raises(PaymentNotOpen):
        void(payment)
    assert state(payment)["payment"] == "captured"
    assert (balances(wallet), sales()) == (("0.00", "0.00"), 2000)


def test_whoever_paid_before_calling_off_has_the_money_if_the_order_ended(fake, shop):
    wallet, payment = make_payment("20.00", balance="8.00", order_reference="1")
    shop.ended.add("1")
    fake.pay(payment.redirect_url)
    assert void(payment).status == "rescued"
    assert (balances(wallet), sales()) == (("20.00", "0.00"), 0)


def test_calling_off_cancels_3d_secure(fake):
    wallet = make_wallet("8.00")
    card = make_saved_card(wallet, fake, "pm_card_authenticationRequired")
    outcome = pay(wallet, "20.00", saved_card_id=card.pk)
    assert state(void(outcome.payment)) == VOIDED
    assert fake.authenticate(outcome.redirect_url).location == "" or not sales()
    assert state(settle_payment(payment_id=outcome.payment.pk)) == VOIDED


def test_calling_off_while_a_bank_is_at_work_frees_the_wallet_and_late_money_goes_there(fake, shop):
    wallet, payment = make_payment("20.00", balance="8.00", order_reference="1")
    fake.pay_by_bank(payment.redirect_url, outcome="never")
    assert state(void(payment)) == {"payment": "voided", "wallet": "released", "card": "processing"}
    assert (balances(wallet), shop.failed) == (("8.00", "0.00"), [("1", "You canceled it.")])
    shop.ended.add("1")
    fake.settle_payment(fresh_payment(payment).card_tender.gateway_payment)
    assert state(settle_payment(payment_id=payment.pk))["payment"] == "rescued"
    assert (balances(wallet), sales()) == (("20.00", "0.00"), 0)


def test_a_gateway_that_is_down_only_delays_it(fake):
    wallet, payment = make_payment()
    fake.inject("error_503", "/v1/checkout/sessions/.*/expire", times=9)
    assert void(payment).status == "waiting"
    assert balances(wallet) == ("0.00", "8.00")
    fake.clear_faults()
    assert state(settle_payment(payment_id=payment.pk)) == VOIDED
    assert balances(wallet) == ("8.00", "0.00")


def test_calling_off_a_payment_of_which_the_gateway_never_heard(fake):
    wallet = make_wallet("8.00")
    fake.inject("error_503", "/v1/checkout/sessions", times=9)
    payment = pay(wallet, "20.00").payment
    fake.clear_faults()
    assert state(void(payment)) == {"payment": "voided", "wallet": "released", "card": "created"}
    assert balances(wallet) == ("8.00", "0.00")


def test_calling_off_a_payment_whose_page_nobody_saw_closes_the_page(fake, settings):
    settings.STRIPE_TIMEOUT_SECONDS = 0.5
    wallet = make_wallet("8.00")
    fake.inject("timeout_after", "/v1/checkout/sessions", times=9, seconds=2)
    payment = pay(wallet, "20.00").payment
    fake.clear_faults()
    assert fresh_payment(payment).card_tender.gateway_session == ""
    assert state(void(payment)) == VOIDED
    page = fake.events("checkout.session.expired")
    assert len(page) == 1
    assert balances(wallet) == ("8.00", "0.00")


def test_a_charge_that_arrives_after_calling_off_is_kept_in_the_wallet(fake, settings):
    """It was on its way when the payment was called off, and its answer was lost."""
    settings.STRIPE_TIMEOUT_SECONDS = 0.5
    wallet = make_wallet("8.00")
    card = make_saved_card(wallet, fake)
    fake.inject("error_503", "/v1/payment_intents", times=9)
    payment = pay(wallet, "20.00", saved_card_id=card.pk).payment
    fake.clear_faults()
    assert void(payment).status == "voided"
    _charge_late(payment)
    assert state(settle_payment(payment_id=payment.pk)) == {
        "payment": "rescued",
        "wallet": "released",
        "card": "rescued",
    }
    assert (balances(wallet), sales()) == (("20.00", "0.00"), 0)


def _charge_late(payment):
    from wallet_project.checkout.services.card_gateway import _begin
    from wallets.gateways.registry import get_gateway

    payment = Payment.objects.prefetch_related("tenders").get(pk=payment.pk)
    _begin(get_gateway(), payment, payment.card_tender)


def test_a_page_that_opens_after_calling_off_is_closed_again(fake):
    wallet = make_wallet("8.00")
    fake.inject("error_503", "/v1/checkout/sessions", times=9)
    payment = pay(wallet, "20.00").payment
    fake.clear_faults()
    void(payment)
    _charge_late(payment)
    assert state(settle_payment(payment_id=payment.pk)) == VOIDED
    assert balances(wallet) == ("8.00", "0.00")


def test_a_payment_that_the_gateway_has_forgotten_is_released(fake):
    wallet, payment = make_payment()
    fake.reset()
    fake.configure(delivery="drop")
    assert state(void(payment)) == {"payment": "voided", "wallet": "released", "card": "waiting"}
    age(payment, minutes=11)
    assert state(settle_payment(payment_id=payment.pk)) == VOIDED
    assert balances(wallet) == ("8.00", "0.00")


def test_an_unknown_payment_is_not_found():
    with pytest.raises(NotFound):
        void_payment(payment_id=uuid7(), reason="x")
