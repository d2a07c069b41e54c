"""Keys that have called a moment ago: a busy store's key is not asked for anew with each of its calls.

So a key that is revoked may still be answered for a quarter of a second, by other processes or by a call that
came just before. Who a key acts for can stop working here as well: such keys are asked for each time.
"""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic

from wallet_project.api_access.models import ApiKey

SECONDS = 0.25
MOST = 1_000

_keys: dict[str, tuple[float, ApiKey]] = {}


def recall(prefix: str, find: Callable[[str], ApiKey | None]) -> ApiKey | None:
    """The key as it was found at most `SECONDS` ago, or as `find` finds it now; None if there is none."""
    until, key = _keys.get(prefix, (0.0, None))
    if key is not None and monotonic() < until:
        return key
    found = find(prefix)
    if found is not None and found.acts_for_id is None:
        if len(_keys) >= MOST:
            _keys.clear()
        _keys[prefix] = (monotonic() + SECONDS, found)
    return found


def forget(prefix: str) -> None:
    """Ask for it anew. Safe to repeat."""
    _keys.pop(prefix, None)
