"""Rewards that staff credits or debits: within role and limits, once, and told to the customer."""

from datetime import timedelta

import pytest
from django.utils import timezone
from djmoney.money import Money

from notifications.models import OutboxMessage
from notifications.texts import details_of
from rewards.enums import RewardDirection, RewardReason
from rewards.models import CreditLot, RewardAdjustment, RewardAdjustmentRequest
from rewards.services import adjust_rewards, preview_rewards, request_reward_adjustment
from tests.factories.rewards import add_rewards, left_of, make_reward_wallet
from tests.factories.wallets import make_staff, make_user
from tests.support.rewards import NOW, after, amounts, booked, differences, eur, everything, pts
from wallet_project.core.exceptions import (
    AmountOutOfRange,
    CurrencyMismatch,
    IdempotencyConflict,
    InsufficientFunds,
    NotFound,
    TooManyDecimals,
)
from wallet_project.core.ids import uuid7
from wallets.exceptions import AdjustmentNotAllowed
from wallets.ledger import chart
from wallets.ledger.models import JournalEntry
from wallets.models import AdjustmentPolicy

pytestmark = pytest.mark.django_db

CREDIT, DEBIT = RewardDirection.CREDIT, RewardDirection.DEBIT


@pytest.fixture
def wallet():
    return make_reward_wallet("20.00")


@pytest.fixture
def staff():
    return make_staff("rewards.adjust_rewards")


def adjust(wallet, amount, direction=CREDIT, **fields):
    arguments = {
        "wallet_id": wallet.pk,
        "direction": direction,
        "amount": Money(amount, wallet.currency) if isinstance(amount, str) else amount,
        "reason": RewardReason.GOODWILL,
        "key": "a1",
        "actor_id": None,
    }
    return adjust_rewards(**arguments | fields)


def preview(wallet, amount, direction=CREDIT, **fields):
    arguments = {"expires_at": None, "actor_id": None, "now": timezone.now()}
    shown = preview_rewards(
        wallet_id=wallet.pk,
        direction=direction,
        amount=Money(amount, wallet.currency),
        **arguments | fields,
    )
    return str(shown.before.amount), str(shown.after.amount)


def refuse(error, match=".", **arguments):
    before = everything()
    with pytest.raises(error, match=match):
        adjust(**arguments)
    assert everything() == before


def test_a_credit_is_a_lot_with_its_day_and_its_words(wallet, staff):
    adjustment = adjust(
        wallet,
        "12.50",
        expires_at=after(30),
        actor_id=staff.pk,
        note=" VIP ",
        customer_note=" Sorry! ",
        now=NOW,
    )
    lot = CreditLot.objects.get(entry=adjustment.entry)
    assert (lot.amount, lot.expires_at, lot.note) == (1250, after(30), "Sorry!")
    assert (adjustment.note, adjustment.customer_note, str(adjustment)) == ("VIP", "Sorry!", "Credit €12.50")
    assert amounts(wallet) == ("32.50", "0.00", "0.00")
    assert JournalEntry.objects.get(pk=adjustment.entry_id).actor == f"user:{staff.pk}"


def test_a_debit_takes_what_expires_soonest(wallet):
    add_rewards(wallet, "3.00", days=2)
    adjust(wallet, "5.00", DEBIT, expires_at=after(1))
    assert (left_of(wallet), booked(chart.REWARDS_GRANTED)) == ([1800, 0], "-18.00")
    assert RewardAdjustment.objects.get(key="a1").expires_at is None
    assert differences() == set()


def test_a_debit_of_more_than_can_be_spent_is_refused(wallet):
    refuse(InsufficientFunds, wallet=wallet, amount="20.01", direction=DEBIT)


def test_a_debit_does_not_reach_what_has_expired(wallet):
    add_rewards(wallet, "3.00", days=2, now=NOW)
    refuse(InsufficientFunds, wallet=wallet, amount="20.01", direction=DEBIT, now=after(2))
    adjust(wallet, "20.00", DEBIT, now=after(2))
    assert (amounts(wallet)[0], booked(chart.BREAKAGE)) == ("0.00", "3.00")


@pytest.mark.parametrize(
    ("amount", "error"),
    [
        (eur("0"), AmountOutOfRange),
        (eur("-1"), AmountOutOfRange),
        (eur("1.005"), TooManyDecimals),
        (pts(1), CurrencyMismatch),
    ],
)
@pytest.mark.parametrize("direction", [CREDIT, DEBIT])
def test_a_bad_amount_is_refused(wallet, amount, error, direction):
    refuse(error, wallet=wallet, amount=amount, direction=direction)


def test_a_credit_that_has_expired_already_is_refused(wallet):
    refuse(AmountOutOfRange, "in the future", wallet=wallet, amount="1.00", expires_at=NOW, now=NOW)


def test_an_unknown_wallet_is_not_found(wallet):
    refuse(NotFound, wallet=wallet, amount="1.00", wallet_id=uuid7())


def test_the_same_key_adjusts_once_also_when_it_would_not_do_any_more(wallet):
    first = adjust(wallet, "15.00", DEBIT)
    assert adjust(wallet, "15.00", DEBIT) == first
    assert amounts(wallet)[0] == "5.00"


@pytest.mark.parametrize("changes", [{"amount": "1.01"}, {"direction": DEBIT}, {"wallet": None}])
def test_the_same_key_for_something_else_is_a_conflict(wallet, changes):
    adjust(wallet, "1.00")
    if "wallet" in changes:
        changes = {"wallet": make_reward_wallet("5.00")}
    refuse(IdempotencyConflict, **{"wallet": wallet, "amount": "1.00"} | changes)


def test_the_customer_is_told(wallet):
    adjust(wallet, "1.00", customer_note="Sorry!")
    adjust(wallet, "2.00", DEBIT, key="a2")
    told = OutboxMessage.objects.filter(dedupe_key__startswith="reward_adjustment").order_by("id")
    contexts = [(one.kind, details_of(one)) for one in told][-2:]
    assert contexts == [
        ("rewards_credited", {"amount": "€1.00", "note": "Sorry!"}),
        ("rewards_debited", {"amount": "€2.00", "note": ""}),
    ]


class TestLimits:
    """Roles are permissions; limits are each and per day, over credits and debits together."""

    def test_without_the_permission_nothing_is_adjusted(self, wallet):
        refuse(AdjustmentNotAllowed, "Your role", wallet=wallet, amount="1.00", actor_id=make_staff().pk)

    @pytest.mark.parametrize("field", ["is_staff", "is_active"])
    def test_somebody_who_left_adjusts_nothing(self, wallet, staff, field):
        setattr(staff, field, False)
        staff.save()
        refuse(AdjustmentNotAllowed, wallet=wallet, amount="1.00", actor_id=staff.pk)

    def test_nobody_adjusts_their_own(self, staff):
        own = make_reward_wallet("5.00", customer=staff)
        refuse(AdjustmentNotAllowed, "their own", wallet=own, amount="1.00", actor_id=staff.pk)

    def test_each_has_a_limit_that_some_may_pass(self, wallet, staff):
        AdjustmentPolicy.objects.create(currency="EUR", operations_each=10)
        refuse(AdjustmentNotAllowed, r"is €10\.00", wallet=wallet, amount="10.01", actor_id=staff.pk)
        boss = make_staff("rewards.adjust_rewards_unlimited")
        assert adjust(wallet, "10.01", actor_id=boss.pk).money == eur("10.01")

    def test_the_day_has_a_limit_for_everybody(self, wallet):
        AdjustmentPolicy.objects.create(currency="EUR", per_admin_and_day=25)
        boss = make_staff("rewards.adjust_rewards_unlimited")
        adjust(wallet, "10.00", actor_id=boss.pk)
        adjust(wallet, "10.00", DEBIT, actor_id=boss.pk, key="a2")
        words = r"within 24 hours is €25\.00; €5\.00 of it is left"
        arguments = {"wallet": wallet, "actor_id": boss.pk, "key": "a3"}
        refuse(AdjustmentNotAllowed, words, amount="5.01", **arguments)
        adjust(amount="5.00", **arguments)
        refuse(AdjustmentNotAllowed, r"€0\.00 of it", amount="0.01", **arguments | {"key": "a4"})

    def test_the_day_is_the_last_24_hours_of_this_member_in_this_unit(self, wallet, staff):
        AdjustmentPolicy.objects.create(currency="EUR", per_admin_and_day=10)
        adjust(wallet, "10.00", actor_id=staff.pk)
        adjust(make_reward_wallet(currency="PTS"), "10", actor_id=staff.pk, key="a2")
        adjust(wallet, "10.00", actor_id=make_staff("rewards.adjust_rewards").pk, key="a3")
        RewardAdjustment.objects.update(created_at=timezone.now() - timedelta(hours=25))
        assert adjust(wallet, "10.00", actor_id=staff.pk, key="a4").money == eur("10.00")

    def test_where_the_store_has_set_nothing_points_have_a_limit_too(self, staff):
        account = make_reward_wallet(currency="PTS")
        refuse(AdjustmentNotAllowed, "one adjustment", wallet=account, amount="10001", actor_id=staff.pk)

    def test_a_policy_without_limits_has_none(self, wallet, staff):
        AdjustmentPolicy.objects.create(currency="EUR")
        assert adjust(wallet, "1000000.00", actor_id=staff.pk).money == eur("1000000.00")

    def test_a_repeat_asks_for_no_permission_any_more(self, wallet, staff):
        first = adjust(wallet, "1.00", actor_id=staff.pk)
        staff.user_permissions.clear()
        assert adjust(wallet, "1.00", actor_id=staff.pk) == first


class TestPreview:
    def test_it_says_before_and_after_and_moves_nothing(self, wallet, staff):
        add_rewards(wallet, "3.00", days=2, now=NOW)
        before = everything()
        assert preview(wallet, "5.00", now=after(1), actor_id=staff.pk) == ("23.00", "28.00")
        assert preview(wallet, "5.00", DEBIT, now=after(2), expires_at=NOW) == ("20.00", "15.00")
        assert everything() == before

    @pytest.mark.parametrize(
        ("arguments", "error"),
        [
            ({"amount": "0"}, AmountOutOfRange),
            ({"amount": "20.01", "direction": DEBIT}, InsufficientFunds),
            ({"amount": "1", "expires_at": NOW, "now": NOW}, AmountOutOfRange),
        ],
    )
    def test_it_refuses_what_the_adjustment_would(self, wallet, arguments, error):
        with pytest.raises(error):
            preview(wallet, **arguments)

    def test_it_refuses_whom_the_adjustment_would(self, wallet):
        with pytest.raises(AdjustmentNotAllowed):
            preview(wallet, "1.00", actor_id=make_user().pk)


def test_a_key_of_what_still_waits_books_nothing_else(wallet, staff):
    waiting = request_reward_adjustment(
        wallet_id=wallet.pk,
        direction=CREDIT,
        amount=eur("100.01"),
        reason=RewardReason.GOODWILL,
        key="a1",
        actor_id=staff.pk,
    )
    before = everything()
    with pytest.raises(IdempotencyConflict):
        adjust(wallet, "100.01")
    assert everything() == before
    assert RewardAdjustmentRequest.objects.get() == waiting
    assert waiting.status == "requested"
