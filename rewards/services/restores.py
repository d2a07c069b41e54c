"""Giving captured rewards back to their lots, when an order is refunded. Never into cash."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from djmoney.money import Money

from rewards.exceptions import RestoreExceedsUse, RewardHoldNotActive
from rewards.locks import lock_reward_hold
from rewards.models import RewardHold, RewardWallet
from rewards.queries import grace_after_refund
from rewards.services.lots import give_back, sweep_expired
from rewards.services.shortfalls import collect_shortfalls
from wallet_project.core.money import from_minor, require_currency, require_positive, to_minor
from wallets.enums import HoldStatus
from wallets.services.posting import ChartAccount, EntryKind, chart, line, post, store_line


def restore_rewards(
    *,
    hold_id: UUID,
    amount: Money,
    key: str,
    reference: str = "",
    earned_by: ChartAccount = chart.SALES,
    now: datetime | None = None,
) -> int:
    """Give `amount` of a captured hold back to the lots that paid it; answers with the entry's id.

    `earned_by` is the store's account that the capture went to. A lot that has expired meanwhile
    can be spent for as long as the store's policy says (`grace_after_refund`). Of what comes back,
    open shortfalls are taken at once. Raises `RestoreExceedsUse`, `RewardHoldNotActive` before the
    capture, `AmountError`, `CurrencyMismatch`, `IdempotencyConflict`. Safe to repeat with the same
    key; a key belongs to its hold.
    """
    amount = require_positive(amount)
    with transaction.atomic():
        wallet, hold = lock_reward_hold(hold_id)
        require_currency(amount, wallet.currency)
        if hold.status != HoldStatus.CAPTURED:
            raise RewardHoldNotActive(hold.status)
        now = now or timezone.now()
        sweep_expired(wallet, now=now)
        posted = post(
            key=f"reward_restored:{hold.pk}:{key}",
            kind=EntryKind.REWARD_RESTORED,
            lines=[line(wallet.available_account_id, amount), store_line(earned_by, -amount)],
            reference=reference or hold.reference,
        )
        if not posted.replayed:
            _return_to_lots(wallet, hold, to_minor(amount), now)
        return posted.entry_id


def _return_to_lots(wallet: RewardWallet, hold: RewardHold, amount: int, now: datetime) -> None:
    uses = list(hold.consumptions.select_related("lot"))
    used = sum(use.amount - use.returned for use in uses)
    if amount > used:
        raise RestoreExceedsUse(from_minor(used, wallet.currency))
    give_back(uses, amount, now=now, valid_until=now + grace_after_refund(wallet.currency, now=now))
    collect_shortfalls(wallet, amount, now=now)
