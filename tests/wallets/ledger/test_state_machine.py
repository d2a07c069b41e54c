"""Whatever is done to the ledger, it agrees with the model, in several currencies at once."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    consumes,
    invariant,
    rule,
    run_state_machine_as_test,
)

from tests.support.ledger import differences, entry, fetch
from tests.wallets.ledger.model import Conflict, ModelEntry, ModelLedger, Short
from wallet_project.core.exceptions import IdempotencyConflict
from wallet_project.core.money import to_minor
from wallets.ledger import chart, journal, queries, seals
from wallets.ledger.exceptions import BelowFloor, LedgerError
from wallets.ledger.models import LedgerAccount

CURRENCIES = ("EUR", "JPY", "KWD", "PTS")
SYSTEM = (chart.GATEWAY_CLEARING, chart.SALES)
moves = st.tuples(
    st.sampled_from([f"key {number}" for number in range(12)]),
    st.sampled_from(["", "W-1"]),
    st.sampled_from(CURRENCIES),
    st.dictionaries(st.integers(0, 3), st.integers(-60, 90).filter(bool), min_size=1, max_size=3),
)


class LedgerMachine(RuleBasedStateMachine):
    remembered = Bundle("remembered")

    def __init__(self) -> None:
        super().__init__()
        self.outer = transaction.atomic()
        self.outer.__enter__()
        self.model = ModelLedger()
        self.accounts: dict[str, list[int]] = {}
        self.ids: dict[str, int] = {}
        for currency in CURRENCIES:
            customers = [self.open(currency) for _ in range(2)]
            self.accounts[currency] = [*customers, *(chart.system_account(one, currency) for one in SYSTEM)]

    def open(self, currency: str) -> int:
        account = queries.open_guarded_account(
            code="customer_available", currency=currency, type_="liability"
        )
        self.model.floors[account.pk] = 0
        return account.pk

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.outer.__exit__(None, None, None)

    def both(self, move: Any) -> tuple[journal.Entry, ModelEntry] | None:
        """The move for the ledger and for the model; the rest is booked on the clearing account."""
        key, reference, currency, given = move
        amounts = {self.accounts[currency][index]: minor for index, minor in given.items()}
        rest = self.accounts[currency][2]
        amounts[rest] = amounts.get(rest, 0) - sum(amounts.values())
        amounts = {account: minor for account, minor in sorted(amounts.items()) if minor}
        if len(amounts) < 2:
            return None
        return entry(key, amounts, currency, reference=reference), ModelEntry(
            key, reference, tuple(amounts.items())
        )

    @rule(moves=st.lists(moves, min_size=1, max_size=5))
    def post(self, moves: list[Any]) -> None:
        pairs = [pair for pair in map(self.both, moves) if pair]
        try:
            expected: Any = self.model.post_all([pair[1] for pair in pairs])
        except (Short, Conflict):
            expected = None
        assert self.answer([pair[0] for pair in pairs]) == expected

    def answer(self, entries: list[journal.Entry]) -> list[bool] | None:
        """Which entries were there before; None if they are refused."""
        try:
            with transaction.atomic():
                posted = journal.post_entries(entries)
        except (BelowFloor, IdempotencyConflict):
            return None
        self.ids.update({one.key: answer.entry_id for one, answer in zip(entries, posted, strict=True)})
        return [one.replayed for one in posted]

    @rule(number=st.integers(0, 11))
    def reverse(self, number: int) -> None:
        key = f"key {number}"
        if key not in self.ids:
            return
        original = self.model.entries[key]
        negated = ModelEntry(f"undo {key}", original.reference, tuple((a, -m) for a, m in original.amounts))
        try:
            expected: Any = self.model.post(negated)
        except Short:
            expected = BelowFloor
        try:
            with transaction.atomic():
                found: Any = journal.reverse_entry(entry_id=self.ids[key], key=f"undo {key}").replayed
        except LedgerError as error:
            found = type(error)
        assert found == expected

    @rule(currency=st.sampled_from(CURRENCIES), index=st.integers(0, 1), floor=st.integers(-50, 0))
    def set_credit_line(self, currency: str, index: int, floor: int) -> None:
        account = self.accounts[currency][index]
        if self.model.balances.get(account, 0) >= floor:
            LedgerAccount.objects.filter(pk=account).update(floor=floor)
            self.model.floors[account] = floor

    @rule(target=remembered)
    def look(self) -> Any:
        """Remember what is on all accounts at this instant."""
        [(now,)] = fetch("SELECT clock_timestamp()")
        return now, dict(self.model.balances)

    @rule(memory=consumes(remembered))
    def look_back(self, memory: tuple[datetime, dict[int, int]]) -> None:
        at, balances = memory
        for account in (account for accounts in self.accounts.values() for account in accounts):
            assert to_minor(queries.balance_at(account_id=account, at=at)) == balances.get(account, 0)

    @rule()
    def seal(self) -> None:
        seals.seal_now()
        seals.roll_up_now()

    @invariant()
    def balances_agree(self) -> None:
        rows = fetch("SELECT id, balance FROM ledger_account WHERE guarded")
        assert dict(rows) == {account: self.model.balances.get(account, 0) for account in self.model.floors}

    @invariant()
    def entries_agree(self) -> None:
        assert {key for (key,) in fetch("SELECT idempotency_key FROM ledger_entry")} == set(
            self.model.entries
        )

    @rule()
    def verify(self) -> None:
        assert differences() == []


@pytest.mark.django_db
def test_the_ledger_agrees_with_the_model():
    run_state_machine_as_test(
        LedgerMachine,
        settings=settings(
            max_examples=25, stateful_step_count=20, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
