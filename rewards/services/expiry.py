"""What expires: swept to breakage by the clock, wallet by wallet or in bulk."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from rewards.locks import lock_reward_wallet
from rewards.services.lots import sweep_expired


def expire_lots_of(*, wallet_id: UUID, now: datetime) -> int:
    """Write off what has expired in one reward wallet; answers with how many minor units. Safe to
    repeat."""
    with transaction.atomic():
        return sweep_expired(lock_reward_wallet(wallet_id), now=now)
