"""Each check finds what it is there to find; rows are changed behind the services to show it."""

import pytest
from django.core.management import call_command

from rewards.enums import RewardDirection, RewardReason
from rewards.models import (
    Accrual,
    CreditLot,
    LotConsumption,
    PointsConversion,
    RewardAdjustment,
    RewardAdjustmentRequest,
    RewardHold,
    RewardWallet,
    Shortfall,
)
from rewards.services import (
    adjust_rewards,
    capture_reward_hold,
    clawback_accruals,
    convert_points,
    mature_accrual,
    restore_rewards,
    void_reward_hold,
)
from rewards.services.expiry import expire_lots_of
from rewards.verification import CHECKS
from tests.factories.approvals import REWARDS
from tests.factories.rewards import add_rewards, make_program, make_reward_wallet
from tests.support.ledger import behind_the_triggers, fetch
from tests.support.rewards import NOW, after, differences, earn, eur, hold, pts, spend
from wallets.ledger.queries import open_guarded_account
from wallets.ledger.verification.registry import added_checks

pytestmark = pytest.mark.django_db


def everything_happens():
    """A points account to which everything has happened that can."""
    account = make_reward_wallet("1000", "PTS")
    make_program(target="reward_wallet")
    convert_points(customer_id=account.customer_id, points=100, currency="EUR", key="c1")
    add_rewards(account, "10", days=1, now=NOW)
    expire_lots_of(wallet_id=account.pk, now=after(2))
    adjust_rewards(
        wallet_id=account.pk,
        direction=RewardDirection.DEBIT,
        amount=pts(50),
        reason=RewardReason.ABUSE,
        key="a1",
        actor_id=None,
    )
    earn(account, "120", "waiting", days=14)
    mature_accrual(accrual_id=earn(account, "80", "matured", days=1).pk, now=after(1))
    earn(account, "100", "returned")
    paid = spend(account, "1030")
    clawback_accruals(reference="returned", refunded=eur(1), total=eur(1), now=NOW)
    restore_rewards(hold_id=paid.pk, amount=pts(30), key="r1", now=NOW)
    earn(account, "500", "later")
    capture_reward_hold(hold_id=hold(account, "20").pk, amount=pts(15), now=NOW)
    void_reward_hold(hold_id=hold(account, "20").pk, now=NOW)
    hold(account, "7")
    return account


@pytest.fixture
def points():
    return everything_happens()


def entry_of_another(currency="PTS"):
    return RewardAdjustment.objects.get(wallet=make_reward_wallet("3", currency)).entry_id


def change(row, **fields):
    type(row).objects.filter(pk=row.pk).update(**fields)


def changed_entries(sql, *parameters):
    with behind_the_triggers():
        fetch(sql, *parameters)


def test_what_the_services_wrote_is_in_order(points):
    owed = Shortfall.objects.get()
    assert (owed.amount, owed.settled, owed.collected) == (100, 100, 30)
    assert differences() == set()


@pytest.mark.django_db(transaction=True)
def test_verify_ledger_runs_all_of_them(capsys):
    points = everything_happens()
    assert set(CHECKS) <= set(added_checks())
    call_command("verify_ledger", quiet=True)
    assert capsys.readouterr().out == ""
    Accrual.objects.filter(wallet=points, reference="waiting").delete()
    with pytest.raises(SystemExit):
        call_command("verify_ledger", quiet=True)
    assert "pending is what accruals wait for: reward wallet" in capsys.readouterr().out


def test_a_lot_with_more_than_the_balance_shows(points):
    lot = CreditLot.objects.filter(wallet=points, remaining__gt=0).first()
    change(lot, remaining=lot.remaining - 1)
    assert differences() == {"lots are the reward balance", "lots add up"}


def test_a_lot_without_its_posting_shows(points):
    lot = CreditLot.objects.get(wallet=points, source="adjustment", amount=1000)
    change(lot, entry=entry_of_another())
    assert "lots have their posting" in differences()


def test_a_use_that_says_less_than_its_entry_shows(points):
    use = LotConsumption.objects.filter(hold=None).first()
    change(use, amount=use.amount - 1)
    assert differences() == {"lots add up", "uses of lots are what entries took"}


def test_a_use_that_vanished_shows(points):
    held = RewardHold.objects.get(status="active")
    held.consumptions.all().delete()
    assert differences() == {"lots add up", "reward holds know their lots"}


def test_a_hold_that_vanished_shows(points):
    held = RewardHold.objects.get(status="active")
    held.consumptions.update(hold=None)
    held.delete()
    assert differences() == {"reward holds are what is held"}


def test_a_hold_of_another_amount_shows(points):
    change(RewardHold.objects.get(status="active"), amount=8)
    assert differences() == {
        "reward holds are what is held",
        "reward holds know their lots",
        "reward holds match their entries",
    }


def test_a_hold_captured_for_another_amount_shows(points):
    change(RewardHold.objects.get(captured=15), captured=14)
    assert differences() == {"reward holds know their lots", "reward holds match their entries"}


@pytest.mark.parametrize("field", ["placed_entry", "closed_entry"])
def test_a_hold_on_another_entry_shows(points, field):
    change(RewardHold.objects.get(captured=15), **{field: entry_of_another()})
    assert "reward holds match their entries" in differences()


def test_a_voided_hold_whose_lots_got_nothing_back_shows(points):
    void = RewardHold.objects.get(status="voided")
    void.consumptions.update(returned=0)
    assert differences() == {
        "lots add up",
        "reward holds know their lots",
        "returned is what entries gave back",
    }


def test_a_return_that_no_entry_made_shows(points):
    paid = RewardHold.objects.get(captured=1030)
    use = paid.consumptions.first()
    change(use, returned=use.returned + 1)
    lot = use.lot
    change(lot, remaining=lot.remaining + 1)
    assert differences() == {"lots are the reward balance", "returned is what entries gave back"}


def test_what_expired_without_an_entry_shows(points):
    lot = CreditLot.objects.get(wallet=points, expired=10)
    change(lot, expired=9)
    assert differences() == {"lots add up", "expired is what entries took"}


def test_a_pending_accrual_that_vanished_shows(points):
    Accrual.objects.get(reference="waiting").delete()
    assert differences() == {"pending is what accruals wait for"}


def test_a_pending_accrual_without_an_entry_or_of_another_amount_shows(points):
    waiting = Accrual.objects.get(reference="waiting")
    change(waiting, entry=None)
    assert differences() == {"accruals have their entries"}
    change(waiting, entry=waiting.entry, amount=121, clawed_back=1)
    assert differences() == {"accruals have their entries"}


def test_an_accrual_that_credited_another_lot_shows(points):
    matured = Accrual.objects.get(reference="matured")
    change(matured, lot=CreditLot.objects.get(wallet=points, amount=1000))
    assert differences() == {"accruals have their entries"}


def test_an_accrual_that_credited_more_than_it_earned_shows(points):
    change(Accrual.objects.get(reference="later"), amount=499)
    assert "accruals have their entries" in differences()


def test_a_shortfall_that_nobody_paid_shows(points):
    change(Shortfall.objects.get(), settled=99)
    assert differences() == {"shortfalls are paid by accruals"}


def test_a_shortfall_collected_without_an_entry_shows(points):
    change(Shortfall.objects.get(), settled=100, collected=31)
    assert differences() == {"shortfalls are paid by accruals", "shortfalls are collected by entries"}


def test_a_shortfall_of_more_than_was_taken_back_shows(points):
    change(Shortfall.objects.get(), amount=101)
    assert differences() == {"shortfalls are of what was taken back"}


def test_an_adjustment_of_another_amount_or_direction_shows(points):
    change(RewardAdjustment.objects.get(key="a1"), amount=51)
    assert differences() == {"adjustments of rewards match their entry"}
    change(RewardAdjustment.objects.get(key="a1"), amount=50, direction="credit")
    assert differences() == {"adjustments of rewards match their entry"}


def test_a_conversion_of_other_points_or_another_value_shows(points):
    done = PointsConversion.objects.get()
    change(done, points=99)
    assert differences() == {"conversions match their entry"}
    change(done, points=100, value="1.01")
    assert differences() == {"conversions give their value"}
    change(done, value=1, target="wallet")
    assert differences() == {"conversions give their value"}


@pytest.mark.parametrize("currency", ["EUR", "INR", "JPY", "KWD"])
@pytest.mark.parametrize("target", ["wallet", "reward_wallet"])
def test_a_conversion_in_any_currency_is_in_order(currency, target):
    make_program(currency=currency, target=target)
    account = make_reward_wallet("500", "PTS")
    convert_points(customer_id=account.customer_id, points=500, currency=currency, key="c1")
    assert differences() == set()


@pytest.mark.parametrize("code", ["reward_available", "points_pending"])
def test_an_account_without_a_wallet_shows(points, code):
    currency = "EUR" if code.startswith("reward") else "PTS"
    open_guarded_account(code=code, currency=currency, type_="liability")
    assert differences() == {"reward accounts have an owner"}


def test_a_wallet_on_accounts_of_another_currency_shows(points):
    change(RewardWallet.objects.get(currency="EUR"), currency="USD")
    assert "reward accounts have an owner" in differences()


def test_an_entry_that_expired_what_no_lot_knows_shows(points):
    changed_entries("UPDATE ledger_entry SET kind = 'reward_expired' WHERE kind = 'reward_debited'")
    assert differences() == {"expired is what entries took"}


def test_an_approval_of_something_else_than_was_booked_shows(points):
    asked = REWARDS.ask(make_reward_wallet("5"), "100.01", REWARDS.requester())
    REWARDS.approve(request_id=asked.pk, approver_id=REWARDS.approver().pk)
    before = differences()
    RewardAdjustmentRequest.objects.filter(pk=asked.pk).update(amount=100001)
    assert differences() - before == {"approved adjustments of rewards are what was asked for"}
