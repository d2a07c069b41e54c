"""A preview is the service itself, undone: it says what then happens, and leaves nothing behind."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone
from djmoney.money import Money

from notifications.models import OutboxMessage
from refunds.enums import Destination, RefundReason
from refunds.exceptions import RefundExceedsCaptured, RefundNotAllowed, RefundNotOpen
from refunds.models import Refund, RefundReversal
from refunds.services import (
    RefundRequest,
    approve_refund,
    make_refund,
    rehearse_refund,
    rehearse_reversal,
    rehearse_waiting,
    reverse_refund,
)
from rewards.enums import Activity
from rewards.models import Accrual, CreditLot
from rewards.services import Earning, book_accrual
from tests.factories.refunds import APPROVE, ISSUE, make_paid, make_terms, parts_of, refund, refunded
from tests.factories.wallets import balances, make_staff
from wallets.ledger.models import JournalEntry

pytestmark = pytest.mark.django_db(transaction=True)


def wanted(payment, amount, **changes):
    usual = {
        "payment_id": payment.pk,
        "reason": RefundReason.DAMAGED,
        "destination": Destination.WALLET,
        "requester_id": make_staff(ISSUE).pk,
        "amount": Money(amount, payment.currency),
        "lines": (),
        "waive_fees": False,
        "note": "",
        "customer_note": "",
        "key": uuid4().hex,
    }
    return RefundRequest(**{**usual, **changes})


def rehearse(request):
    return rehearse_refund(request=request, now=timezone.now())


def do(request):
    return make_refund(request=request)


def counts():
    rows = (Refund, RefundReversal, JournalEntry, OutboxMessage, CreditLot)
    return [model.objects.count() for model in rows]


def parts(seen):
    return [(part.tender.kind, part.target, str(part.gross.amount)) for part in seen.parts]


def test_it_says_what_then_happens_and_leaves_nothing(fake):
    make_terms(bonus_percent=10, restocking_percent=10, free_reasons=[])
    wallet, payment = make_paid(fake, reward="10.00", wallet="10.00", card="20.00")
    request, before = wanted(payment, "20.00"), counts()
    seen = rehearse(request)
    assert (counts(), refunded(payment)[0]) == (before, "0.00")
    assert (str(seen.wallet_before), str(seen.wallet_after)) == ("€0.00", balances_after(seen))
    assert (str(seen.left), seen.needs_second_person) == ("€20.00", False)
    done = do(request)
    assert [one[:3] for one in parts_of(done)] == parts(seen)
    assert balances(wallet)[0] == str(seen.wallet_after.amount)
    assert (done.fee, done.bonus) == (seen.refund.fee, seen.refund.bonus)


def balances_after(seen):
    wallet = sum(one.paid.amount + one.bonus.amount for one in seen.parts if one.target == "wallet")
    return f"€{wallet:.2f}"


def test_reward_money_goes_back_to_its_lots_and_what_had_expired_gets_grace():
    _wallet, payment = make_paid(reward="20.00")
    past = timezone.now() - timedelta(days=3)
    CreditLot.objects.update(expires_at=past)
    (lot,) = rehearse(wanted(payment, "5.00")).restored
    assert (str(lot.amount), lot.had_expired) == ("€5.00", True)
    assert timedelta(days=29) < lot.expires_at - timezone.now() <= timedelta(days=30)
    assert CreditLot.objects.get().expires_at == past


def test_points_that_the_order_had_earned_are_named():
    wallet, payment = make_paid(wallet="20.00")
    book_accrual(
        customer_id=wallet.customer_id,
        activity=Activity.PURCHASE,
        reference=payment.order_reference,
        earning=Earning(Money(40, "PTS")),
        matures_at=timezone.now() + timedelta(days=14),
        now=timezone.now(),
    )
    (one,) = rehearse(wanted(payment, "10.00")).clawed_back
    assert (one.activity, one.amount) == ("Purchase", Money("20", "PTS"))
    assert Accrual.objects.get().clawed_back == 0


def test_a_refund_above_the_limit_is_rehearsed_and_says_that_it_waits():
    wallet, payment = make_paid(wallet="300.00")
    request = wanted(payment, "200.00")
    seen = rehearse(request)
    assert (seen.needs_second_person, str(seen.wallet_after)) == (True, "€200.00")
    asked = do(request)
    waiting = rehearse_waiting(refund_id=asked.pk, now=timezone.now())
    assert (waiting.wallet_after, parts(waiting)) == (seen.wallet_after, parts(seen))
    assert (Refund.objects.get().status, balances(wallet)[0]) == ("requested", "0.00")
    approve_refund(refund_id=asked.pk, approver_id=make_staff(APPROVE).pk)
    assert balances(wallet)[0] == "200.00"


def test_what_would_be_refused_is_refused():
    _wallet, payment = make_paid(wallet="20.00")
    before = counts()
    with pytest.raises(RefundExceedsCaptured):
        rehearse(wanted(payment, "20.01"))
    with pytest.raises(RefundNotAllowed):
        rehearse(wanted(payment, "20.00", requester_id=make_staff().pk))
    assert counts() == before


def test_taking_back_is_rehearsed_with_its_shortfall(fake):
    wallet, payment = make_paid(fake, wallet="10.00", card="10.00")
    done = refund(payment, "20.00", destination="original")
    staff, before = make_staff(ISSUE), counts()
    seen = rehearse_reversal(refund_id=done.pk, actor_id=staff.pk)
    assert (str(seen.amount), str(seen.taken), str(seen.shortfall)) == ("€20.00", "€10.00", "€10.00")
    assert (str(seen.wallet_before), str(seen.wallet_after)) == ("€10.00", "€0.00")
    assert (counts(), balances(wallet)[0]) == (before, "10.00")
    reverse_refund(refund_id=done.pk, actor_id=staff.pk, reason="kept")
    with pytest.raises(RefundNotOpen):
        rehearse_waiting(refund_id=done.pk, now=timezone.now())
