"""What banks take back of rescued payments, in whatever order events come."""

from itertools import permutations

import pytest
from djmoney.money import Money

from refunds.exceptions import PaymentDisputed
from tests.factories.checkout import fresh_payment, make_payment
from tests.factories.refunds import make_paid, refund
from tests.factories.wallets import balances, fresh, make_staff, make_wallet
from tests.support.fake_stripe import sdk, session_params
from tests.support.refunds import everything_agrees
from tests.support.webhooks import URL, deliver, post
from wallet_project.checkout.models import CardReturn, RescuedPayment
from wallet_project.checkout.services import rescue_bank_payment, settle_payment, void_payment
from wallets.models import TopUpReturn
from wallets.services import ensure_gateway_customer, place_hold

pytestmark = pytest.mark.django_db(transaction=True)
STORM = (
    "payment_intent.processing",
    "payment_intent.succeeded",
    "refund.created",
    "charge.dispute.created",
    "charge.dispute.closed",
)


@pytest.fixture(autouse=True)
def _orders_in_memory(settings):
    settings.CHECKOUT_ORDERS = "tests.factories.checkout.Shop"


def late_payment(fake):
    """20.00 that a bank pays after the payment was called off; nobody here knows that it has."""
    wallet, payment = make_payment("20.00", balance="0")
    fake.pay_by_bank(payment.redirect_url, method="netbanking", outcome="never")
    gateway_payment = settle_payment(payment_id=payment.pk).card_tender.gateway_payment
    void_payment(payment_id=payment.pk, reason="x")
    fake.settle_payment(gateway_payment)
    return wallet, payment, gateway_payment


@pytest.mark.parametrize(("won", "balance", "noted"), [(True, "20.00", "kept"), (False, "0.00", "returned")])
@pytest.mark.parametrize("order", [1, -1])
def test_a_disputed_rescue_is_taken_back_and_a_won_one_returned(fake, won, balance, noted, order):
    wallet, _payment, gateway_payment = late_payment(fake)
    dispute = fake.dispute_payment(gateway_payment)
    fake.close_dispute(dispute["id"], won=won)
    deliver(fake, *("charge.dispute.created", "charge.dispute.closed")[::order])
    assert balances(wallet) == (balance, "0.00")
    assert TopUpReturn.objects.get().rescued_entry_id == RescuedPayment.objects.get().entry_id
    assert CardReturn.objects.get().status == noted


def test_what_is_spent_of_it_is_a_shortfall_and_freezes_the_wallet_until_it_is_won(fake):
    wallet, _payment, gateway_payment = late_payment(fake)
    deliver(fake, "payment_intent.succeeded")
    place_hold(wallet_id=wallet.pk, amount=Money("15", "EUR"), key="h")
    dispute = fake.dispute_payment(gateway_payment)
    deliver(fake, "charge.dispute.created")
    assert (balances(wallet), fresh(wallet).status) == (("0.00", "15.00"), "frozen")
    fake.close_dispute(dispute["id"], won=True)
    deliver(fake, "charge.dispute.closed")
    assert (balances(wallet), fresh(wallet).status) == (("5.00", "15.00"), "open")


def test_a_refund_at_the_gateway_takes_it_back_and_one_that_fails_returns_it(fake):
    fake.configure(refund_mode="pending")
    wallet, _payment, gateway_payment = late_payment(fake)
    made = sdk(fake).v1.refunds.create({"payment_intent": gateway_payment, "amount": 500})
    deliver(fake, "refund.created")
    assert balances(wallet) == ("15.00", "0.00")
    fake.settle_refund(made.id, succeeded=False)
    deliver(fake, "refund.failed")
    assert balances(wallet) == ("20.00", "0.00")


def test_every_order_of_the_events_ends_in_one_and_the_same_state(fake):
    for order in list(permutations(STORM))[::17]:
        fake.reset()
        fake.configure(delivery="drop")
        wallet, _payment, gateway_payment = late_payment(fake)
        sdk(fake).v1.refunds.create({"payment_intent": gateway_payment, "amount": 500})
        dispute = fake.dispute_payment(gateway_payment)
        fake.close_dispute(dispute["id"], won=True)
        events = {event["type"]: event for event in fake.events(*STORM)}
        for name in order:
            assert post(fake, events[name]).status_code == 200
        found = TopUpReturn.objects.filter(wallet=wallet).order_by("kind").values_list("kind", "status")
        assert (balances(wallet), list(found)) == (
            ("15.00", "0.00"),
            [("dispute", "won"), ("refund", "taken")],
        ), order


def test_all_events_at_once_and_several_times_take_it_back_once(fake, live_server):
    fake.configure(delivery="drop", webhook_url=live_server.url + URL)
    wallet, _payment, gateway_payment = late_payment(fake)
    fake.dispute_payment(gateway_payment)
    ids = [event["id"] for event in fake.events("payment_intent.succeeded", "charge.dispute.created")]
    assert set(fake.deliver(ids, parallel=True, times=3)) == {200}
    assert balances(wallet) == ("0.00", "0.00")
    assert TopUpReturn.objects.count() == 1
    everything_agrees()


def test_one_that_staff_rescued_by_its_reference_is_taken_back_too(fake):
    wallet, member = make_wallet("0"), make_staff("checkout.rescue_payment")
    customer = ensure_gateway_customer(customer_id=wallet.customer_id)
    page = sdk(fake).v1.checkout.sessions.create(session_params(customer, amount=2000))
    fake.pay(page.url)
    payment = sdk(fake).v1.checkout.sessions.retrieve(page.id).payment_intent
    amount = Money("20", "EUR")
    rescue_bank_payment(
        reference=payment, customer_id=wallet.customer_id, amount=amount, actor_id=member.pk, why="x"
    )
    fake.dispute_payment(payment)
    deliver(fake, "charge.dispute.created")
    assert balances(wallet) == ("0.00", "0.00")


def test_a_disputed_card_part_blocks_refunds_until_it_is_won(fake):
    wallet, payment = make_paid(fake, card="20.00")
    dispute = fake.dispute_payment(fresh_payment(payment).card_tender.gateway_payment)
    deliver(fake, "charge.dispute.created")
    with pytest.raises(PaymentDisputed):
        refund(payment, "5.00")
    assert balances(wallet)[0] == "0.00"
    fake.close_dispute(dispute["id"], won=True)
    deliver(fake, "charge.dispute.closed")
    refund(payment, "5.00")
    assert balances(wallet)[0] == "5.00"
    everything_agrees()
