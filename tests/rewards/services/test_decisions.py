"""Deciding anew: nothing that holds or held is changed."""

from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from rewards.exceptions import ContradictoryDecision
from rewards.models import PointsProgram, RewardPolicy
from rewards.queries import current_policy, current_program
from rewards.services import decide_points_program, decide_reward_policy, withdraw_decision
from tests.factories.rewards import make_policy, make_program
from tests.factories.wallets import make_user
from tests.wallets.services.overtaking import overtaken
from wallet_project.core.exceptions import IdempotencyConflict, InvalidState

pytestmark = pytest.mark.django_db
PROGRAM = {"currency": "EUR", "points": 100, "value": Decimal(1), "minimum": 100, "step": 1}


@pytest.fixture
def actor():
    return make_user(is_staff=True)


def decide(actor, *, decision_id=None, now=None, **terms):
    return decide_reward_policy(
        decision_id=decision_id or uuid4(),
        terms={"currency": "EUR", "percent": Decimal(10), **terms},
        actor_id=actor.pk,
        now=now,
    )


def test_a_decision_holds_at_once_and_the_one_before_stays_in_the_history(actor):
    before = make_policy(percent=5)
    made = decide(actor)
    assert current_policy("EUR", now=timezone.now()) == made
    assert current_policy("EUR", now=made.starts_at - timedelta(seconds=1)) == before
    assert made.created_by == actor


def test_a_planned_decision_holds_from_its_day_and_can_be_withdrawn_until_then(actor):
    day = timezone.now() + timedelta(days=3)
    made = decide(actor, starts_at=day)
    assert current_policy("EUR", now=timezone.now()) is None
    assert current_policy("EUR", now=day) == made
    withdraw_decision(made)
    assert not RewardPolicy.objects.exists()


def test_a_decision_withdrawn_twice_is_gone_and_takes_no_other_with_it(actor):
    day = timezone.now() + timedelta(days=3)
    made, other = decide(actor, starts_at=day), decide(actor, starts_at=day + timedelta(days=1))
    key = made.pk
    withdraw_decision(made)
    withdraw_decision(RewardPolicy(pk=key))
    assert RewardPolicy.objects.get() == other


@pytest.mark.django_db(transaction=True)
def test_two_who_decide_for_one_day_at_the_same_moment_decide_once():
    """Neither sees the other's decision when it looks: the second is refused by the table."""
    actor, day = make_user(is_staff=True), timezone.now() + timedelta(days=3)
    second = overtaken(
        lambda: decide(actor, starts_at=day), lambda: decide(actor, starts_at=day, percent=Decimal(20))
    )
    assert isinstance(second, ContradictoryDecision)
    assert (second.field, "from this day already" in second.message) == ("starts_at", True)
    assert RewardPolicy.objects.get().percent == 10


def test_what_holds_is_not_withdrawn(actor):
    made = decide(actor)
    with pytest.raises(InvalidState, match="holds already"):
        withdraw_decision(made)
    assert RewardPolicy.objects.get() == made


def test_the_same_id_decides_once_and_not_something_else(actor):
    first = decide(actor)
    assert decide(actor, decision_id=first.pk) == first
    with pytest.raises(IdempotencyConflict):
        decide(actor, decision_id=first.pk, percent=Decimal(20))
    assert RewardPolicy.objects.get().percent == 10


def test_the_past_is_not_decided_anew(actor):
    with pytest.raises(ContradictoryDecision, match="a day to come") as refused:
        decide(actor, starts_at=timezone.now() - timedelta(seconds=1))
    assert refused.value.field == "starts_at"
    assert not RewardPolicy.objects.exists()


def test_two_decisions_from_one_day_are_refused(actor):
    day = timezone.now() + timedelta(days=3)
    decide(actor, starts_at=day)
    with pytest.raises(ContradictoryDecision, match="from this day already"):
        decide(actor, starts_at=day, percent=Decimal(20))
    assert RewardPolicy.objects.get().percent == 10


@pytest.mark.parametrize(
    ("terms", "field"),
    [
        ({"currency": "CHF"}, "currency"),
        ({"most": Decimal("1.005")}, "most"),
        ({"minimum_order": Decimal(-1)}, "minimum_order"),
        ({"percent": Decimal(101)}, "percent"),
    ],
)
def test_what_contradicts_itself_is_refused(actor, terms, field):
    with pytest.raises(ContradictoryDecision) as refused:
        decide(actor, **terms)
    assert refused.value.field == field
    assert not RewardPolicy.objects.exists()


def test_the_worth_of_points_is_decided_in_the_same_way(actor):
    made = decide_points_program(decision_id=uuid4(), terms=PROGRAM, actor_id=actor.pk)
    assert current_program("EUR", now=timezone.now()) == made
    for wrong, field in (({"points": 0}, "points"), ({"value": Decimal(0)}, "value")):
        with pytest.raises(ContradictoryDecision) as refused:
            decide_points_program(decision_id=uuid4(), terms={**PROGRAM, **wrong}, actor_id=actor.pk)
        assert refused.value.field == field
    assert PointsProgram.objects.get() == made


@pytest.mark.parametrize("make", [make_policy, make_program])
def test_the_database_keeps_what_holds_behind_the_services_too(make):
    version = make()
    rows = type(version).objects.filter(pk=version.pk)
    for change in (lambda: rows.update(currency="USD"), lambda: rows.delete()):
        with pytest.raises(DatabaseError, match="stays as it is"), transaction.atomic():
            change()
    version.refresh_from_db()
    assert version.currency == "EUR"
