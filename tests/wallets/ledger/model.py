"""The ledger again, in a few lines of plain Python: what the real one is compared with."""

from __future__ import annotations

from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass, field


class Short(Exception):
    """Below a floor."""


class Conflict(Exception):
    """A key with two contents."""


@dataclass(frozen=True)
class ModelEntry:
    key: str
    reference: str
    amounts: tuple[tuple[int, int], ...]


@dataclass
class ModelLedger:
    """Balances and entries; accounts that are not in `floors` are not guarded."""

    floors: dict[int, int] = field(default_factory=dict)
    balances: dict[int, int] = field(default_factory=dict)
    entries: dict[str, ModelEntry] = field(default_factory=dict)

    def post(self, entry: ModelEntry) -> bool:
        """Whether it was there before."""
        if known := self.entries.get(entry.key):
            if known != entry:
                raise Conflict(entry.key)
            return True
        for account, amount in entry.amounts:
            after = self.balances.get(account, 0) + amount
            if amount < 0 and account in self.floors and after < self.floors[account]:
                raise Short(account)
        for account, amount in entry.amounts:
            self.balances[account] = self.balances.get(account, 0) + amount
        self.entries[entry.key] = entry
        return False

    def post_all(self, entries: Sequence[ModelEntry]) -> list[bool]:
        """All or nothing."""
        trial = deepcopy(self)
        replayed = [trial.post(entry) for entry in entries]
        self.balances, self.entries = trial.balances, trial.entries
        return replayed
