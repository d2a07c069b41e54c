import pytest
from django.utils import timezone

from tests.factories.checkout import Shop, age, make_payment, pay, sales, state
from tests.factories.wallets import balances, make_wallet
from wallet_project.celery import app
from wallet_project.checkout import tasks
from wallet_project.checkout.tasks import reconcile_payments

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_clock_runs_it_every_minute():
    schedule = app.conf.beat_schedule["wallet_project.checkout.tasks.reconcile_payments"]
    assert schedule["task"] == reconcile_payments.name
    assert schedule["schedule"].total_seconds() == 60


def test_a_payment_whose_webhooks_were_all_lost_is_captured(fake, shop):
    _wallet, payment = make_payment("20.00", balance="8.00", order_reference="1")
    fake.pay(payment.redirect_url)
    age(payment, minutes=2)
    assert reconcile_payments() == 1
    assert state(payment)["payment"] == "captured"
    assert (sales(), shop.paid) == (2000, ["1"])
    assert reconcile_payments() == 0


def test_a_payment_of_this_minute_is_left_to_its_page(fake):
    _wallet, payment = make_payment()
    assert reconcile_payments() == 0
    age(payment, minutes=2)
    assert reconcile_payments() == 1
    assert reconcile_payments() == 0


def test_a_page_that_was_left_alone_releases_its_hold(fake):
    wallet, payment = make_payment()
    fake.advance_clock(3600)
    age(payment, minutes=60)
    reconcile_payments()
    assert state(payment) == {"payment": "failed", "wallet": "released", "card": "released"}
    assert balances(wallet) == ("8.00", "0.00")


def test_an_authorization_that_nobody_captures_is_released_after_a_week():
    wallet = make_wallet("50.00")
    payment = pay(wallet, "20.00", capture=False).payment
    age(payment, days=6)
    assert reconcile_payments() == 0
    age(payment, days=8)
    assert reconcile_payments() == 1
    assert state(payment) == {"payment": "voided", "wallet": "released"}
    assert balances(wallet) == ("50.00", "0.00")


class Grumpy(Shop):
    """A shop that breaks over one order."""

    def payment_captured(self, *, order_reference: str, payment_id: str) -> bool:
        if order_reference == "cursed":
            raise RuntimeError("the shop is broken")
        return super().payment_captured(order_reference=order_reference, payment_id=payment_id)


def test_one_payment_that_can_not_be_helped_does_not_keep_the_others_waiting(fake, settings, caplog):
    settings.CHECKOUT_ORDERS = f"{__name__}.Grumpy"
    payments = [make_payment(order_reference=reference)[1] for reference in ("cursed", "fine")]
    for payment in payments:
        fake.pay(payment.redirect_url)
        age(payment, minutes=2)
    assert reconcile_payments() == 2
    assert [state(payment)["payment"] for payment in payments] == ["waiting", "captured"]
    assert "could not be reconciled" in caplog.text
    settings.CHECKOUT_ORDERS = "tests.factories.checkout.Shop"
    reconcile_payments(older_than_seconds=0)
    assert state(payments[0])["payment"] == "captured"


def test_a_round_ends_in_time_and_the_next_one_goes_on(fake, monkeypatch):
    _wallet, payment = make_payment()
    age(payment, minutes=2)
    monkeypatch.setattr(tasks, "SECONDS_PER_ROUND", -1)
    assert reconcile_payments() == 0
    assert timezone.now() > payment.created_at
