"""What a refund of an order moves in the reward wallet beside what goes back to the lots: a bonus
for taking store credit, and both taken back when the refund is."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from djmoney.money import Money

from rewards.enums import LotSource
from rewards.locks import lock_reward_hold, lock_reward_wallet
from rewards.models import CreditLot, LotConsumption, RewardHold
from rewards.services.credits import credit_lot
from rewards.services.lots import consume, sweep_expired
from rewards.services.wallets import open_reward_wallet
from wallet_project.core.exceptions import NotFound
from wallet_project.core.money import from_minor, require_positive, to_minor, zero
from wallets.services.posting import EntryKind, chart, line, post, store_line


def credit_refund_bonus(
    *,
    customer_id: int,
    amount: Money,
    expires_at: datetime,
    key: str,
    reference: str,
    note: str = "",
    actor: str = "",
) -> CreditLot:
    """Credit a bonus for taking store credit, as a lot of reward money that expires.

    Raises `AmountError`, `CurrencyMismatch`. Call it once for a `key`: it is the caller who knows
    whether it was called before.
    """
    amount = require_positive(amount)
    with transaction.atomic():
        opened = open_reward_wallet(customer_id=customer_id, currency=str(amount.currency))
        return credit_lot(
            lock_reward_wallet(opened.pk),
            amount=amount,
            source=LotSource.ADJUSTMENT,
            key=f"refund_bonus:{key}",
            expires_at=expires_at,
            reference=reference,
            note=note,
            actor=actor,
        )


def take_back_bonus(
    *, lot_id: UUID, amount: Money, key: str, reference: str, actor: str = ""
) -> tuple[Money, int | None]:
    """Take back what is left of a bonus, at most `amount`; answers with what was taken and the entry's
    id, None for nothing. Raises `NotFound`. Call it once for a `key`."""
    wallet_id = CreditLot.objects.filter(pk=lot_id).values_list("wallet_id", flat=True).first()
    if wallet_id is None:
        raise NotFound(_("lot"))
    with transaction.atomic():
        wallet = lock_reward_wallet(wallet_id)
        sweep_expired(wallet, now=timezone.now())
        lot = CreditLot.objects.get(pk=lot_id)
        taken = min(to_minor(amount), lot.remaining)
        if not taken:
            return zero(wallet.currency), None
        money = from_minor(taken, wallet.currency)
        posted = post(
            key=f"refund_bonus_reversed:{key}",
            kind=EntryKind.REFUND_REVERSED,
            lines=[line(wallet.available_account_id, -money), store_line(chart.REWARDS_GRANTED, money)],
            reference=reference,
            actor=actor,
        )
        consume(wallet, taken, entry_id=posted.entry_id, first=lot)
        return money, posted.entry_id


def take_back_restored(
    *, hold_id: UUID, amount: Money, key: str, reference: str, actor: str = ""
) -> tuple[Money, int | None]:
    """Take out of the lots again what a refund had given back to them: at most `amount`, and only
    what is still in those lots. Answers with what was taken and the entry's id, None for nothing.

    The hold can be given back that much again later. Raises `NotFound`. Call it once for a `key`.
    """
    with transaction.atomic():
        wallet, hold = lock_reward_hold(hold_id)
        sweep_expired(wallet, now=timezone.now())
        shares = _what_is_left(hold, to_minor(amount))
        taken = sum(share for _use, share in shares)
        money = from_minor(taken, wallet.currency)
        if not taken:
            return money, None
        posted = post(
            key=f"refund_reward_reversed:{key}",
            kind=EntryKind.REFUND_REVERSED,
            lines=[line(wallet.available_account_id, -money), store_line(chart.SALES, money)],
            reference=reference,
            actor=actor,
        )
        for use, share in shares:
            _undo_return(use, share)
        return money, posted.entry_id


def _what_is_left(hold: RewardHold, amount: int) -> list[tuple[LotConsumption, int]]:
    """From each lot what went back to it and is there still, the one that expires last first."""
    shares, rest = [], amount
    for use in hold.consumptions.filter(returned__gt=0).select_related("lot").order_by("-id"):
        share = min(rest, use.returned, use.lot.remaining)
        if share:
            shares.append((use, share))
            rest -= share
    return shares


def _undo_return(use: LotConsumption, share: int) -> None:
    use.returned -= share
    use.save(update_fields=["returned"])
    use.lot.remaining -= share
    use.lot.save(update_fields=["remaining"])
