"""A process dies between each two steps; the reconciler ends in what the gateway says."""

import signal

import pytest

from tests.factories.checkout import (
    Shop,
    age,
    at_the_gateway,
    fresh_payment,
    make_payment,
    make_saved_card,
    pay,
    sales,
    state,
)
from tests.factories.wallets import balances, make_wallet
from tests.support.crashes import Crash, CrashingGateway, run_to_death
from wallet_project.checkout.models import Payment
from wallet_project.checkout.services import settle_payment, void_payment
from wallet_project.checkout.tasks import reconcile_payments
from wallets.enums import HoldStatus
from wallets.gateways.registry import get_gateway
from wallets.models import Hold

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def crash(fake, settings):
    """`crash("create_checkout", "after")`, and `crash()` to live on."""
    settings.WALLETS_GATEWAY = "tests.support.crashes.CrashingGateway"
    settings.STRIPE_TIMEOUT_SECONDS = 5.0
    CrashingGateway.crash()
    get_gateway.cache_clear()
    yield CrashingGateway.crash
    CrashingGateway.crash()
    get_gateway.cache_clear()


def reconcile(payment, minutes=0):
    if minutes:
        age(payment, minutes=minutes)
    reconcile_payments(older_than_seconds=0)
    return fresh_payment(payment)


def taken_by(fake):
    """What the gateway took, in cents."""
    return sum(event["data"]["object"]["amount"] for event in fake.events("payment_intent.succeeded"))


def require_agreement(fake, wallet, payment):
    """Nothing is created, lost, counted twice or left hanging."""
    assert not Hold.objects.filter(status=HoldStatus.ACTIVE).exists()
    assert at_the_gateway() == taken_by(fake)
    in_wallet = int(sum(map(float, balances(wallet))) * 100)
    assert sales() + in_wallet == 800 + taken_by(fake)
    assert (fresh_payment(payment).status == "captured") == (sales() == 2000)


@pytest.mark.parametrize("method", ["create_customer", "create_checkout"])
@pytest.mark.parametrize("moment", ["before", "after"])
def test_dying_while_the_page_is_opened(fake, crash, method, moment):
    wallet = make_wallet("8.00")
    crash(method, moment)
    with pytest.raises(Crash):
        pay(wallet, "20.00", order_reference="1")
    crash()
    payment = Payment.objects.get()
    assert state(payment) == {"payment": "created", "wallet": "held", "card": "created"}
    assert balances(wallet) == ("0.00", "8.00")
    fake.pay(reconcile(payment).redirect_url)
    assert reconcile(payment).status == "captured"
    assert len({call["idempotency_key"] for call in fake.calls("/v1/checkout/sessions")}) == 1
    require_agreement(fake, wallet, payment)


@pytest.mark.parametrize("minutes", [2, 6, 60, 60 * 30])
@pytest.mark.parametrize("moment", ["before", "after"])
def test_dying_while_a_saved_card_is_charged(fake, crash, moment, minutes):
    """However late the reconciler comes, and although the gateway has forgotten the key by then."""
    wallet = make_wallet("8.00")
    card = make_saved_card(wallet, fake)
    crash("charge_saved_card", moment)
    with pytest.raises(Crash):
        pay(wallet, "20.00", saved_card_id=card.pk, order_reference="1")
    crash()
    payment = Payment.objects.get()
    fake.advance_clock(minutes * 60)
    reconcile(payment, minutes)
    reconcile(payment, minutes)
    paid = moment == "after" or minutes < 5
    assert taken_by(fake) == (1200 if paid else 0)
    assert fresh_payment(payment).status == ("captured" if paid else "failed")
    require_agreement(fake, wallet, payment)


@pytest.mark.parametrize("moment", ["before", "after"])
def test_the_customer_repeats_the_request_after_the_process_died(fake, crash, moment):
    wallet = make_wallet("8.00")
    card = make_saved_card(wallet, fake)
    body = {"saved_card_id": card.pk, "order_reference": "1", "key": "k"}
    crash("charge_saved_card", moment)
    with pytest.raises(Crash):
        pay(wallet, "20.00", **body)
    crash()
    assert pay(wallet, "20.00", **body).payment.status == "captured"
    assert taken_by(fake) == 1200
    require_agreement(fake, wallet, Payment.objects.get())


@pytest.mark.parametrize("moment", ["before", "after"])
def test_dying_while_the_gateway_is_asked(fake, crash, moment):
    wallet, payment = make_payment("20.00", balance="8.00", order_reference="1")
    fake.pay(payment.redirect_url)
    crash("fetch_checkout", moment)
    with pytest.raises(Crash):
        settle_payment(payment_id=payment.pk)
    crash()
    assert reconcile(payment).status == "captured"
    require_agreement(fake, wallet, payment)


class DyingShop(Shop):
    """Its process dies in the middle of the transaction that captures, or that releases."""

    def payment_captured(self, *, order_reference: str, payment_id: str) -> bool:
        raise Crash

    def payment_failed(self, *, order_reference: str, payment_id: str, reason: str) -> None:
        raise Crash


def test_dying_while_the_tenders_are_captured(fake, crash, settings):
    wallet, payment = make_payment("20.00", balance="8.00", order_reference="1")
    fake.pay(payment.redirect_url)
    settings.CHECKOUT_ORDERS = f"{__name__}.DyingShop"
    with pytest.raises(Crash):
        settle_payment(payment_id=payment.pk)
    assert state(payment) == {"payment": "waiting", "wallet": "held", "card": "waiting"}
    assert (sales(), at_the_gateway()) == (0, 0)
    settings.CHECKOUT_ORDERS = "tests.factories.checkout.Shop"
    assert reconcile(payment).status == "captured"
    require_agreement(fake, wallet, payment)


def test_dying_while_a_wallet_pays_alone_leaves_nothing_behind(crash, settings):
    settings.CHECKOUT_ORDERS = f"{__name__}.DyingShop"
    wallet = make_wallet("50.00")
    with pytest.raises(Crash):
        pay(wallet, "20.00")
    assert balances(wallet) == ("50.00", "0.00")
    assert not Payment.objects.exists()
    assert not Hold.objects.exists()


@pytest.mark.parametrize("moment", ["before", "after"])
def test_dying_while_a_payment_is_called_off(fake, crash, moment):
    wallet, payment = make_payment("20.00", balance="8.00", order_reference="1")
    crash("expire_checkout", moment)
    with pytest.raises(Crash):
        void_payment(payment_id=payment.pk, reason="You canceled it.")
    crash()
    assert balances(wallet) == ("0.00", "8.00")
    assert reconcile(payment).status == "voided"
    require_agreement(fake, wallet, payment)


def test_dying_while_the_hold_is_released(fake, crash, settings):
    wallet, payment = make_payment("20.00", balance="8.00", order_reference="1")
    settings.CHECKOUT_ORDERS = f"{__name__}.DyingShop"
    with pytest.raises(Crash):
        void_payment(payment_id=payment.pk, reason="You canceled it.")
    assert state(payment)["wallet"] == "held"
    settings.CHECKOUT_ORDERS = "tests.factories.checkout.Shop"
    assert reconcile(payment).status == "voided"
    require_agreement(fake, wallet, payment)


def _kill(fake, wallet, *, method, moment, card=None, payment=None):
    """Pay, or settle, in another process that is killed with -9 on the way."""
    told = {
        "customer": wallet.customer_id,
        "card": card and str(card.pk),
        "payment": payment and str(payment.pk),
        "method": method,
        "moment": moment,
    }
    return run_to_death("tests.support.dying_process", told, fake)


@pytest.mark.parametrize("moment", ["before", "after"])
def test_a_kill_while_the_card_is_charged(fake, moment):
    wallet = make_wallet("8.00")
    card = make_saved_card(wallet, fake)
    killed = _kill(fake, wallet, method="charge_saved_card", moment=moment, card=card)
    assert killed == -signal.SIGKILL
    payment = Payment.objects.get()
    assert state(payment) == {"payment": "created", "wallet": "held", "card": "created"}
    assert reconcile(payment).status == "captured"
    assert taken_by(fake) == 1200
    require_agreement(fake, wallet, payment)


def test_a_kill_while_the_tenders_are_captured(fake):
    wallet, payment = make_payment("20.00", balance="8.00", order_reference="1")
    fake.pay(payment.redirect_url)
    assert _kill(fake, wallet, method="port", moment="", payment=payment) == -signal.SIGKILL
    assert (state(payment)["payment"], sales()) == ("waiting", 0)
    assert reconcile(payment).status == "captured"
    require_agreement(fake, wallet, payment)
