"""A refund that the bank did not take is tried again at the card: with a new key, and never twice."""

from __future__ import annotations

import pytest
from djmoney.money import Money

from notifications.models import OutboxMessage
from refunds.exceptions import PaymentDisputed, RefundNotAllowed, RefundNotOpen
from refunds.models import Refund, RefundAllocation, RefundAttempt
from refunds.services import (
    pay_failed_refund_to_wallet,
    retry_failed_refund,
    reverse_refund,
    settle_refund,
)
from refunds.services.results import apply_result
from refunds.tasks import reconcile_refunds
from tests.factories.checkout import at_the_gateway, sales
from tests.factories.refunds import ISSUE, make_paid, parts_of, refund, refunded
from tests.factories.wallets import balances, make_staff
from tests.support.fake_stripe import sdk
from tests.support.threads import at_once, kinds
from tests.support.webhooks import post
from wallet_project.checkout.enums import CardReturnKind, CardReturnStatus
from wallet_project.checkout.models import CardReturn
from wallet_project.checkout.services import record_card_return
from wallets.gateways.base import PaymentState, RefundResult
from wallets.gateways.registry import get_gateway

pytestmark = pytest.mark.django_db(transaction=True)
REFUNDS = "/v1/refunds"


@pytest.fixture
def paid(fake):
    return make_paid(fake, wallet="8.00", card="12.00")


@pytest.fixture
def failed(fake, paid):
    """12.00 that the gateway began and the bank sent back."""
    done = refund(paid[1], "20.00", destination="original")
    fake.settle_refund(part().gateway_refund, succeeded=False)
    return settle_refund(refund_id=done.pk)


def part():
    return RefundAllocation.objects.get(tender__kind="card")


def arrived(fake):
    """What arrived at cards, in cents."""
    return sum(one.amount for one in sdk(fake).v1.refunds.list().data if one.status == "succeeded")


def retry(one, actor=None):
    return retry_failed_refund(refund_id=one.pk, actor_id=(actor or make_staff(ISSUE)).pk)


def status_of(one):
    return Refund.objects.get(pk=one.pk).status


def test_it_is_tried_again_with_a_new_key_and_arrives_once(fake, paid, failed):
    assert (failed.status, arrived(fake), at_the_gateway()) == ("failed", 0, 1200)
    old, staff = part(), make_staff(ISSUE)
    done = retry(failed, staff)
    assert (done.status, done.failure, arrived(fake), at_the_gateway()) == ("done", "", 1200, 0)
    assert parts_of(done)[1] == ("card", "original", "12.00", "done")
    new, before = part(), RefundAttempt.objects.get()
    assert new.gateway_key != old.gateway_key
    assert (before.gateway_key, before.gateway_refund) == (old.gateway_key, old.gateway_refund)
    assert (before.retried_by, before.number, new.attempt) == (staff, 1, 2)
    assert (refunded(paid[1])[0], sales()) == ("20.00", 0)


def test_what_had_arrived_and_came_back_is_booked_again(fake, paid):
    done = refund(paid[1], "20.00", destination="original")
    first = part().entry_id
    fake.settle_refund(part().gateway_refund, succeeded=False)
    settle_refund(refund_id=done.pk)
    assert retry(done).status == "done"
    assert part().entry_id not in (None, first)
    assert RefundAttempt.objects.get().entry_id == first
    assert (at_the_gateway(), sales()) == (0, 0)


def test_what_the_gateway_refused_to_begin_is_tried_again(fake, paid):
    fake.inject("error_400", REFUNDS)
    failed = refund(paid[1], "20.00", destination="original")
    assert retry(failed).status == "done"
    assert arrived(fake) == 1200


def test_it_can_fail_again_and_the_customer_is_told_each_time(fake, paid, failed):
    fake.inject("error_400", REFUNDS)
    again = retry(failed)
    assert (again.status, part().attempt) == ("failed", 2)
    assert OutboxMessage.objects.filter(kind="refund_failed").count() == 2
    assert retry(failed).status == "done"
    assert (arrived(fake), RefundAttempt.objects.count()) == (1200, 2)


@pytest.mark.parametrize("kind", ["timeout_after", "reset_after", "error_500_after"])
def test_a_gateway_that_refunded_and_did_not_answer_refunds_once(fake, paid, failed, settings, kind):
    settings.STRIPE_TIMEOUT_SECONDS = 1.0
    get_gateway.cache_clear()
    fake.inject(kind, REFUNDS, times=9, seconds=3)
    assert retry(failed).status == "processing"
    fake.clear_faults()
    reconcile_refunds(older_than_seconds=0)
    assert (status_of(failed), arrived(fake), at_the_gateway()) == ("done", 1200, 0)


def test_a_day_later_when_the_key_is_forgotten_the_new_attempt_is_found_and_not_the_old(fake, paid, failed):
    fake.inject("error_500_after", REFUNDS, times=9)
    retry(failed)
    fake.clear_faults()
    fake.advance_clock(100_000)
    reconcile_refunds(older_than_seconds=0)
    assert (status_of(failed), arrived(fake)) == ("done", 1200)
    assert len(sdk(fake).v1.refunds.list().data) == 2


def test_a_process_that_dies_before_it_asks_leaves_it_to_the_reconciler(fake, paid, failed, monkeypatch):
    monkeypatch.setattr("refunds.services.failures.settle_refund", lambda *, refund_id: None)
    retry(failed)
    assert (status_of(failed), arrived(fake)) == ("processing", 0)
    reconcile_refunds(older_than_seconds=0)
    assert (status_of(failed), arrived(fake)) == ("done", 1200)


def test_late_events_of_the_first_attempt_change_nothing(fake, paid, failed):
    events = fake.events("refund.created", "refund.updated", "refund.failed")
    fake.configure(refund_mode="pending")
    retry(failed)
    for event in [*events, *reversed(events)]:
        assert post(fake, event).status_code == 200
    assert status_of(failed) == "pending_gateway"
    fake.settle_refund(part().gateway_refund)
    assert settle_refund(refund_id=failed.pk).status == "done"
    assert (arrived(fake), CardReturn.objects.count()) == (1200, 0)


def test_what_was_read_of_the_first_attempt_and_comes_late_changes_nothing(fake, paid, failed):
    """Somebody had asked the gateway before the retry, and writes the answer down after it."""
    old = part()
    fake.configure(refund_mode="pending")
    retry(failed)
    late = RefundResult(old.gateway_refund, PaymentState.FAILED, Money("12.00", "EUR"), "closed")
    apply_result(allocation_id=old.pk, gateway_key=old.gateway_key, result=late)
    assert (part().status, status_of(failed)) == ("pending", "pending_gateway")


def test_many_retries_at_once_are_one_attempt(fake, paid, failed):
    fake.configure(refund_mode="pending")
    staff = make_staff(ISSUE)
    results = at_once(lambda: retry(failed, staff), times=6)
    assert kinds(results) == {"Refund": 6}
    assert RefundAttempt.objects.count() == 1
    fake.settle_refund(part().gateway_refund)
    assert settle_refund(refund_id=failed.pk).status == "done"
    assert arrived(fake) == 1200


def test_retried_and_paid_to_the_wallet_at_once_it_is_one_of_both(fake, paid, failed):
    wallet, staff = paid[0], make_staff(ISSUE)
    at_once(
        lambda: retry(failed, staff),
        lambda: pay_failed_refund_to_wallet(refund_id=failed.pk, actor_id=staff.pk),
        times=3,
    )
    got = arrived(fake) / 100 + float(balances(wallet)[0])
    assert (status_of(failed), got) == ("done", 20.0)


def test_after_a_second_failure_it_can_go_to_the_wallet(fake, paid, failed):
    fake.inject("error_400", REFUNDS)
    retry(failed)
    pay_failed_refund_to_wallet(refund_id=failed.pk, actor_id=make_staff(ISSUE).pk)
    assert (status_of(failed), balances(paid[0])[0], arrived(fake)) == ("done", "20.00", 0)


def test_what_arrived_is_not_tried_again(fake, paid):
    done = refund(paid[1], "20.00", destination="original")
    with pytest.raises(RefundNotOpen):
        retry(done)
    reverse_refund(refund_id=done.pk, actor_id=make_staff(ISSUE).pk, reason="kept")
    with pytest.raises(RefundNotOpen):
        retry(done)
    assert (arrived(fake), RefundAttempt.objects.count()) == (1200, 0)


def test_who_may_not_refund_does_not_try_again(paid, failed):
    for actor in (make_staff(), paid[1].customer):
        with pytest.raises(RefundNotAllowed):
            retry(failed, actor)
    assert not RefundAttempt.objects.exists()


def test_while_the_bank_disputes_the_payment_nothing_is_tried(fake, paid, failed):
    record_card_return(
        tender_id=paid[1].card_tender.pk,
        kind=CardReturnKind.DISPUTE,
        gateway_id="dp_1",
        amount=Money("12.00", "EUR"),
        status=CardReturnStatus.OPEN,
    )
    with pytest.raises(PaymentDisputed):
        retry(failed)
    assert (status_of(failed), arrived(fake)) == ("failed", 0)
