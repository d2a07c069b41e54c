"""Many at once: an activity earns once, and two orders can't earn past a limit."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from rewards.enums import Activity
from rewards.models import Accrual, AccrualShare, ActivityRecord, EarningRule
from rewards.services import date_accruals, open_reward_wallet, record_activity
from tests.factories.earning import make_rule, make_tiers, purchase
from tests.factories.wallets import make_user
from tests.support.threads import at_once, kinds
from tests.wallets.services.overtaking import overtaken

pytestmark = pytest.mark.django_db(transaction=True)

NOW = timezone.now()


def test_fifty_posts_of_one_reference_earn_once():
    customer = make_user()
    make_tiers()
    make_rule()
    make_rule(kind="percent", unit="EUR", amount=None, per_amount=None, percent=1)

    def post() -> object:
        order = purchase("80.00 EUR")
        return record_activity(
            customer_id=customer.pk, activity=Activity.PURCHASE, reference="1", purchase=order, now=NOW
        )

    results = at_once(post, times=50)
    assert kinds(results) == {"list": 50}
    assert len({tuple(accrual.pk for accrual in accruals) for accruals in results}) == 1
    for currency, amount in (("PTS", 80), ("EUR", 80)):
        wallet = open_reward_wallet(customer_id=customer.pk, currency=currency)
        assert wallet.available_account.balance == amount


def test_two_orders_at_once_can_not_earn_past_the_limit_of_a_day():
    customer = make_user()
    make_rule(most_per_day=100)
    open_reward_wallet(customer_id=customer.pk, currency="PTS")

    def post(reference: str) -> object:
        order = purchase("80.00 EUR")
        return record_activity(
            customer_id=customer.pk, activity=Activity.PURCHASE, reference=reference, purchase=order, now=NOW
        )

    results = at_once(*[lambda reference=str(number): post(reference) for number in range(10)])
    assert kinds(results) == {"list": 10}
    assert sum(share.amount for share in AccrualShare.objects.all()) == 100


@pytest.mark.parametrize(
    "statement",
    ["UPDATE rewards_earningrule SET amount = 99", "DELETE FROM rewards_earningrule"],
)
def test_a_rule_that_holds_is_not_rewritten_behind_the_application(statement: str):
    make_rule()
    with pytest.raises(DatabaseError, match="rule_in_force_is_not_changed"), transaction.atomic():
        connection.cursor().execute(statement)
    EarningRule.objects.update(ends_at=NOW)
    assert EarningRule.objects.get().amount == 1


def test_of_two_who_date_an_accrual_at_the_same_moment_the_first_counts():
    customer, order = make_user(), purchase("80.00 EUR")
    make_rule()
    (waiting,) = record_activity(
        customer_id=customer.pk,
        activity=Activity.PURCHASE,
        reference="1",
        purchase=order,
        waits=True,
        now=NOW,
    )
    first, second = NOW + timedelta(days=14), NOW + timedelta(days=1)
    (kept,) = overtaken(
        lambda: date_accruals(reference="1", matures_at=first),
        lambda: date_accruals(reference="1", matures_at=second),
    )
    assert (kept.pk, kept.matures_at) == (waiting.pk, first)
    assert Accrual.objects.get().matures_at == first
    assert ActivityRecord.objects.get().counts_from == first
