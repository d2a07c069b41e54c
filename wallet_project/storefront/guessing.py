"""Who tries many codes has to wait: wrong ones are counted for the customer and for the address."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Final

from django.core.cache import cache

from rewards.exceptions import TooManyGuesses

MINUTES: Final = 15
# Many customers may share one address, behind a company's or a provider's gateway.
MOST_OF_CUSTOMER: Final = 10
MOST_OF_ADDRESS: Final = 50


@dataclass(frozen=True)
class Guesses:
    """The wrong codes of one customer, and of one address, within the last minutes."""

    customer_id: int
    address: str

    def require_patience(self) -> None:
        """Raises `TooManyGuesses` while there were too many."""
        counts = cache.get_many(self._limits)
        if any(counts.get(name, 0) >= most for name, most in self._limits.items()):
            raise TooManyGuesses(MINUTES)

    def count_one(self) -> None:
        """One more was wrong. The first one starts the minutes."""
        for name in self._limits:
            cache.add(name, 0, timeout=MINUTES * 60)
            cache.incr(name)

    @property
    def _limits(self) -> dict[str, int]:
        address = hashlib.sha256(self.address.encode()).hexdigest()[:32]
        return {
            f"voucher-guesses:customer:{self.customer_id}": MOST_OF_CUSTOMER,
            f"voucher-guesses:address:{address}": MOST_OF_ADDRESS,
        }
