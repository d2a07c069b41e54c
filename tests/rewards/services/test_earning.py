"""Activities earn once, by the rules that held when they happened."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from rewards.enums import AccrualStatus, Activity
from rewards.models import Accrual, AccrualShare, ActivityRecord, RewardWallet
from rewards.services import clawback_accruals, date_accruals, mature_accrual, promise, record_activity
from tests.factories.earning import make_fixed_rule, make_rule, make_tiers, money, purchase
from tests.factories.wallets import make_user
from wallet_project.core.exceptions import IdempotencyConflict

pytestmark = pytest.mark.django_db

NOW = timezone.now()


def bought(customer: Any, total: str = "80.00 EUR", reference: str = "1", **fields: Any) -> list[Accrual]:
    return record_activity(
        **{
            "customer_id": customer.pk,
            "activity": Activity.PURCHASE,
            "reference": reference,
            "purchase": purchase(total),
            "now": NOW,
        }
        | fields
    )


def balances(customer: Any) -> dict[str, tuple[str, str]]:
    """Available and pending of each reward wallet."""
    wallets = RewardWallet.objects.filter(customer=customer).order_by("currency")
    return {w.currency: (str(w.posted.amount), str(w.pending.amount)) for w in wallets}


def test_an_order_earns_points_and_cashback_with_their_story():
    customer = make_user()
    points = make_rule(name="A point a euro")
    make_rule(name="One percent back", kind="percent", unit="EUR", amount=None, per_amount=None, percent=1)
    accruals = bought(customer)
    assert [accrual.money for accrual in accruals] == [money("0.80 EUR"), money("80 PTS")]
    assert accruals[1].story == [
        "“A point a euro”: €80.00 counts, 80 times €1.00, with 1 point each time: 80 points."
    ]
    assert balances(customer) == {"EUR": ("0.80", "0.00"), "PTS": ("80", "0")}
    assert AccrualShare.objects.get(rule=points).amount == 80


def test_a_repeated_reference_earns_once_even_if_the_rules_have_changed():
    customer = make_user()
    make_rule()
    first = bought(customer)
    make_rule(kind="percent", unit="EUR", amount=None, per_amount=None, percent=1)
    assert bought(customer) == first
    assert balances(customer)["PTS"] == ("80", "0")


def test_what_earned_nothing_earns_nothing_later_either():
    customer = make_user()
    assert bought(customer) == []
    make_rule()
    assert bought(customer) == []
    assert ActivityRecord.objects.get().spent == 8000


def test_the_same_reference_with_another_amount_is_refused():
    customer = make_user()
    make_rule()
    bought(customer)
    with pytest.raises(IdempotencyConflict):
        bought(customer, "90.00 EUR")
    assert balances(customer)["PTS"] == ("80", "0")


def test_an_order_waits_for_its_delivery_and_then_for_the_return_window():
    customer = make_user()
    make_rule()
    (accrual,) = bought(customer, waits=True)
    assert (accrual.status, accrual.matures_at) == (AccrualStatus.PENDING, None)
    assert balances(customer)["PTS"] == ("0", "80")
    assert mature_accrual(accrual_id=accrual.pk, now=NOW + timedelta(days=999)).status == "pending"
    then = NOW + timedelta(days=14)
    assert [one.pk for one in date_accruals(reference="1", matures_at=then)] == [accrual.pk]
    assert date_accruals(reference="1", matures_at=then + timedelta(days=9)) == []
    assert mature_accrual(accrual_id=accrual.pk, now=then).status == AccrualStatus.AVAILABLE
    assert balances(customer)["PTS"] == ("80", "0")
    assert ActivityRecord.objects.get().counts_from == then


def test_what_waits_for_delivery_can_be_taken_back():
    customer = make_user()
    make_rule()
    (accrual,) = bought(customer, waits=True)
    clawback_accruals(reference="1", refunded=money("20.00 EUR"), total=money("80.00 EUR"))
    assert balances(customer)["PTS"] == ("0", "60")
    clawback_accruals(reference="1", refunded=money("80.00 EUR"), total=money("80.00 EUR"))
    assert balances(customer)["PTS"] == ("0", "0")
    assert date_accruals(reference="1", matures_at=NOW) == []
    accrual.refresh_from_db()
    assert accrual.status == AccrualStatus.CLAWED_BACK


def test_rules_of_the_moment_of_buying_count_even_if_it_is_told_later():
    customer = make_user()
    make_rule(ends_at=NOW - timedelta(days=1))
    order = purchase("80.00 EUR", made_at=NOW - timedelta(days=2))
    assert [accrual.money for accrual in bought(customer, purchase=order)] == [money("80 PTS")]


def test_a_day_s_limit_counts_all_orders_of_the_day_and_none_of_another():
    customer = make_user()
    make_rule(most_per_day=100)
    noon = NOW.replace(hour=12)
    earned = [
        bought(customer, reference=str(number), now=noon + timedelta(days=day))
        for number, day in enumerate((0, 0, 0, 1))
    ]
    assert [[accrual.amount for accrual in accruals] for accruals in earned] == [[80], [20], [], [80]]


def test_a_customers_limit_counts_for_ever_but_not_what_was_taken_back_as_a_whole():
    customer = make_user()
    make_rule(most_per_customer=100)
    assert [one.amount for one in bought(customer, reference="1")] == [80]
    clawback_accruals(reference="1", refunded=money("80.00 EUR"), total=money("80.00 EUR"))
    later = NOW + timedelta(days=90)
    earned = [bought(customer, reference=str(number), now=later) for number in (2, 3, 4)]
    assert [[accrual.amount for accrual in accruals] for accruals in earned] == [[80], [20], []]


def test_a_tier_multiplies_what_is_promised_and_booked():
    customer = make_user()
    make_tiers()
    make_rule()
    make_fixed_rule(Activity.REVIEW, 600)
    record_activity(customer_id=customer.pk, activity=Activity.REVIEW, reference="r", now=NOW)
    promised = promise(customer_id=customer.pk, purchase=purchase("80.00 EUR"), now=NOW)
    assert [one.amount for one in promised] == [money("120 PTS")]
    assert [accrual.money for accrual in bought(customer)] == [money("120 PTS")]
    assert [one.amount for one in promise(customer_id=None, purchase=purchase("80.00 EUR"), now=NOW)] == [
        money("80 PTS")
    ]


def test_a_promise_changes_nothing():
    customer = make_user()
    make_rule()
    promise(customer_id=customer.pk, purchase=purchase("80.00 EUR"), now=NOW)
    assert not RewardWallet.objects.filter(customer=customer).exists()
    assert not ActivityRecord.objects.exists()
