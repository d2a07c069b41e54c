"""What the database itself refuses, whatever the code above it does."""

from datetime import timedelta

import pytest
from django.utils import timezone

from rewards.models import (
    Accrual,
    CreditLot,
    LotConsumption,
    PointsConversion,
    PointsProgram,
    RewardAdjustment,
    RewardHold,
    RewardPolicy,
    Shortfall,
)
from rewards.services import clawback_accruals, convert_points
from tests.factories.rewards import make_policy, make_program, make_reward_wallet
from tests.support.rewards import NOW, change, earn, eur, hold, refused_by, spend

pytestmark = pytest.mark.django_db


@pytest.fixture
def points():
    """A points account with a row of everything: 1,000 granted, 100 each converted, owed and held."""
    account = make_reward_wallet("1000", "PTS")
    make_program()
    make_policy()
    convert_points(customer_id=account.customer_id, points=100, currency="EUR", key="c1")
    earn(account, "120", days=14)
    earn(account, "100", "2")
    spend(account, "1000")
    clawback_accruals(reference="2", refunded=eur(1), total=eur(1), now=NOW)
    earn(account, "150", "3")
    hold(account, "20", expires_at=NOW)
    return account


def copy(row, **fields):
    """Insert the same row again, with another key and these fields."""

    def insert():
        again = type(row).objects.get(pk=row.pk)
        again._state.adding = True
        again.pk = type(row)._meta.pk.get_default()
        for name, value in fields.items():
            setattr(again, name, value)
        again.save(force_insert=True)

    return insert


@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        ({"source": "theft"}, "lot_source_is_known"),
        ({"amount": 0, "remaining": 0}, "lot_is_positive"),
        ({"remaining": -1}, "lot_has_at_most_its_amount_left"),
        ({"remaining": 1001}, "lot_has_at_most_its_amount_left"),
        ({"expired": -1}, "expired_lot_has_its_entry"),
        ({"remaining": 0, "expired": 1}, "expired_lot_has_its_entry"),
    ],
)
def test_a_lot(points, fields, constraint):
    assert refused_by(change(CreditLot.objects.order_by("id").first(), **fields)) == constraint


@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        ({"amount": 0}, "use_of_a_lot_is_positive"),
        ({"returned": -1}, "lot_gets_back_at_most_what_it_paid"),
        ({"returned": 101}, "lot_gets_back_at_most_what_it_paid"),
    ],
)
def test_a_use_of_a_lot(points, fields, constraint):
    assert refused_by(change(LotConsumption.objects.first(), **fields)) == constraint


def test_an_entry_uses_a_lot_once(points):
    assert refused_by(copy(LotConsumption.objects.first())) == "entry_uses_a_lot_once"


@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        ({"status": "lost", "closed_entry": 0, "closed_at": NOW}, "reward_hold_status_is_known"),
        ({"amount": 0}, "reward_hold_is_positive"),
        ({"captured": -1}, "reward_hold_captures_at_most_what_is_held"),
        ({"captured": 21}, "reward_hold_captures_at_most_what_is_held"),
        ({"status": "voided"}, "closed_reward_hold_has_its_entry"),
        ({"closed_at": timezone.now()}, "closed_reward_hold_has_its_entry"),
    ],
)
def test_a_hold(points, fields, constraint):
    held = RewardHold.objects.get(status="active")
    if "closed_entry" in fields:
        fields = fields | {"closed_entry": held.wallet.lots.first().entry_id}
    assert refused_by(change(held, **fields)) == constraint


def test_a_hold_has_a_key_and_entries_of_its_own(points):
    held = RewardHold.objects.get(status="active")
    assert refused_by(copy(held, placed_entry_id=held.wallet.lots.first().entry_id)).endswith("key_key")
    assert refused_by(copy(held, key="h9")) == "rewards_rewardhold_placed_entry_id_key"


@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        ({"activity": "sleeping"}, "accrual_activity_is_known"),
        ({"status": "lost"}, "accrual_status_is_known"),
        ({"reference": ""}, "accrual_names_its_cause"),
        ({"amount": 0}, "accrual_is_split_within_its_amount"),
        ({"clawed_back": 121}, "accrual_is_split_within_its_amount"),
        ({"clawed_back": -1}, "accrual_is_split_within_its_amount"),
        ({"offset": 121}, "accrual_is_split_within_its_amount"),
        ({"offset": -1}, "accrual_is_split_within_its_amount"),
    ],
)
def test_an_accrual(points, fields, constraint):
    assert refused_by(change(Accrual.objects.get(status="pending"), **fields)) == constraint


def test_an_activity_earns_once_per_reference(points):
    waiting = Accrual.objects.get(status="pending")
    assert refused_by(copy(waiting)) == "activity_earns_once_per_reference"


@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        ({"amount": 0, "settled": 0}, "shortfall_is_settled_at_most_once"),
        ({"settled": 101}, "shortfall_is_settled_at_most_once"),
        ({"settled": -1}, "shortfall_is_collected_within_what_is_settled"),
        ({"collected": -1}, "shortfall_is_collected_within_what_is_settled"),
        ({"collected": 101}, "shortfall_is_collected_within_what_is_settled"),
    ],
)
def test_a_shortfall(points, fields, constraint):
    owed = Shortfall.objects.get()
    assert (owed.amount, owed.settled, str(owed)) == (100, 100, "0 points")
    assert refused_by(change(owed, **fields)) == constraint


def test_a_shortfall_is_recorded_once_per_key(points):
    assert refused_by(copy(Shortfall.objects.get())) == "rewards_shortfall_key_key"


@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        ({"amount": 0}, "reward_adjustment_is_positive"),
        ({"direction": "up"}, "reward_adjustment_direction_is_known"),
        ({"reason": "love"}, "reward_adjustment_reason_is_known"),
    ],
)
def test_an_adjustment(points, fields, constraint):
    assert refused_by(change(RewardAdjustment.objects.get(), **fields)) == constraint


def test_an_adjustment_has_a_key_and_an_entry_of_its_own(points):
    made = RewardAdjustment.objects.get()
    assert refused_by(copy(made, key="a9")) == "rewards_rewardadjustment_entry_id_key"
    other = spend(points, "1").placed_entry_id
    assert refused_by(copy(made, entry_id=other)) == "rewards_rewardadjustment_key_key"


@pytest.mark.parametrize("fields", [{"points": 0}, {"value": 0}])
def test_a_conversion(points, fields):
    assert refused_by(change(PointsConversion.objects.get(), **fields)) == "conversion_gives_something"


def test_a_conversion_has_a_key_of_its_own_in_its_account(points):
    other = spend(points, "1").placed_entry_id
    done = PointsConversion.objects.get()
    assert refused_by(copy(done, entry_id=other)) == "conversion_key_is_unique_per_account"
    assert str(done) == "100 PTS → €1.00"


@pytest.fixture
def planned():
    """Decisions that do not hold yet: those that do stay as they are."""
    tomorrow = timezone.now() + timedelta(days=1)
    return make_policy(starts_at=tomorrow), make_program(starts_at=tomorrow)


@pytest.mark.parametrize(
    "fields",
    [{"most": -1}, {"percent": -1}, {"percent": "100.01"}, {"minimum_order": -1}],
)
def test_a_policy(planned, fields):
    assert refused_by(change(planned[0], **fields)) == "reward_cap_is_sane"


def test_a_grace_is_not_below_nothing(planned):
    assert refused_by(change(planned[0], grace_days=-1)).endswith("grace_days_check")


@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        ({"points": 0}, "points_program_is_sane"),
        ({"value": 0}, "points_program_is_sane"),
        ({"step": 0}, "points_program_is_sane"),
        ({"minimum": 0}, "points_program_is_sane"),
        ({"minimum": 100, "most_per_day": 99}, "points_of_a_day_allow_one_conversion"),
        ({"target": "bank"}, "conversion_target_is_known"),
    ],
)
def test_a_program(planned, fields, constraint):
    assert refused_by(change(planned[1], **fields)) == constraint


@pytest.mark.parametrize(
    ("model", "constraint"),
    [(RewardPolicy, "one_reward_policy_at_a_time"), (PointsProgram, "one_points_program_at_a_time")],
)
def test_one_version_at_a_time(points, model, constraint):
    assert refused_by(copy(model.objects.get())) == constraint


def test_a_customer_has_one_wallet_per_currency(points):
    other = make_reward_wallet(customer=points.customer)
    assert refused_by(change(other, currency="PTS")) == "one_reward_wallet_per_customer_and_currency"
    assert refused_by(copy(other, currency="USD")) == "rewards_rewardwallet_available_account_id_key"


@pytest.mark.parametrize(
    ("one", "other"), [("available", "held"), ("available", "pending"), ("held", "pending")]
)
def test_the_accounts_of_a_wallet_are_three(points, one, other):
    same = {f"{one}_account_id": getattr(points, f"{other}_account_id")}
    assert refused_by(change(points, **same)) == "reward_accounts_are_three"


def test_what_rows_are_called(points):
    assert str(CreditLot.objects.order_by("id").first()) == "Credited by the store 1,000 points"
    assert str(Accrual.objects.get(status="pending")) == "Purchase 1000042: 120 points"
    assert str(RewardHold.objects.get(status="active")) == "20 points Held"
    lot = CreditLot.objects.order_by("id").last()
    assert (lot.left.amount, str(LotConsumption.objects.first())) == (
        lot.remaining,
        f"100 / {CreditLot.objects.order_by('id').first().pk}",
    )
