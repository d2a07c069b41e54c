"""The same money given back at the same moment, each time on connections of its own."""

from __future__ import annotations

import pytest
from djmoney.money import Money

from refunds.models import Refund
from refunds.services import approve_refund, issue_refund, pay_failed_refund_to_wallet, reverse_refund
from tests.factories.checkout import at_the_gateway, pay, sales, state
from tests.factories.refunds import APPROVE, ISSUE, make_daily_sum, make_paid, refund, refunded
from tests.factories.wallets import balances, credit, make_staff, make_wallet
from tests.support.fake_stripe import sdk
from tests.support.refunds import everything_agrees, without_refund_rules
from tests.support.threads import at_once, kinds
from tests.support.webhooks import deliver
from wallet_project.checkout.locks import load_tenders
from wallet_project.checkout.models import CardReturn, Payment
from wallet_project.checkout.services import capture_payment, settle_payment, void_payment

pytestmark = pytest.mark.django_db(transaction=True)


def eur(amount: str) -> Money:
    return Money(amount, "EUR")


def test_fifty_refunds_of_one_payment_at_once_never_give_back_more_than_it_captured():
    wallet, payment = make_paid(wallet="20.00")
    results = at_once(lambda: refund(payment, "3.00"), times=50)
    assert kinds(results) == {"Refund": 6, "RefundExceedsCaptured": 44}
    assert (balances(wallet)[0], refunded(payment)[0], sales()) == ("18.00", "18.00", 200)
    everything_agrees()


@pytest.fixture
def unlocked(monkeypatch):
    """The payment, and the customer's wallet, are read without being locked."""

    def read(payment_id):
        return load_tenders(Payment.objects.get(pk=payment_id))

    monkeypatch.setattr("refunds.services.requests.lock_payment", read)
    monkeypatch.setattr("refunds.locks.lock_payment", read)
    monkeypatch.setattr("refunds.services.issuing.lock_money", lambda payment: None)


def test_without_the_payments_lock_the_same_test_fails(unlocked, monkeypatch):
    """Without the lock more than was captured goes back, once the rules of the database, and what takes
    earned rewards back in proportion, are out of the way as well."""
    wallet, payment = make_paid(wallet="20.00")
    monkeypatch.setattr("refunds.services.issuing.clawback_accruals", lambda **about: [])
    with without_refund_rules():
        results = at_once(lambda: refund(payment, "3.00"), times=50)
        assert kinds(results)["Refund"] > 6
        assert eur(balances(wallet)[0]) > eur("20.00")


def test_without_the_lock_the_database_still_gives_back_no_more_than_was_captured(unlocked):
    wallet, payment = make_paid(wallet="20.00")
    results = at_once(lambda: refund(payment, "15.00"), times=8)
    assert kinds(results)["Refund"] == 1
    assert (balances(wallet)[0], refunded(payment)[0]) == ("15.00", "15.00")


def test_the_same_form_sent_twenty_times_at_once_refunds_once(fake):
    _wallet, payment = make_paid(fake, card="20.00")
    at_once(lambda: refund(payment, "5.00", key="k", destination="original"), times=20)
    assert (Refund.objects.count(), refunded(payment)[0]) == (1, "5.00")
    assert issue_refund(refund_id=Refund.objects.get().pk).status in ("done", "processing")
    assert len(sdk(fake).v1.refunds.list().data) == 1


def test_one_key_for_two_payments_at_once_is_one_refund():
    payments = [make_paid(wallet="20.00")[1] for _ in range(2)]
    results = at_once(*(lambda one=one: refund(one, "5.00", key="k") for one in payments), times=3)
    assert set(kinds(results)) <= {"Refund", "IdempotencyConflict"}
    assert Refund.objects.count() == 1


def test_calling_off_and_refunding_at_once_give_back_once():
    for _ in range(4):
        wallet = make_wallet("20.00")
        payment = pay(wallet, "20.00", capture=False).payment
        at_once(
            lambda pk=payment.pk: capture_payment(payment_id=pk),
            lambda pk=payment.pk: void_payment(payment_id=pk, reason="x"),
            lambda one=payment: refund(one, "20.00"),
            lambda one=payment: refund(one, "20.00"),
        )
        given_back = refunded(payment)[0] == "20.00" or state(payment)["payment"] == "voided"
        assert balances(wallet)[0] == ("20.00" if given_back else "0.00")
        everything_agrees()


def test_refunding_and_paying_with_wallet_and_rewards_at_once_never_deadlocks():
    """Refund and checkout want the same wallet, reward wallet and points."""
    wallet, payment = make_paid(reward="20.00", wallet="20.00")
    credit(wallet, "50.00")
    results = at_once(
        lambda: refund(payment, "2.00"),
        lambda: pay(wallet, "1.00"),
        times=8,
    )
    assert set(kinds(results)) == {"Refund", "PaymentOutcome"}
    assert refunded(payment)[0] == "16.00"
    everything_agrees()


def test_refunding_and_capturing_what_the_bank_paid_at_once_never_deadlocks(fake):
    """Reward money is captured first, and yet the wallet is locked first."""
    wallet, payment = make_paid(reward="40.00", wallet="20.00")
    refund(payment, "20.00")
    credit(wallet, "50.00")
    waiting = [
        pay(wallet, "5.00", reward_amount=eur("1.00"), wallet_amount=eur("1.00")).payment for _ in range(6)
    ]
    for one in waiting:
        fake.pay(one.redirect_url)
    results = at_once(
        *(lambda pk=one.pk: settle_payment(payment_id=pk) for one in waiting),
        *[lambda: refund(payment, "2.00")] * 6,
    )
    assert kinds(results) == {"Payment": 6, "Refund": 6}
    assert [state(one)["payment"] for one in waiting] == ["captured"] * 6
    everything_agrees()


def test_refund_and_dispute_at_once_never_pay_the_customer_twice(fake):
    for number in range(4):
        wallet, payment = make_paid(fake, card="20.00")
        card = payment.card_tender.gateway_payment
        at_once(
            lambda one=payment: refund(one, "12.00", destination="original"),
            lambda card=card: fake.dispute_payment(card),
            lambda one=payment: refund(one, "12.00", destination="original"),
        )
        deliver(fake, "charge.dispute.created")
        back = sum(one.amount for one in sdk(fake).v1.refunds.list({"payment_intent": card}).data)
        disputed = CardReturn.objects.get(tender__payment=payment).amount.amount * 100
        assert back + disputed <= 2000, number
        assert balances(wallet)[0] == "0.00"
    everything_agrees()


def test_without_the_payments_lock_what_the_bank_takes_meanwhile_is_paid_to_the_customer_too(
    fake, unlocked, monkeypatch
):
    """The dispute is noted after the refund has looked for one, and before it moves the money."""
    wallet, payment = make_paid(fake, card="20.00")

    def meanwhile(_payment):
        fake.dispute_payment(payment.card_tender.gateway_payment)
        at_once(lambda: deliver(fake, "charge.dispute.created"))

    monkeypatch.setattr("refunds.services.issuing.lock_money", meanwhile)
    refund(payment, "20.00")
    disputed = CardReturn.objects.get(tender__payment=payment)
    assert (balances(wallet)[0], disputed.amount.amount, disputed.status) == ("20.00", 20, "open")


def test_two_people_approve_at_once_and_it_is_paid_once():
    wallet, payment = make_paid(wallet="300.00")
    asked = refund(payment, "200.01", requester_id=make_staff(ISSUE).pk)
    staff = [make_staff(APPROVE).pk for _ in range(4)]
    results = at_once(
        *(lambda pk=pk: approve_refund(refund_id=asked.pk, approver_id=pk) for pk in staff), times=2
    )
    assert set(kinds(results)) == {"Refund", "RefundNotOpen"}
    assert balances(wallet)[0] == "200.01"


def test_a_daily_sum_can_not_be_beaten_by_many_at_once():
    make_daily_sum(10)
    staff = make_staff(ISSUE)
    payments = [make_paid(wallet="20.00")[1] for _ in range(6)]
    results = at_once(*(lambda one=one: refund(one, "4.00", requester_id=staff.pk) for one in payments))
    assert kinds(results) == {"Refund": 2, "RefundNotAllowed": 4}


def test_taking_back_and_paying_a_failed_refund_happen_once_each(fake):
    wallet, payment = make_paid(fake, card="20.00")
    fake.inject("error_400", "/v1/refunds")
    failed = refund(payment, "20.00", destination="original")
    staff = make_staff(ISSUE)
    at_once(lambda: pay_failed_refund_to_wallet(refund_id=failed.pk, actor_id=staff.pk), times=6)
    assert (balances(wallet)[0], at_the_gateway()) == ("20.00", 2000)
    at_once(lambda: reverse_refund(refund_id=failed.pk, actor_id=staff.pk, reason="x"), times=6)
    assert (balances(wallet)[0], refunded(payment)[0], sales()) == ("0.00", "0.00", 2000)
    everything_agrees()
