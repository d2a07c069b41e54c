"""Running the checks: the ledger's own, then those that other apps added."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from wallets.ledger.verification import accounts, entries, guards, sealed
from wallets.ledger.verification.registry import Check, Difference, Progress, Silent, added_checks


@dataclass(frozen=True, slots=True)
class Finding:
    """What one check found: its first differences, and whether it stopped at the limit."""

    check: str
    differences: Sequence[Difference]
    limited: bool


def own_checks() -> Mapping[str, Check]:
    """The ledger's own checks, which know of nothing but the ledger."""
    return {**entries.CHECKS, **accounts.CHECKS, **sealed.CHECKS, **guards.CHECKS}


def registered_checks() -> Mapping[str, Check]:
    """All checks, the ledger's own first."""
    return {**own_checks(), **added_checks()}


def verify(
    *,
    checks: Mapping[str, Check] | None = None,
    limit: int = 20,
    watch: Callable[[str], Progress] = lambda name: Silent(),
) -> Iterator[Finding]:
    """Run checks (all that are registered), one after another; each stops after `limit` differences.

    Reads whatever the open transaction sees: use `queries.snapshot()` on a ledger that is in use.
    """
    for name, check in (checks or registered_checks()).items():
        found = list(islice(check(watch(name)), limit + 1))
        yield Finding(name, found[:limit], limited=len(found) > limit)
