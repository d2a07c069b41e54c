"""Giving captured rewards back to their lots, when an order is refunded."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from djmoney.money import Money

from rewards.exceptions import RestoreExceedsUse, RewardHoldNotActive
from rewards.locks import lock_reward_hold
from rewards.models import RewardHold
from rewards.services.lots import give_back, sweep_expired
from wallet_project.core.money import from_minor, require_currency, require_positive, to_minor
from wallets.enums import HoldStatus
from wallets.services.posting import EntryKind, chart, line, post, store_line

# How long a lot that has expired meanwhile can still be spent after a refund.
GRACE = timedelta(days=30)


def restore_rewards(*, hold_id: UUID, amount: Money, key: str, reference: str = "") -> int:
    """Give `amount` of a captured hold back to the lots that paid it; answers with the entry's id.

    A lot that has expired meanwhile can be spent for `GRACE` from now. Raises `RestoreExceedsUse`,
    `RewardHoldNotActive` before the capture, `AmountError`, `CurrencyMismatch`. Safe to repeat with
    the same key.
    """
    amount = require_positive(amount)
    with transaction.atomic():
        wallet, hold = lock_reward_hold(hold_id)
        require_currency(amount, wallet.currency)
        if hold.status != HoldStatus.CAPTURED:
            raise RewardHoldNotActive(hold.status)
        now = timezone.now()
        sweep_expired(wallet, now=now)
        posted = post(
            key=f"reward_restored:{key}",
            kind=EntryKind.REWARD_RESTORED,
            lines=[line(wallet.available_account_id, amount), store_line(chart.SALES, -amount)],
            reference=reference or hold.reference,
        )
        if not posted.replayed:
            _return_to_lots(hold, to_minor(amount), wallet.currency, now)
        return posted.entry_id


def _return_to_lots(hold: RewardHold, amount: int, currency: str, now: datetime) -> None:
    uses = list(hold.consumptions.select_related("lot"))
    used = sum(use.amount - use.returned for use in uses)
    if amount > used:
        raise RestoreExceedsUse(from_minor(used, currency))
    give_back(uses, amount, now=now, valid_until=now + GRACE)
