"""A process dies between each two steps of refunding a return; the reconciler ends in one refund."""

import pytest
from django.utils import timezone

from refunds.models import Refund
from refunds.services import refund_return
from refunds.tasks import reconcile_refunds
from tests.factories.refunds import ISSUE, refunded
from tests.factories.returns import fresh_return, history, make_bought, make_return
from tests.factories.wallets import balances, make_staff
from tests.support.crashes import Crash
from tests.support.fake_stripe import sdk
from tests.support.refunds import everything_agrees

pytestmark = pytest.mark.django_db(transaction=True)

BEFORE_THE_MONEY = {
    "the request is written": "refunds.services.requests.issue_refund",
    "the wallet is credited": "refunds.services.issuing.note_refunded",
    "the return is told": "refunds.services.issuing.note_refunded_return",
    "the customer is told": "refunds.services.return_states.tell_of_return",
}
AFTER_THE_MONEY = {
    "it is committed": "refunds.services.issuing.settle_refund",
    "the answer is written": "refunds.services.settlement.apply_result",
}


@pytest.mark.parametrize("step", [*BEFORE_THE_MONEY, *AFTER_THE_MONEY])
@pytest.mark.parametrize("way_on", ["the clock", "the same button"])
def test_dying_between_each_two_steps(fake, monkeypatch, step, way_on):
    wallet, payment = make_bought(fake, wallet="10.00", card="20.00")
    found = make_return(payment, ("tea", 2), ("pot", 1), destination="original", state="inspected")
    about = {"return_id": found.pk, "actor_id": make_staff(ISSUE).pk, "now": timezone.now()}

    def die(*args, **kwargs):
        raise Crash

    with monkeypatch.context() as dying:
        dying.setattr({**BEFORE_THE_MONEY, **AFTER_THE_MONEY}[step], die)
        with pytest.raises(Crash):
            refund_return(**about)
    moved = step in AFTER_THE_MONEY
    assert fresh_return(found).state == ("refunded" if moved else "inspected")
    assert balances(wallet)[0] == ("10.00" if moved else "0.00")
    if way_on == "the same button":
        refund_return(**about)
    reconcile_refunds(older_than_seconds=0)
    assert (Refund.objects.get().status, refunded(payment)[0]) == ("done", "30.00")
    assert (balances(wallet)[0], history(found).count("refunded")) == ("10.00", 1)
    assert [one.amount for one in sdk(fake).v1.refunds.list().data] == [2000]
    everything_agrees()
