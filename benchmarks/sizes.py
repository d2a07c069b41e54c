"""How much each benchmark does: all of it, or just enough to see that it works."""

from __future__ import annotations

from dataclasses import dataclass

CUSTOMERS = 1000
FIRST_CUSTOMER = 2_000_001
REFERENCE_SYSTEM_ACCOUNT = 1


@dataclass(frozen=True, slots=True)
class Sizes:
    """`seconds` is how long each contender posts in each of the `rounds`; bulk work is over so many
    `customers`, in so many `slices`; `payments` are made with and without their message."""

    rounds: int
    seconds: int
    batch: int
    history: int
    reads: int
    customers: int
    slices: int
    payments: int


FULL = Sizes(
    rounds=7,
    seconds=2,
    batch=10_000,
    history=1_000_000,
    reads=200,
    customers=1_000_000,
    slices=20,
    payments=1_000,
)
QUICK = Sizes(rounds=1, seconds=1, batch=500, history=5_000, reads=20, customers=2_000, slices=2, payments=20)
