"""Reward wallets against a plain Python model: whatever is done in whatever order, they agree."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone
from djmoney.money import Money
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from rewards.enums import Activity
from rewards.models import CreditLot, RewardWallet, Shortfall
from rewards.queries import spendable
from rewards.services import (
    Earning,
    book_accrual,
    capture_reward_hold,
    clawback_accruals,
    convert_points,
    mature_accrual,
    open_reward_wallet,
    place_reward_hold,
    restore_rewards,
    void_reward_hold,
)
from rewards.services.expiry import expire_lots_of
from rewards.verification import CHECKS
from tests.factories.rewards import add_rewards, make_program
from tests.factories.wallets import make_user
from wallet_project.core.exceptions import InsufficientFunds
from wallet_project.core.money import from_minor, to_minor
from wallets.ledger.verification import verify
from wallets.models import Wallet
from wallets.verification import checks_of

AMOUNTS = st.integers(1, 500)
WHICH = st.integers(0, 50)
UNITS = st.sampled_from(["EUR", "PTS"])


@dataclass
class Model:
    """What a reward wallet should be, in minor units: what each lot has left, by its id."""

    lots: dict[Any, int] = field(default_factory=dict)
    held: int = 0
    pending: int = 0
    owed: int = 0

    @property
    def available(self) -> int:
        return sum(self.lots.values())


class Rewards(RuleBasedStateMachine):
    """One customer with reward money and points; time only goes on by what the rules pass as now."""

    @initialize()
    def begin(self) -> None:
        self.now: datetime = timezone.now()
        self.customer = make_user()
        self.wallets = {
            unit: open_reward_wallet(customer_id=self.customer.pk, currency=unit) for unit in ("EUR", "PTS")
        }
        self.models = {"EUR": Model(), "PTS": Model()}
        self.holds: list[tuple[str, Any, str]] = []
        self.accruals: list[tuple[str, Any, str, int]] = []
        self.converted = 0

    def lots_of(self, unit: str) -> dict[Any, int]:
        rows = CreditLot.objects.filter(wallet=self.wallets[unit])
        return dict(rows.values_list("pk", "remaining"))

    @rule(unit=UNITS, amount=AMOUNTS, days=st.sampled_from([None, 1, 30]))
    def grant(self, unit: str, amount: int, days: int | None) -> None:
        wallet = self.wallets[unit]
        lot = add_rewards(wallet, str(from_minor(amount, unit).amount), days=days)
        self.models[unit].lots[lot.pk] = amount

    @rule(unit=UNITS, amount=AMOUNTS)
    def hold(self, unit: str, amount: int) -> None:
        model, wallet = self.models[unit], self.wallets[unit]
        money = from_minor(amount, unit)
        if amount > model.available:
            with pytest.raises(InsufficientFunds):
                place_reward_hold(wallet_id=wallet.pk, amount=money, key=uuid4().hex)
            return
        hold = place_reward_hold(wallet_id=wallet.pk, amount=money, key=uuid4().hex)
        self.holds.append((unit, hold.pk, "active"))
        self.spend(model, wallet, amount)
        model.held += amount

    def spend(self, model: Model, wallet: RewardWallet, amount: int) -> None:
        """The same by hand: soonest expiry first, never last, and among equals the older."""
        rows = CreditLot.objects.filter(pk__in=model.lots).values_list("pk", "expires_at")
        far = self.now + timedelta(days=9999)
        for pk, _ in sorted(rows, key=lambda row: (row[1] or far, str(row[0]))):
            taken = min(amount, model.lots[pk])
            model.lots[pk] -= taken
            amount -= taken
        assert amount == 0

    @rule(which=WHICH, part=st.integers(1, 100))
    def capture(self, which: int, part: int) -> None:
        for index, (unit, pk, state) in enumerate(self.holds):
            if state == "active" and index >= which % len(self.holds):
                amount = max(1, self.hold_amount(unit, pk) * part // 100)
                hold = capture_reward_hold(hold_id=pk, amount=from_minor(amount, unit))
                self.holds[index] = (unit, pk, "captured")
                self.models[unit].held -= hold.amount
                self.models[unit].lots = self.check_returned(unit, hold.amount - amount)
                return

    def hold_amount(self, unit: str, pk: Any) -> int:
        return self.wallets[unit].holds.get(pk=pk).amount

    def check_returned(self, unit: str, amount: int) -> dict[Any, int]:
        """What the lots have now, after making sure that exactly so much came back to them."""
        now = self.lots_of(unit)
        before = self.models[unit].lots
        assert sum(now.values()) - sum(before.values()) == amount
        assert all(now[pk] >= left for pk, left in before.items())
        return now

    @rule(which=WHICH)
    def void(self, which: int) -> None:
        for index, (unit, pk, state) in enumerate(self.holds):
            if state == "active" and index >= which % len(self.holds):
                hold = void_reward_hold(hold_id=pk)
                self.holds[index] = (unit, pk, "voided")
                self.models[unit].held -= hold.amount
                self.models[unit].lots = self.check_returned(unit, hold.amount)
                return

    @rule(which=WHICH)
    def refund(self, which: int) -> None:
        for index, (unit, pk, state) in enumerate(self.holds):
            if state == "captured" and index >= which % len(self.holds):
                hold = self.wallets[unit].holds.get(pk=pk)
                restore_rewards(hold_id=pk, amount=hold.captured_money, key=str(pk))
                self.holds[index] = (unit, pk, "refunded")
                self.models[unit].lots = self.check_returned(unit, hold.captured)
                return

    @rule(unit=UNITS)
    def expire(self, unit: str) -> None:
        """Two days later than anything was credited; lots that came back live on."""
        model, wallet = self.models[unit], self.wallets[unit]
        then = timezone.now() + timedelta(days=2)
        rows = CreditLot.objects.filter(wallet=wallet, expires_at__lte=then, remaining__gt=0)
        gone = dict(rows.values_list("pk", "remaining"))
        assert to_minor(spendable(wallet, now=then)) == model.available - sum(gone.values())
        assert expire_lots_of(wallet_id=wallet.pk, now=then) == sum(gone.values())
        for pk in gone:
            model.lots[pk] = 0

    @rule(unit=UNITS, amount=AMOUNTS, days=st.sampled_from([None, 14]))
    def earn(self, unit: str, amount: int, days: int | None) -> None:
        model, reference = self.models[unit], uuid4().hex
        accrual = book_accrual(
            customer_id=self.customer.pk,
            activity=Activity.PURCHASE,
            reference=reference,
            earning=Earning(from_minor(amount, unit)),
            matures_at=None if days is None else timezone.now() + timedelta(days=days),
            now=timezone.now(),
        )
        self.accruals.append((unit, accrual.pk, reference, 0))
        if days is None:
            self.arrive(model, amount, accrual)
        else:
            model.pending += amount

    def arrive(self, model: Model, amount: int, accrual: Any) -> None:
        offset = min(amount, model.owed)
        assert accrual.offset == offset
        model.owed -= offset
        if amount > offset:
            model.lots[accrual.lot_id] = amount - offset

    @rule(which=WHICH)
    def mature(self, which: int) -> None:
        for unit, pk, _reference, _ in self.accruals[which % (len(self.accruals) or 1) :]:
            accrual = self.wallets[unit].accruals.get(pk=pk)
            if accrual.status == "pending":
                accrual = mature_accrual(accrual_id=pk, now=accrual.matures_at)
                left = accrual.amount - accrual.clawed_back
                self.models[unit].pending -= left
                self.arrive(self.models[unit], left, accrual)
                return

    @rule(which=WHICH, percent=st.sampled_from([10, 33, 50, 100]))
    def claw_back(self, which: int, percent: int) -> None:
        if not self.accruals:
            return
        unit, pk, reference, before = self.accruals[which % len(self.accruals)]
        percent = max(percent, before)
        self.accruals[which % len(self.accruals)] = (unit, pk, reference, percent)
        model = self.models[unit]
        accrual = self.wallets[unit].accruals.select_related("lot").get(pk=pk)
        target = accrual.amount * percent // 100
        amount = target - accrual.clawed_back
        owed = sum(row.amount for row in Shortfall.objects.filter(accrual=accrual))
        clawback_accruals(reference=reference, refunded=Money(percent, "EUR"), total=Money(100, "EUR"))
        if accrual.status == "pending":
            model.pending -= amount
        elif amount > 0:
            due = min(
                amount, accrual.amount - accrual.clawed_back - (accrual.lot.expired if accrual.lot else 0)
            )
            taken = min(due, model.available)
            model.lots = self.check_returned_negative(unit, taken)
            new = sum(row.amount for row in Shortfall.objects.filter(accrual=accrual)) - owed
            assert new == max(due - taken, 0)
            model.owed += new

    def check_returned_negative(self, unit: str, taken: int) -> dict[Any, int]:
        now = self.lots_of(unit)
        assert sum(self.models[unit].lots.values()) - sum(now.values()) == taken
        return now

    @rule(points=st.integers(10, 400))
    def convert(self, points: int) -> None:
        model, key = self.models["PTS"], uuid4().hex
        if points > model.available:
            with pytest.raises(InsufficientFunds):
                convert_points(customer_id=self.customer.pk, points=points, currency="EUR", key=key)
            return
        done = convert_points(customer_id=self.customer.pk, points=points, currency="EUR", key=key)
        assert done.points == points // 10 * 10
        assert to_minor(done.money) == done.points
        self.spend(model, self.wallets["PTS"], done.points)
        self.converted += done.points

    @invariant()
    def they_agree(self) -> None:
        if not hasattr(self, "wallets"):
            return
        for unit, model in self.models.items():
            wallet = RewardWallet.objects.get(pk=self.wallets[unit].pk)
            assert self.lots_of(unit) == model.lots
            assert to_minor(wallet.posted) == model.available
            assert to_minor(wallet.held) == model.held
            assert to_minor(wallet.pending) == model.pending
        money = Wallet.objects.filter(customer=self.customer).first()
        assert (to_minor(money.balance) if money else 0) == self.converted

    def teardown(self) -> None:
        assert not [found for found in verify(checks=checks_of(CHECKS)) if found.differences]


@pytest.mark.django_db
def test_rewards_never_diverge_from_a_plain_model():
    make_program(points=100, value=1, step=10, minimum=10)
    run_state_machine_as_test(
        Rewards,
        settings=settings(
            max_examples=25,
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
