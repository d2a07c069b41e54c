"""One event becomes one service call, in whatever order events come."""

from itertools import permutations

import pytest
from djmoney.money import Money

from tests.factories.checkout import (
    at_the_gateway,
    fresh_payment,
    make_payment,
    make_saved_card,
    pay,
    sales,
    state,
)
from tests.factories.wallets import balances, fresh, make_wallet
from tests.support.fake_stripe import sdk, session_params
from tests.support.webhooks import URL, deliver, post
from wallet_project.checkout.models import CardReturn
from wallet_project.gateway_events import HANDLERS
from wallets.gateways.base import EventKind
from wallets.models import GatewayEventRecord, SavedCard, TopUp, TopUpReturn
from wallets.services import ensure_gateway_customer, start_card_setup, start_top_up

pytestmark = pytest.mark.django_db(transaction=True)

COMPLETED = "checkout.session.completed"
# The page's "completed" comes twice: that it succeeded, and once more.
STORM = (
    "payment_intent.created",
    "checkout.session.completed",
    "checkout.session.completed",
    "refund.created",
    "charge.dispute.created",
)


@pytest.fixture(autouse=True)
def _orders_in_memory(settings):
    settings.CHECKOUT_ORDERS = "tests.factories.checkout.Shop"


def eur(amount: str) -> Money:
    return Money(amount, "EUR")


def begin_top_up(wallet=None, key="k"):
    wallet = wallet or make_wallet()
    return start_top_up(
        customer_id=wallet.customer_id,
        wallet_id=wallet.pk,
        amount=eur("12.50"),
        key=key,
        success_url="http://shop.test/back",
        cancel_url="http://shop.test/",
    )


def paid_at_the_gateway(fake, top_up):
    """Pay the page; answers with the payment's id. Nobody here knows of it yet."""
    fake.pay(top_up.redirect_url)
    events = fake.events("payment_intent.succeeded")
    return next(
        event["data"]["object"]["id"]
        for event in events
        if event["data"]["object"]["metadata"].get("top_up") == str(top_up.pk)
    )


def only_note():
    record = GatewayEventRecord.objects.get()
    return record.handled_at is not None, record.last_error


def test_every_kind_of_event_has_its_handler():
    assert set(HANDLERS) == set(EventKind)


def test_a_paid_top_up_is_credited(fake):
    top_up = begin_top_up()
    fake.pay(top_up.redirect_url)
    deliver(fake, COMPLETED)
    assert balances(top_up.wallet) == ("12.50", "0.00")


def test_a_paid_order_is_captured(fake):
    _wallet, payment = make_payment("20.00", balance="8.00")
    fake.pay(payment.redirect_url)
    deliver(fake, COMPLETED)
    assert state(payment)["payment"] == "captured"
    assert sales() == 2000


def test_an_expired_page_releases_the_hold(fake):
    wallet, payment = make_payment("20.00", balance="8.00")
    fake.advance_clock(3600)
    deliver(fake, "checkout.session.expired")
    assert (state(payment)["payment"], balances(wallet)) == ("failed", ("8.00", "0.00"))


def test_a_card_that_a_setup_page_saved_is_kept(fake):
    wallet = make_wallet()
    page = start_card_setup(
        customer_id=wallet.customer_id, key="k", success_url="http://s.test/", cancel_url="http://s.test/"
    )
    fake.pay(page)
    deliver(fake, COMPLETED)
    assert SavedCard.objects.get().customer_id == wallet.customer_id
    assert only_note() == (True, "")


@pytest.mark.parametrize(
    "metadata",
    [
        {},
        {"purpose": "setup", "customer": "999999"},
        {"purpose": "setup", "customer": "x"},
        {"purpose": "setup"},
    ],
)
def test_a_setup_page_that_is_not_ours_saves_nothing_and_is_let_go(fake, metadata):
    customer = ensure_gateway_customer(customer_id=make_wallet().customer_id)
    page = sdk(fake).v1.checkout.sessions.create(
        {
            "mode": "setup",
            "customer": customer,
            "currency": "eur",
            "success_url": "http://s.test/",
            "cancel_url": "http://s.test/",
            "metadata": metadata,
        }
    )
    fake.pay(page.url)
    deliver(fake, COMPLETED)
    handled, note = only_note()
    assert (handled, bool(note)) == (True, True)
    assert not SavedCard.objects.exists()


def test_a_card_that_the_gateway_forgot_is_gone_here_too(fake):
    wallet = make_wallet()
    card = make_saved_card(wallet, fake)
    sdk(fake).v1.payment_methods.detach(card.payment_method)
    deliver(fake, "payment_method.detached")
    card.refresh_from_db()
    assert card.removed_at is not None


def test_a_refund_made_at_the_gateway_is_taken_back_even_before_the_credit(fake):
    top_up = begin_top_up()
    payment = paid_at_the_gateway(fake, top_up)
    sdk(fake).v1.refunds.create({"payment_intent": payment, "amount": 400})
    deliver(fake, "refund.created")
    assert balances(top_up.wallet) == ("8.50", "0.00")
    deliver(fake, COMPLETED, "payment_intent.succeeded")
    assert balances(top_up.wallet) == ("8.50", "0.00")


def test_a_refund_that_fails_later_is_given_back(fake):
    top_up = begin_top_up()
    payment = paid_at_the_gateway(fake, top_up)
    refund = sdk(fake).v1.refunds.create({"payment_intent": payment, "amount": 400})
    deliver(fake, "refund.created")
    fake.settle_refund(refund.id, succeeded=False)
    deliver(fake, "refund.failed", "refund.updated")
    assert balances(top_up.wallet) == ("12.50", "0.00")
    assert TopUpReturn.objects.get().status == "won"


def test_a_refund_that_had_failed_before_we_heard_of_it_takes_nothing(fake):
    top_up = begin_top_up()
    payment = paid_at_the_gateway(fake, top_up)
    refund = sdk(fake).v1.refunds.create({"payment_intent": payment, "amount": 400})
    fake.settle_refund(refund.id, succeeded=False)
    deliver(fake, "refund.created", "refund.failed")
    assert balances(top_up.wallet) == ("12.50", "0.00")
    assert not TopUpReturn.objects.exists()


@pytest.mark.parametrize(("won", "balance"), [(True, "12.50"), (False, "0.00")])
@pytest.mark.parametrize("order", [1, -1])
def test_a_dispute_takes_the_money_and_a_won_one_returns_it(fake, won, balance, order):
    top_up = begin_top_up()
    payment = paid_at_the_gateway(fake, top_up)
    dispute = fake.dispute_payment(payment)
    fake.close_dispute(dispute["id"], won=won)
    deliver(fake, *("charge.dispute.created", "charge.dispute.closed")[::order])
    assert balances(top_up.wallet) == (balance, "0.00")
    assert TopUpReturn.objects.get().status == ("won" if won else "lost")


def test_a_dispute_of_what_is_spent_freezes_the_wallet(fake):
    wallet = make_wallet()
    payment = paid_at_the_gateway(fake, begin_top_up(wallet))
    deliver(fake, COMPLETED)

    pay(wallet, "10.00")
    fake.dispute_payment(payment)
    deliver(fake, "charge.dispute.created", "charge.dispute.funds_withdrawn")
    assert (balances(wallet), fresh(wallet).status) == (("0.00", "0.00"), "frozen")


@pytest.mark.parametrize(("won", "status"), [(None, "open"), (True, "kept"), (False, "returned")])
def test_a_disputed_order_is_noted_and_moves_no_money(fake, won, status):
    _wallet, payment = make_payment("20.00", balance="8.00")
    fake.pay(payment.redirect_url)
    deliver(fake, COMPLETED)
    dispute = fake.dispute_payment(fresh_payment(payment).card_tender.gateway_payment)
    if won is not None:
        fake.close_dispute(dispute["id"], won=won)
    deliver(fake, "charge.dispute.created", "charge.dispute.closed")
    noted = CardReturn.objects.get()
    assert (noted.kind, noted.status, noted.amount) == ("dispute", status, eur("12"))
    assert (sales(), at_the_gateway()) == (2000, 1200)


@pytest.mark.parametrize(
    ("mode", "succeeded", "status"),
    [("normal", None, "returned"), ("pending", None, "open"), ("pending", False, "kept")],
)
def test_a_refund_of_an_orders_card_part_is_noted(fake, mode, succeeded, status):
    fake.configure(refund_mode=mode)
    _wallet, payment = make_payment("20.00", balance="8.00")
    fake.pay(payment.redirect_url)
    deliver(fake, COMPLETED)
    card = fresh_payment(payment).card_tender
    refund = sdk(fake).v1.refunds.create({"payment_intent": card.gateway_payment, "amount": 500})
    if succeeded is not None:
        fake.settle_refund(refund.id, succeeded=succeeded)
    deliver(fake, "refund.created", "refund.updated", "refund.failed")
    noted = CardReturn.objects.get()
    assert (noted.kind, noted.status, noted.amount) == ("refund", status, eur("5"))
    assert noted.tender_id == card.pk


@pytest.mark.parametrize("what", ["refund", "dispute"])
def test_what_comes_back_of_a_top_up_that_was_never_credited_is_let_go(fake, what):
    top_up = begin_top_up()
    payment = paid_at_the_gateway(fake, top_up)
    TopUp.objects.filter(pk=top_up.pk).update(status="quarantined", gateway_payment=payment)
    if what == "refund":
        sdk(fake).v1.refunds.create({"payment_intent": payment, "amount": 400})
    else:
        fake.dispute_payment(payment)
    deliver(fake, "refund.created", "charge.dispute.created")
    assert only_note() == (True, "This top-up was never credited.")
    assert balances(top_up.wallet) == ("0.00", "0.00")


@pytest.mark.parametrize("what", ["refund", "dispute"])
def test_what_comes_back_before_the_credit_waits_for_it(fake, what):
    top_up = begin_top_up()
    payment = paid_at_the_gateway(fake, top_up)
    if what == "refund":
        sdk(fake).v1.refunds.create({"payment_intent": payment, "amount": 400})
    else:
        fake.dispute_payment(payment)
    fake.inject("error_503", "/v1/checkout/sessions/.*", method="GET", times=9)
    deliver(fake, "refund.created", "charge.dispute.created")
    handled, note = only_note()
    assert (handled, note) == (False, "NotSettledYet: The top-up is not credited yet.")
    assert balances(top_up.wallet) == ("0.00", "0.00")


def test_a_payment_of_another_store_is_let_go_with_a_note(fake):
    customer = ensure_gateway_customer(customer_id=make_wallet().customer_id)
    page = sdk(fake).v1.checkout.sessions.create(session_params(customer))
    fake.pay(page.url)
    deliver(fake, COMPLETED)
    assert only_note() == (True, "This payment was not asked for by this store.")


def test_a_page_of_another_store_that_expired_is_let_go_with_a_note(fake):
    customer = ensure_gateway_customer(customer_id=make_wallet().customer_id)
    sdk(fake).v1.checkout.sessions.create(session_params(customer))
    fake.advance_clock(90_000)
    deliver(fake, "checkout.session.expired")
    assert only_note() == (True, "This payment was not asked for by this store.")


def test_a_dispute_without_a_payment_is_let_go_with_a_note(fake):
    wallet = make_wallet()
    dispute = fake.dispute_payment(paid_at_the_gateway(fake, begin_top_up(wallet)))
    event = fake.events("charge.dispute.created")[0]
    event["data"]["object"]["payment_intent"] = None
    post(fake, event)
    assert only_note() == (True, "The event names no payment.")
    assert dispute["amount"] == 1250


@pytest.mark.parametrize("field", ["payment", "session"])
def test_an_event_without_our_metadata_is_known_by_the_gateways_id(fake, field):
    top_up = begin_top_up()
    fake.pay(top_up.redirect_url)
    event = fake.events(COMPLETED)[0]
    told = event["data"]["object"]
    told["metadata"] = {}
    if field == "session":
        told["payment_intent"] = None
    post(fake, event)
    assert balances(top_up.wallet) == ("12.50", "0.00")


@pytest.mark.parametrize("number", ["01a2071f-dd82-78f9-a0fc-b6d4d9ec50f6", "nonsense"])
@pytest.mark.parametrize(("purpose", "name"), [("top_up", "top_up"), ("payment", "tender")])
def test_something_of_ours_that_we_do_not_know_waits(fake, purpose, name, number):
    top_up = begin_top_up()
    fake.pay(top_up.redirect_url)
    event = fake.events(COMPLETED)[0]
    event["data"]["object"]["metadata"] = {"purpose": purpose, name: number}
    post(fake, event)
    assert only_note() == (False, f"There is no such {purpose} here.")
    assert balances(top_up.wallet) == ("0.00", "0.00")


def outcome(wallet, top_up):
    returns = TopUpReturn.objects.filter(top_up=top_up).order_by("kind")
    return (
        balances(wallet),
        fresh(wallet).status,
        TopUp.objects.get(pk=top_up.pk).status,
        [(one.kind, one.status, one.taken.amount, one.shortfall.amount) for one in returns],
    )


def storm(fake):
    """A top-up that was paid, refunded in part and disputed, and the events that tell of it."""
    wallet = make_wallet()
    top_up = begin_top_up(wallet)
    payment = paid_at_the_gateway(fake, top_up)
    sdk(fake).v1.refunds.create({"payment_intent": payment, "amount": 400})
    fake.dispute_payment(payment)
    return wallet, top_up, {event["type"]: event for event in fake.events(*set(STORM))}


CALM = (
    ("0.00", "0.00"),
    "open",
    "succeeded",
    [("dispute", "taken", 850 / 100, 0), ("refund", "taken", 400 / 100, 0)],
)


def test_every_order_of_the_events_ends_in_one_and_the_same_state(fake):
    for order in sorted(set(permutations(STORM))):
        fake.reset()
        fake.configure(delivery="drop")
        wallet, top_up, events = storm(fake)
        for name in order:
            assert post(fake, events[name]).status_code == 200
        assert outcome(wallet, top_up) == CALM, order


def test_all_events_at_once_and_several_times_end_in_the_same_state(fake, live_server):
    fake.configure(delivery="drop", webhook_url=live_server.url + URL)
    for _ in range(5):
        wallet, top_up, events = storm(fake)
        ids = [event["id"] for event in events.values()]
        assert set(fake.deliver(ids, parallel=True, times=3)) == {200}
        assert outcome(wallet, top_up) == CALM
    assert not GatewayEventRecord.objects.filter(handled_at=None).exists()


def test_a_storm_about_an_order_captures_it_once(fake, live_server):
    fake.configure(delivery="drop", webhook_url=live_server.url + URL)
    _wallet, payment = make_payment("20.00", balance="8.00")
    fake.pay(payment.redirect_url)
    fake.deliver([event["id"] for event in fake.events()], parallel=True, times=4)
    assert state(payment)["payment"] == "captured"
    assert (sales(), at_the_gateway()) == (2000, 1200)
