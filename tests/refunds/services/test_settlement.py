"""A refund to the card: pending until the gateway says, whoever hears of it first, and once."""

from itertools import permutations

import pytest
from djmoney.money import Money

from notifications.models import OutboxMessage
from notifications.texts import details_of
from refunds.exceptions import PaymentDisputed, RefundNotAllowed, RefundNotOpen
from refunds.models import Refund, RefundAllocation
from refunds.services import pay_failed_refund_to_wallet, reverse_refund, settle_refund
from refunds.services.results import apply_refusal, apply_result
from refunds.tasks import reconcile_refunds
from tests.factories.checkout import at_the_gateway, sales
from tests.factories.refunds import APPROVE, ISSUE, make_paid, make_terms, parts_of, refund, refunded
from tests.factories.wallets import balances, make_staff
from tests.support.fake_stripe import sdk
from tests.support.webhooks import URL, deliver, post
from wallet_project.checkout.models import CardReturn
from wallet_project.core.exceptions import NotFound
from wallet_project.core.ids import uuid7
from wallets.gateways.registry import get_gateway
from wallets.models import GatewayEventRecord

pytestmark = pytest.mark.django_db(transaction=True)
REFUNDS = "/v1/refunds"


@pytest.fixture
def paid(fake):
    return make_paid(fake, wallet="8.00", card="12.00")


def to_card(payment, amount="20.00", **changes):
    return refund(payment, amount, destination="original", **changes)


def at_gateway(fake):
    """What arrived at cards, in cents."""
    return sum(one.amount for one in sdk(fake).v1.refunds.list().data if one.status == "succeeded")


def status_of(one):
    return Refund.objects.get(pk=one.pk).status


def test_a_slow_bank_is_waited_for(fake, paid):
    wallet, payment = paid
    fake.configure(refund_mode="pending")
    waiting = to_card(payment)
    assert (waiting.status, waiting.settled_at) == ("pending_gateway", None)
    assert (balances(wallet)[0], at_the_gateway()) == ("8.00", 1200)
    assert not OutboxMessage.objects.filter(kind="refunded").exists()
    fake.settle_refund(RefundAllocation.objects.get(target="original").gateway_refund)
    deliver(fake, "refund.updated")
    assert (status_of(waiting), at_the_gateway(), sales()) == ("done", 0, 0)
    assert details_of(OutboxMessage.objects.get(kind="refunded"))["card"] == "€12.00"


def test_the_event_before_the_answer_and_every_order_end_in_one_refund(fake, paid):
    _wallet, payment = paid
    fake.configure(refund_mode="pending")
    waiting = to_card(payment)
    fake.settle_refund(RefundAllocation.objects.get(target="original").gateway_refund)
    events = fake.events("refund.created", "refund.updated")
    for order in permutations([*events, events[-1]]):
        for event in order:
            assert post(fake, event).status_code == 200
    assert (status_of(waiting), at_the_gateway(), at_gateway(fake)) == ("done", 0, 1200)
    assert not CardReturn.objects.exists()


def test_many_events_at_once_book_it_once(fake, paid, live_server):
    fake.configure(delivery="drop", webhook_url=live_server.url + URL)
    done = to_card(paid[1])
    ids = [event["id"] for event in fake.events("refund.created", "charge.refunded")]
    fake.deliver(ids, parallel=True, times=4)
    assert (status_of(done), at_the_gateway(), sales()) == ("done", 0, 0)
    assert not GatewayEventRecord.objects.filter(handled_at=None).exists()


def test_an_event_of_a_refund_that_we_do_not_know_yet_waits(fake, paid):
    to_card(paid[1])
    event = fake.events("refund.created")[0]
    event["data"]["object"] |= {"id": "re_unknown", "metadata": {"purpose": "refund", "refund": "nonsense"}}
    post(fake, event)
    record = GatewayEventRecord.objects.get()
    assert (record.handled_at, record.last_error) == (None, "There is no such refund here.")


def test_an_event_without_our_metadata_is_known_by_the_gateways_id(fake, paid):
    fake.configure(refund_mode="pending")
    waiting = to_card(paid[1])
    fake.settle_refund(RefundAllocation.objects.get(target="original").gateway_refund)
    event = fake.events("refund.updated")[0]
    event["data"]["object"]["metadata"] = {}
    post(fake, event)
    assert status_of(waiting) == "done"


@pytest.mark.parametrize("kind", ["timeout_after", "reset_after", "error_500_after"])
def test_a_gateway_that_refunded_and_did_not_answer_refunds_once(fake, paid, settings, kind):
    settings.STRIPE_TIMEOUT_SECONDS = 1.0
    get_gateway.cache_clear()
    fake.inject(kind, REFUNDS, times=9, seconds=3)
    waiting = to_card(paid[1])
    assert (waiting.status, at_the_gateway()) == ("processing", 1200)
    fake.clear_faults()
    assert settle_refund(refund_id=waiting.pk).status == "done"
    assert (at_gateway(fake), at_the_gateway()) == (1200, 0)
    assert len(sdk(fake).v1.refunds.list().data) == 1


@pytest.mark.parametrize("kind", ["error_503", "rate_limit", "reset_before"])
def test_a_gateway_that_can_not_be_asked_is_asked_again_with_the_same_key(fake, paid, kind):
    fake.inject(kind, REFUNDS, times=9)
    waiting = to_card(paid[1])
    assert waiting.status == "processing"
    fake.clear_faults()
    reconcile_refunds(older_than_seconds=0)
    assert (status_of(waiting), at_gateway(fake)) == ("done", 1200)
    assert len({call["idempotency_key"] for call in fake.calls(REFUNDS) if call["method"] == "POST"}) == 1


def test_a_day_later_when_the_key_is_forgotten_it_is_still_one_refund(fake, paid):
    fake.inject("error_500_after", REFUNDS, times=9)
    waiting = to_card(paid[1], "15.00")
    fake.clear_faults()
    fake.advance_clock(100_000)
    reconcile_refunds(older_than_seconds=0)
    assert (status_of(waiting), at_gateway(fake), at_the_gateway()) == ("done", 900, 300)


def test_while_the_gateway_is_down_a_waiting_refund_stays_as_it_is(fake, paid):
    fake.configure(refund_mode="pending")
    waiting = to_card(paid[1])
    fake.inject("error_503", f"{REFUNDS}/.*", method="GET", times=9)
    assert settle_refund(refund_id=waiting.pk).status == "pending_gateway"


def test_what_the_gateway_refuses_waits_for_staff(fake, paid):
    fake.inject("error_400", REFUNDS)
    failed = to_card(paid[1])
    assert (failed.status, failed.failure) == ("failed", "The payment service refused this request.")
    assert parts_of(failed)[1] == ("card", "original", "12.00", "failed")
    assert details_of(OutboxMessage.objects.get(kind="refund_failed"))["amount"] == "€12.00"
    assert (at_gateway(fake), at_the_gateway(), refunded(paid[1])[0]) == (0, 1200, "20.00")


def test_a_refusal_that_hides_an_earlier_success_is_no_failure(fake, paid):
    """The key is forgotten, and the gateway says that all is refunded already."""
    _wallet, payment = paid
    done = to_card(payment)
    part = RefundAllocation.objects.get(target="original")
    RefundAllocation.objects.filter(pk=part.pk).update(gateway_refund="", status="created", asked_at=None)
    Refund.objects.filter(pk=done.pk).update(status="processing", settled_at=None)
    fake.advance_clock(100_000)
    assert settle_refund(refund_id=done.pk).status == "done"
    assert (at_gateway(fake), at_the_gateway()) == (1200, 0)


def test_a_refund_that_comes_back_after_it_arrived_has_failed(fake, paid):
    _wallet, payment = paid
    done = to_card(payment)
    part = RefundAllocation.objects.get(target="original")
    fake.settle_refund(part.gateway_refund, succeeded=False)
    deliver(fake, "refund.failed", "refund.updated", "refund.created")
    assert (status_of(done), at_the_gateway(), sales()) == ("failed", 1200, 1200)
    assert OutboxMessage.objects.filter(kind="refund_failed").count() == 1


def test_staff_pay_to_the_wallet_what_the_bank_did_not_take_and_once(fake, paid):
    make_terms(bonus_percent=5)
    wallet, payment = paid
    failed = to_card(payment)
    fake.settle_refund(RefundAllocation.objects.get(target="original").gateway_refund, succeeded=False)
    assert settle_refund(refund_id=failed.pk).status == "failed"
    staff = make_staff(ISSUE)
    for _ in range(2):
        done = pay_failed_refund_to_wallet(refund_id=failed.pk, actor_id=staff.pk)
    assert (done.status, balances(wallet)[0]) == ("done", "20.00")
    assert parts_of(done)[1] == ("card", "wallet", "12.00", "done")
    assert (at_the_gateway(), sales(), refunded(payment)[0]) == (1200, 0, "20.00")
    letters = [
        details_of(one)["wallet"] for one in OutboxMessage.objects.filter(kind="refunded").order_by("pk")
    ]
    assert letters == ["€8.00", "€20.00"]
    assert settle_refund(refund_id=failed.pk).status == "done"


def test_only_what_failed_is_paid_to_the_wallet_and_only_by_whom_may(fake, paid):
    done = to_card(paid[1], "10.00")
    with pytest.raises(RefundNotOpen):
        pay_failed_refund_to_wallet(refund_id=done.pk, actor_id=make_staff(ISSUE).pk)
    fake.inject("error_400", REFUNDS)
    failed = to_card(paid[1], "10.00")
    for actor in (make_staff("wallets.adjust_wallet"), failed.customer):
        with pytest.raises(RefundNotAllowed):
            pay_failed_refund_to_wallet(refund_id=failed.pk, actor_id=actor.pk)
    assert balances(paid[0])[0] == "8.00"


@pytest.mark.parametrize("won", [None, False])
def test_what_the_bank_takes_back_is_not_paid_to_the_wallet_as_well(fake, won):
    wallet, payment = make_paid(fake, card="12.00")
    card = payment.card_tender.gateway_payment
    dispute = fake.dispute_payment(card)
    failed = to_card(payment, "12.00")
    assert failed.status == "failed"
    if won is not None:
        fake.close_dispute(dispute["id"], won=won)
    deliver(fake, "charge.dispute.created", "charge.dispute.closed")
    with pytest.raises(PaymentDisputed):
        pay_failed_refund_to_wallet(refund_id=failed.pk, actor_id=make_staff(APPROVE).pk)
    assert balances(wallet)[0] == "0.00"


def test_a_refund_made_at_the_gateway_itself_leaves_less_to_refund(fake, paid):
    _wallet, payment = paid
    sdk(fake).v1.refunds.create({"payment_intent": payment.card_tender.gateway_payment, "amount": 500})
    deliver(fake, "refund.created")
    assert CardReturn.objects.get().amount == Money("5.00", "EUR")
    assert to_card(payment, "15.00").status == "done"
    assert (refunded(payment)[0], at_gateway(fake)) == ("15.00", 1200)


def test_a_card_refund_that_comes_back_after_it_was_taken_back_pays_for_the_goods_again(fake, paid):
    _wallet, payment = paid
    done = to_card(payment)
    staff = make_staff(ISSUE)
    reverse_refund(refund_id=done.pk, actor_id=staff.pk, reason="kept the goods")
    assert refunded(payment) == ("12.00", {"card": "12.00"})
    fake.settle_refund(RefundAllocation.objects.get(target="original").gateway_refund, succeeded=False)
    deliver(fake, "refund.failed")
    assert (status_of(done), refunded(payment), sales()) == ("reversed", ("0.00", {}), 2000)


def test_what_was_read_before_and_is_written_late_undoes_nothing(fake, paid):
    failed = to_card(paid[1])
    part = RefundAllocation.objects.get(target="original")
    early = get_gateway().fetch_refund(part.gateway_refund)
    apply_refusal(allocation_id=part.pk, gateway_key=part.gateway_key, reason="late")
    assert status_of(failed) == "done"
    fake.settle_refund(part.gateway_refund, succeeded=False)
    settle_refund(refund_id=failed.pk)
    apply_result(allocation_id=part.pk, gateway_key=part.gateway_key, result=early)
    assert (status_of(failed), at_the_gateway()) == ("failed", 1200)


def test_a_refund_that_does_not_exist_is_not_found():
    with pytest.raises(NotFound):
        settle_refund(refund_id=uuid7())
