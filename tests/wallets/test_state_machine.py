"""Wallets against a plain Python model: whatever is done in whatever order, they agree."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import pytest
from djmoney.money import Money
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from tests.factories.wallets import fresh, make_wallet
from wallet_project.core.exceptions import InsufficientFunds
from wallet_project.core.money import from_minor, to_minor
from wallets.enums import AdjustmentDirection, AdjustmentReason
from wallets.exceptions import CaptureExceedsHold, HoldNotActive, WalletFrozen
from wallets.ledger.verification import verify
from wallets.models import Wallet
from wallets.services import (
    adjust_wallet,
    capture_hold,
    freeze_wallet,
    place_hold,
    unfreeze_wallet,
    void_hold,
)
from wallets.verification import CHECKS, checks_of

CURRENCIES = ("EUR", "JPY", "KWD")
AMOUNTS = st.one_of(st.integers(1, 100), st.integers(1, 100_000))
WHICH = st.integers(0, 50)


@dataclass
class Model:
    """What a wallet should be, in minor units."""

    available: int = 0
    frozen: bool = False
    holds: dict[Any, tuple[str, int]] = field(default_factory=dict)

    @property
    def held(self) -> int:
        return sum(amount for state, amount in self.holds.values() if state == "active")


class Wallets(RuleBasedStateMachine):
    """Three wallets in three currencies; every rule does the same to a wallet and to its model."""

    @initialize()
    def open_wallets(self) -> None:
        self.pairs: list[tuple[Wallet, Model]] = [
            (make_wallet(currency=code), Model()) for code in CURRENCIES
        ]

    def pick(self, which: int) -> tuple[Wallet, Model]:
        return self.pairs[which % len(self.pairs)]

    def money(self, wallet: Wallet, minor: int) -> Money:
        return from_minor(minor, wallet.currency)

    @rule(which=WHICH, minor=AMOUNTS, direction=st.sampled_from(AdjustmentDirection), repeat=st.booleans())
    def adjust(self, which: int, minor: int, direction: AdjustmentDirection, repeat: bool) -> None:
        wallet, model = self.pick(which)
        arguments = {
            "wallet_id": wallet.pk,
            "direction": direction,
            "amount": self.money(wallet, minor),
            "reason": AdjustmentReason.CORRECTION,
            "key": uuid4().hex,
            "actor_id": None,
        }
        change = minor if direction == AdjustmentDirection.CREDIT else -minor
        if model.available + change < 0:
            with pytest.raises(InsufficientFunds):
                adjust_wallet(**arguments)
            return
        for _ in range(1 + repeat):
            adjust_wallet(**arguments)
        model.available += change

    @rule(which=WHICH, minor=AMOUNTS, repeat=st.booleans())
    def hold(self, which: int, minor: int, repeat: bool) -> None:
        wallet, model = self.pick(which)
        arguments = {"wallet_id": wallet.pk, "amount": self.money(wallet, minor), "key": uuid4().hex}
        if model.frozen or minor > model.available:
            with pytest.raises(WalletFrozen if model.frozen else InsufficientFunds):
                place_hold(**arguments)
            return
        placed = [place_hold(**arguments).pk for _ in range(1 + repeat)]
        assert len(set(placed)) == 1
        model.available -= minor
        model.holds[placed[0]] = ("active", minor)

    @rule(which=WHICH, hold=WHICH, part=st.integers(1, 120))
    def capture(self, which: int, hold: int, part: int) -> None:
        wallet, model = self.pick(which)
        if not model.holds:
            return
        hold_id, (state, held) = sorted(model.holds.items(), key=str)[hold % len(model.holds)]
        wanted = max(1, held * part // 100)
        amount = self.money(wallet, wanted)
        if state == "active" and wanted <= held:
            capture_hold(hold_id=hold_id, amount=amount)
            model.holds[hold_id] = (f"captured {wanted}", held)
            model.available += held - wanted
        elif state == f"captured {wanted}":
            capture_hold(hold_id=hold_id, amount=amount)
        else:
            with pytest.raises(CaptureExceedsHold if state == "active" else HoldNotActive):
                capture_hold(hold_id=hold_id, amount=amount)

    @rule(which=WHICH, hold=WHICH)
    def void(self, which: int, hold: int) -> None:
        _wallet, model = self.pick(which)
        if not model.holds:
            return
        hold_id, (state, held) = sorted(model.holds.items(), key=str)[hold % len(model.holds)]
        if state.startswith("captured"):
            with pytest.raises(HoldNotActive):
                void_hold(hold_id=hold_id)
            return
        void_hold(hold_id=hold_id)
        if state == "active":
            model.holds[hold_id] = ("voided", held)
            model.available += held

    @rule(which=WHICH, frozen=st.booleans())
    def freeze_or_unfreeze(self, which: int, frozen: bool) -> None:
        wallet, model = self.pick(which)
        change = freeze_wallet if frozen else unfreeze_wallet
        change(wallet_id=wallet.pk, reason="check")
        model.frozen = frozen

    @invariant()
    def wallets_and_models_agree(self) -> None:
        for wallet, model in getattr(self, "pairs", []):
            now = fresh(wallet)
            assert (to_minor(now.available), to_minor(now.held)) == (model.available, model.held)
            assert now.is_open is not model.frozen

    def teardown(self) -> None:
        assert not [finding for finding in verify(checks=checks_of(CHECKS)) if finding.differences]


@pytest.mark.django_db
def test_wallets_never_diverge_from_a_plain_model():
    run_state_machine_as_test(
        Wallets,
        settings=settings(
            max_examples=12,
            stateful_step_count=30,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
