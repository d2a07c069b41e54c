"""Rewards as a plain Python program would keep them: to be compared with the real ones."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

GRACE = timedelta(days=30)


@dataclass
class Lot:
    """Minor units left, and when they expire."""

    key: Any
    left: int
    expires: datetime | None
    expired: int = 0

    def has_expired(self, now: datetime) -> bool:
        return self.expires is not None and self.expires <= now


@dataclass
class Use:
    lot: Lot
    amount: int
    returned: int = 0


@dataclass
class Debt:
    left: int
    lot: Lot | None


@dataclass
class Unit:
    """A reward wallet. All that was ever `granted` is available, held or pending, or was `spent`,
    has `expired`, or was `taken` (back, by staff, or for money)."""

    lots: dict[Any, Lot] = field(default_factory=dict)
    debts: list[Debt] = field(default_factory=list)
    held: int = 0
    pending: int = 0
    granted: int = 0
    spent: int = 0
    expired: int = 0
    taken: int = 0

    @property
    def available(self) -> int:
        return sum(lot.left for lot in self.lots.values())

    @property
    def owed(self) -> int:
        return sum(debt.left for debt in self.debts)

    def spendable(self, now: datetime) -> int:
        return sum(lot.left for lot in self.lots.values() if not lot.has_expired(now))

    def add(self, key: Any, amount: int, expires: datetime | None) -> Lot:
        self.lots[key] = Lot(key, amount, expires)
        return self.lots[key]

    def sweep(self, now: datetime, but: Collection[Any] = ()) -> int:
        gone = 0
        for lot in self.lots.values():
            if lot.has_expired(now) and lot.key not in but:
                gone += lot.left
                lot.expired, lot.left = lot.expired + lot.left, 0
        self.expired += gone
        return gone

    def consume(self, amount: int, first: Lot | None = None) -> list[Use]:
        """Soonest expiry first, never last, and among equals the older."""
        order = sorted(
            self.lots.values(),
            key=lambda lot: (
                lot is not first,
                lot.expires.timestamp() if lot.expires else float("inf"),
                str(lot.key),
            ),
        )
        uses = []
        for lot in order:
            used = min(amount, lot.left)
            if used:
                lot.left -= used
                amount -= used
                uses.append(Use(lot, used))
        assert amount == 0
        return uses

    def take(self, amount: int, first: Lot | None = None) -> None:
        self.consume(amount, first)
        self.taken += amount

    def give_back(self, uses: Sequence[Use], amount: int, now: datetime, grace: timedelta | None) -> None:
        back = amount
        for use in reversed(uses):
            part = min(back, use.amount - use.returned)
            if part:
                use.returned += part
                use.lot.left += part
                back -= part
                if grace is not None and use.lot.has_expired(now):
                    use.lot.expires = now + grace
        assert back == 0
        self.collect(amount, now)

    def collect(self, back: int, now: datetime) -> None:
        """What is owed is taken out of what has come back."""
        if not (back and self.owed):
            return
        owing = [debt for debt in self.debts if debt.left]
        self.sweep(now, but=[debt.lot.key for debt in owing if debt.lot])
        rest = min(back, self.available)
        for debt in owing:
            part = min(rest, debt.left)
            self.take(part, debt.lot)
            debt.left -= part
            rest -= part

    def pay_debts(self, amount: int) -> int:
        paid = 0
        for debt in self.debts:
            part = min(amount - paid, debt.left)
            debt.left -= part
            paid += part
        return paid

    def take_back(self, amount: int, lot: Lot | None, rest_of_accrual: int, now: datetime) -> None:
        """From its own lot, then from others, and the rest is owed; not what expired unspent."""
        self.sweep(now)
        due = max(0, min(amount, rest_of_accrual - (lot.expired if lot else 0)))
        part = min(due, self.available)
        self.take(part, lot)
        if due > part:
            self.debts.append(Debt(due - part, lot))
