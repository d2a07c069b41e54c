"""A process dies between each two steps of a refund to the card; the reconciler ends in one refund."""

import os
import signal
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.conf import settings as django_settings
from django.db import connection
from django.utils import timezone

from refunds.models import Refund, RefundAllocation
from refunds.services import approve_refund, settle_refund
from refunds.tasks import reconcile_refunds
from tests.factories.checkout import at_the_gateway, sales
from tests.factories.refunds import APPROVE, ISSUE, make_paid, refund, refunded
from tests.factories.wallets import balances, make_staff
from tests.support.crashes import Crash, CrashingGateway
from tests.support.fake_stripe import sdk
from tests.support.refunds import everything_agrees
from wallets.gateways.registry import get_gateway

pytestmark = pytest.mark.django_db(transaction=True)
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def crash(fake, settings):
    """`crash("create_refund", "after")`, and `crash()` to live on."""
    settings.WALLETS_GATEWAY = "tests.support.crashes.CrashingGateway"
    CrashingGateway.crash()
    get_gateway.cache_clear()
    yield CrashingGateway.crash
    CrashingGateway.crash()
    get_gateway.cache_clear()


def require_one_refund(fake, wallet, payment):
    """8.00 in the wallet and 12.00 on the card, each once, and the books say the same."""
    refunds = sdk(fake).v1.refunds.list({"payment_intent": payment.card_tender.gateway_payment}).data
    assert [(one.amount, one.status) for one in refunds] == [(1200, "succeeded")]
    assert (balances(wallet)[0], refunded(payment)[0]) == ("8.00", "20.00")
    assert (sales(), at_the_gateway(), Refund.objects.get().status) == (0, 0, "done")
    everything_agrees()


def to_card(payment, **changes):
    return refund(payment, "20.00", destination="original", key="k", **changes)


@pytest.mark.parametrize("hours", [0, 30])
@pytest.mark.parametrize("moment", ["before", "after"])
def test_dying_while_the_gateway_is_asked_to_refund(fake, crash, moment, hours):
    """However late the reconciler comes, and although the gateway has forgotten the key by then."""
    wallet, payment = make_paid(fake, wallet="8.00", card="12.00")
    crash("create_refund", moment)
    with pytest.raises(Crash):
        to_card(payment)
    crash()
    assert (Refund.objects.get().status, balances(wallet)[0]) == ("processing", "8.00")
    fake.advance_clock(hours * 3600)
    assert reconcile_refunds(older_than_seconds=0) == 1
    require_one_refund(fake, wallet, payment)


@pytest.mark.parametrize("moment", ["before", "after"])
def test_whoever_asked_repeats_the_request_after_the_process_died(fake, crash, moment):
    wallet, payment = make_paid(fake, wallet="8.00", card="12.00")
    crash("create_refund", moment)
    with pytest.raises(Crash):
        to_card(payment)
    crash()
    assert to_card(payment).status == "processing"
    assert settle_refund(refund_id=Refund.objects.get().pk).status == "done"
    require_one_refund(fake, wallet, payment)


@pytest.mark.parametrize("method", ["find_refund", "fetch_refund"])
@pytest.mark.parametrize("moment", ["before", "after"])
def test_dying_while_the_gateway_is_asked_how_it_stands(fake, crash, method, moment):
    wallet, payment = make_paid(fake, wallet="8.00", card="12.00")
    if method == "fetch_refund":
        fake.configure(refund_mode="pending")
        waiting = to_card(payment)
        fake.settle_refund(RefundAllocation.objects.get(target="original").gateway_refund)
    else:
        crash("create_refund", "after")
        with pytest.raises(Crash):
            waiting = to_card(payment)
        waiting = Refund.objects.get()
    crash(method, moment)
    with pytest.raises(Crash):
        settle_refund(refund_id=waiting.pk)
    crash()
    reconcile_refunds(older_than_seconds=0)
    require_one_refund(fake, wallet, payment)


STEPS = {
    "the request is written": "refunds.services.requests.issue_refund",
    "the wallet is credited": "refunds.services.issuing.note_refunded",
    "the points are taken back": "refunds.services.issuing.clawback_accruals",
    "the refund is concluded": "refunds.services.issuing.conclude",
    "it is committed": "refunds.services.issuing.settle_refund",
    "the answer is written": "refunds.services.settlement.apply_result",
    "the answer is booked": "refunds.services.results.conclude",
}


@pytest.mark.parametrize("step", STEPS.values(), ids=STEPS.keys())
def test_dying_between_each_two_steps(fake, monkeypatch, step):
    wallet, payment = make_paid(fake, wallet="8.00", card="12.00")

    def die(*args, **kwargs):
        raise Crash

    with monkeypatch.context() as dying:
        dying.setattr(step, die)
        with pytest.raises(Crash):
            to_card(payment)
    assert reconcile_refunds(older_than_seconds=0) == 1
    require_one_refund(fake, wallet, payment)


def test_dying_after_the_approval(fake, monkeypatch):
    wallet, payment = make_paid(fake, wallet="8.00", card="12.00")
    asked = to_card(payment, requester_id=wallet.customer_id)
    assert reconcile_refunds(older_than_seconds=0) == 0

    def die(*args, **kwargs):
        raise Crash

    with monkeypatch.context() as dying:
        dying.setattr("refunds.services.decisions.issue_refund", die)
        with pytest.raises(Crash):
            approve_refund(refund_id=asked.pk, approver_id=make_staff(APPROVE).pk)
    assert Refund.objects.get().status == "approved"
    reconcile_refunds(older_than_seconds=0)
    require_one_refund(fake, wallet, payment)


def test_one_that_can_not_be_helped_keeps_nobody_waiting(fake, crash, caplog):
    _wallet, payment = make_paid(fake, card="12.00")
    other_wallet, other = make_paid(fake, wallet="8.00", card="12.00")
    fake.inject("error_503", "/v1/refunds", times=9)
    stuck = refund(payment, "12.00", destination="original")
    waiting = refund(other, "20.00", destination="original")
    fake.clear_faults()
    CrashingGateway.crash("create_refund", "before", die=_fail)
    assert reconcile_refunds(older_than_seconds=0) == 2
    assert Refund.objects.get(pk=stuck.pk).status == "processing"
    CrashingGateway.crash()
    assert reconcile_refunds(older_than_seconds=0) == 2
    assert Refund.objects.get(pk=waiting.pk).status == "done"
    assert balances(other_wallet)[0] == "8.00"
    assert "could not be reconciled" in caplog.text


def _fail():
    raise RuntimeError("a bug")


def test_what_is_refused_for_good_reason_waits_quietly(fake, caplog):
    from wallet_project.checkout.enums import CardReturnKind, CardReturnStatus
    from wallet_project.checkout.services import record_card_return

    _wallet, payment = make_paid(fake, card="300.00")
    asked = refund(payment, "200.01", requester_id=make_staff(ISSUE).pk)
    Refund.objects.filter(pk=asked.pk).update(status="approved")
    record_card_return(
        tender_id=payment.card_tender.pk,
        kind=CardReturnKind.DISPUTE,
        status=CardReturnStatus.OPEN,
        gateway_id="dp_1",
        amount=payment.card_tender.money,
    )
    assert reconcile_refunds(older_than_seconds=0) == 1
    assert (Refund.objects.get().status, caplog.text) == ("approved", "")


def test_a_bank_that_takes_days_is_not_asked_every_minute(fake):
    fake.configure(refund_mode="pending")
    _wallet, payment = make_paid(fake, card="12.00")
    refund(payment, "12.00", destination="original")
    Refund.objects.update(created_at=timezone.now() - timedelta(days=1))
    assert reconcile_refunds() == 0
    RefundAllocation.objects.update(checked_at=timezone.now() - timedelta(minutes=61))
    assert reconcile_refunds() == 1


def test_a_round_ends_in_time(fake, monkeypatch):
    _wallet, payment = make_paid(fake, card="12.00")
    fake.inject("error_503", "/v1/refunds", times=9)
    refund(payment, "12.00", destination="original")
    monkeypatch.setattr("refunds.tasks.SECONDS_PER_ROUND", -1)
    assert reconcile_refunds(older_than_seconds=0) == 0


@pytest.mark.parametrize("moment", ["before", "after"])
def test_a_kill_while_the_gateway_refunds(fake, moment):
    wallet, payment = make_paid(fake, wallet="8.00", card="12.00")
    address = urlsplit(os.environ["DATABASE_URL"])
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "wallet_project.settings",
        "TESTING": "1",
        "DATABASE_URL": address._replace(path=f"/{connection.settings_dict['NAME']}").geturl(),
        "REDIS_URL": django_settings.REDIS_URL,
        "STRIPE_API_BASE": fake.base_url,
        "STRIPE_SECRET_KEY": fake.secret_key,
    }
    command = [sys.executable, "-m", "tests.support.dying_refund", str(payment.pk), moment]
    killed = subprocess.run(command, cwd=ROOT, env=environment, check=False)
    assert killed.returncode == -signal.SIGKILL
    assert (Refund.objects.get().status, balances(wallet)[0]) == ("processing", "8.00")
    reconcile_refunds(older_than_seconds=0)
    require_one_refund(fake, wallet, payment)
