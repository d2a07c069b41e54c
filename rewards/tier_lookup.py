"""Which tiers a customer is in, as offers ask. Who keeps tiers says so here."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime

TierLookup = Callable[[int, datetime], Iterable[str]]

_lookups: list[TierLookup] = []


def register_tier_lookup(lookup: TierLookup) -> None:
    """Add a function from a customer's id and an instant to slugs of the tiers that are theirs then,
    lower ones that theirs includes among them. Safe to repeat."""
    if lookup not in _lookups:
        _lookups.append(lookup)


def forget_tier_lookup(lookup: TierLookup) -> None:
    _lookups.remove(lookup)


def tiers_of(customer_id: int, *, now: datetime) -> frozenset[str]:
    """The slugs of all tiers that the customer has; empty in a store without tiers."""
    return frozenset(slug for lookup in _lookups for slug in lookup(customer_id, now))
