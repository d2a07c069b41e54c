"""Reward wallets against a plain Python model: whatever is done in whatever order, they agree."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count
from typing import Any
from uuid import uuid4

import pytest
from djmoney.money import Money
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from rewards.enums import Activity, RewardDirection, RewardReason
from rewards.exceptions import RestoreExceedsUse, RewardHoldNotActive
from rewards.models import Accrual, CreditLot, RewardWallet, Shortfall
from rewards.queries import spendable
from rewards.services import (
    Earning,
    adjust_rewards,
    book_accrual,
    capture_reward_hold,
    clawback_accruals,
    convert_points,
    expire_reward_hold,
    mature_accrual,
    open_reward_wallet,
    place_reward_hold,
    restore_rewards,
    void_reward_hold,
)
from rewards.services.expiry import expire_lots_of
from tests.factories.rewards import LONG_AGO, add_rewards, make_program
from tests.factories.wallets import make_user
from tests.rewards.model import GRACE, Lot, Unit, Use
from tests.support.ledger import fetch
from tests.support.rewards import NOW, differences
from wallet_project.core.exceptions import InsufficientFunds
from wallet_project.core.money import from_minor, to_minor
from wallets.models import Wallet

AMOUNTS = st.integers(1, 500)
WHICH, LAST = st.integers(0, 50), -1
UNITS = st.sampled_from(["EUR", "PTS"])
UNBALANCED = "SELECT currency, sum(amount) FROM ledger_posting GROUP BY currency HAVING sum(amount) <> 0"
SOAK = os.environ.get("SOAK") == "1"
versions = count()


@dataclass
class Order:
    unit: str
    pk: Any
    amount: int
    uses: list[Use]
    captured: int | None = None
    back: int = 0


@dataclass
class Earned:
    unit: str
    pk: Any
    reference: str
    amount: int
    matures: datetime | None
    valid_days: int | None
    lot: Lot | None = None
    clawed: int = 0


class Rewards(RuleBasedStateMachine):
    """One customer with reward money and points, and a clock that only the rules move."""

    @initialize(goes_to=st.sampled_from(["wallet", "reward_wallet"]))
    def begin(self, goes_to: str) -> None:
        self.now, self.goes_to = NOW, goes_to
        starts_at = LONG_AGO + timedelta(days=next(versions))
        make_program(starts_at=starts_at, step=10, minimum=10, target=goes_to)
        self.customer = make_user()
        self.wallets = {
            unit: open_reward_wallet(customer_id=self.customer.pk, currency=unit) for unit in ("EUR", "PTS")
        }
        self.models = {"EUR": Unit(), "PTS": Unit()}
        self.orders: list[Order] = []
        self.earned: list[Earned] = []
        self.money = 0

    @rule(hours=st.sampled_from([1, 30, 24 * 8, 24 * 20]))
    def pass_time(self, hours: int) -> None:
        self.now += timedelta(hours=hours)

    @rule(unit=UNITS, amount=AMOUNTS, days=st.sampled_from([None, 1, 30]))
    def grant(self, unit: str, amount: int, days: int | None) -> None:
        lot = add_rewards(self.wallets[unit], str(from_minor(amount, unit).amount), days=days, now=self.now)
        self.models[unit].add(lot.pk, amount, lot.expires_at)
        self.models[unit].granted += amount

    @rule(unit=UNITS, amount=AMOUNTS)
    def debit(self, unit: str, amount: int) -> None:
        model = self.models[unit]

        def adjust() -> None:
            adjust_rewards(
                wallet_id=self.wallets[unit].pk,
                direction=RewardDirection.DEBIT,
                amount=from_minor(amount, unit),
                reason=RewardReason.CORRECTION,
                key=uuid4().hex,
                actor_id=None,
                now=self.now,
            )

        if amount > model.spendable(self.now):
            with pytest.raises(InsufficientFunds):
                adjust()
            return
        adjust()
        model.sweep(self.now)
        model.take(amount)

    @rule(unit=UNITS, amount=AMOUNTS, all_of_it=st.booleans())
    def hold(self, unit: str, amount: int, all_of_it: bool) -> None:
        model = self.models[unit]
        if all_of_it:
            amount = model.spendable(self.now) or amount
        arguments = {"wallet_id": self.wallets[unit].pk, "amount": from_minor(amount, unit), "now": self.now}
        arguments |= {"key": uuid4().hex, "expires_at": self.now + timedelta(days=7)}
        if amount > model.spendable(self.now):
            with pytest.raises(InsufficientFunds):
                place_reward_hold(**arguments)
            return
        pk = place_reward_hold(**arguments).pk
        model.sweep(self.now)
        self.orders.append(Order(unit, pk, amount, model.consume(amount)))
        model.held += amount

    def pick(self, which: int, *, captured: bool) -> Order | None:
        found = [order for order in self.orders if (order.captured is not None) == captured]
        return found[which % len(found)] if found else None

    def close(self, order: Order, captured: int) -> None:
        model = self.models[order.unit]
        order.captured = captured
        model.held -= order.amount
        model.spent += captured
        model.give_back(order.uses, order.amount - captured, self.now, None)

    @rule(which=WHICH, part=st.sampled_from([1, 40, 100]))
    def capture(self, which: int, part: int) -> None:
        order = self.pick(which, captured=False)
        if order:
            amount = max(1, order.amount * part // 100)
            capture_reward_hold(hold_id=order.pk, amount=from_minor(amount, order.unit), now=self.now)
            self.close(order, amount)
            with pytest.raises(RewardHoldNotActive):
                void_reward_hold(hold_id=order.pk)

    @rule(which=WHICH, by_clock=st.booleans())
    def release(self, which: int, by_clock: bool) -> None:
        order = self.pick(which, captured=False)
        if order and by_clock:
            hold = expire_reward_hold(hold_id=order.pk, now=self.now)
            if hold.status == "active":
                return
        elif order:
            void_reward_hold(hold_id=order.pk, now=self.now)
        if order:
            self.close(order, 0)

    @rule(which=WHICH, part=st.sampled_from([1, 40, 100, 101]))
    def refund(self, which: int, part: int) -> None:
        order = self.pick(which, captured=True)
        if not order or not order.captured:
            return
        model, amount = self.models[order.unit], max(1, order.captured * part // 100)
        money, key = from_minor(amount, order.unit), uuid4().hex
        if amount > order.captured - order.back:
            with pytest.raises(RestoreExceedsUse):
                restore_rewards(hold_id=order.pk, amount=money, key=key, now=self.now)
            return
        for _ in range(2):
            restore_rewards(hold_id=order.pk, amount=money, key=key, now=self.now)
        model.sweep(self.now)
        order.back += amount
        model.spent -= amount
        model.give_back(order.uses, amount, self.now, GRACE)

    @rule(unit=UNITS)
    def expire(self, unit: str) -> None:
        swept = expire_lots_of(wallet_id=self.wallets[unit].pk, now=self.now)
        assert swept == self.models[unit].sweep(self.now)

    @rule(unit=UNITS, amount=AMOUNTS, days=st.sampled_from([None, 14]), valid=st.sampled_from([None, 5]))
    def earn(self, unit: str, amount: int, days: int | None, valid: int | None) -> None:
        matures = None if days is None else self.now + timedelta(days=days)
        reference = uuid4().hex
        accrual = book_accrual(
            customer_id=self.customer.pk,
            activity=Activity.PURCHASE,
            reference=reference,
            earning=Earning(from_minor(amount, unit), valid_days=valid),
            matures_at=matures,
            now=self.now,
        )
        one = Earned(unit, accrual.pk, reference, amount, matures, valid)
        self.earned.append(one)
        if matures is None:
            self.arrive(one, accrual)
        else:
            self.models[unit].pending += amount
            self.models[unit].granted += amount

    def arrive(self, one: Earned, accrual: Accrual) -> None:
        """What is left of it, less what is owed."""
        model, left = self.models[one.unit], one.amount - one.clawed
        offset = model.pay_debts(left)
        if one.matures is None:
            model.granted += left
        else:
            model.pending -= left
        model.taken += offset
        one.matures = None
        assert accrual.offset == offset
        if left > offset:
            expires = self.now + timedelta(days=one.valid_days) if one.valid_days else None
            one.lot = model.add(accrual.lot_id, left - offset, expires)

    @rule(which=WHICH)
    def mature(self, which: int) -> None:
        waiting = [one for one in self.earned if one.matures and one.clawed < one.amount]
        if not waiting:
            return
        one = waiting[which % len(waiting)]
        due = one.matures is not None and one.matures <= self.now
        accrual = mature_accrual(accrual_id=one.pk, now=self.now)
        assert accrual.status == ("available" if due else "pending")
        if due:
            self.arrive(one, accrual)

    @rule(which=WHICH, percent=st.sampled_from([10, 33, 50, 100]))
    def claw_back(self, which: int, percent: int) -> None:
        if not self.earned:
            return
        one = self.earned[which % len(self.earned)]
        clawback_accruals(
            reference=one.reference, refunded=Money(percent, "EUR"), total=Money(100, "EUR"), now=self.now
        )
        model, amount = self.models[one.unit], one.amount * percent // 100 - one.clawed
        if amount <= 0:
            return
        if one.matures:
            model.pending -= amount
            model.taken += amount
        else:
            model.take_back(amount, one.lot, one.amount - one.clawed, self.now)
        one.clawed += amount

    @rule(unit=UNITS, amount=AMOUNTS, captured=st.booleans())
    def owe_and_get_it_back(self, unit: str, amount: int, captured: bool) -> None:
        """Earned, spent, taken back and owed, then the order comes to nothing. By chance alone, so many
        steps come one after the other too seldom."""
        self.earn(unit, amount, days=None, valid=None)
        self.hold(unit, amount, all_of_it=True)
        if captured:
            self.capture(LAST, part=100)
        self.claw_back(LAST, percent=100)
        if captured:
            self.refund(LAST, part=100)
        else:
            self.release(LAST, by_clock=False)

    @rule(points=st.integers(10, 400))
    def convert(self, points: int) -> None:
        model = self.models["PTS"]
        arguments = {"customer_id": self.customer.pk, "points": points, "currency": "EUR"}
        arguments |= {"key": uuid4().hex, "now": self.now}
        if points > model.spendable(self.now):
            with pytest.raises(InsufficientFunds):
                convert_points(**arguments)
            return
        done = convert_points(**arguments)
        model.sweep(self.now)
        assert to_minor(done.money) == done.points == points // 10 * 10
        model.take(done.points)
        if self.goes_to == "wallet":
            self.money += done.points
        else:
            lot = CreditLot.objects.get(entry_id=done.entry_id)
            self.models["EUR"].add(lot.pk, done.points, None)
            self.models["EUR"].granted += done.points

    @invariant()
    def they_agree(self) -> None:
        for unit, model in getattr(self, "models", {}).items():
            wallet = RewardWallet.objects.get(pk=self.wallets[unit].pk)
            rows = CreditLot.objects.filter(wallet=wallet)
            assert {row.pk: (row.remaining, row.expired, row.expires_at) for row in rows} == {
                lot.key: (lot.left, lot.expired, lot.expires) for lot in model.lots.values()
            }
            found = [to_minor(amount) for amount in (wallet.posted, wallet.held, wallet.pending)]
            assert found == [model.available, model.held, model.pending]
            assert min(found) >= 0
            assert to_minor(spendable(wallet, now=self.now)) == model.spendable(self.now)
            assert sum(row.left for row in Shortfall.objects.filter(wallet=wallet)) == model.owed
            assert model.granted == sum(found) + model.spent + model.expired + model.taken
        if hasattr(self, "models"):
            money = Wallet.objects.filter(customer=self.customer).first()
            assert (to_minor(money.balance) if money else 0) == self.money
            assert fetch(UNBALANCED) == []

    def teardown(self) -> None:
        assert differences() == set()


@pytest.mark.django_db
@pytest.mark.soak
def test_rewards_never_diverge_from_a_plain_model():
    profile = settings(
        max_examples=300 if SOAK else 12,
        stateful_step_count=60 if SOAK else 22,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(Rewards, settings=profile)
