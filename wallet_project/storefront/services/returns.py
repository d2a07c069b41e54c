"""How long a customer may give goods back."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

RETURN_WINDOW: Final = timedelta(days=30)


def return_window_ends_at(delivered_at: datetime) -> datetime:
    """Until when what was delivered then can be given back."""
    return delivered_at + RETURN_WINDOW
