"""What lots give and get back. Every function here is called with the reward wallet locked."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import F, QuerySet, Sum

from rewards.enums import LotSource
from rewards.models import CreditLot, LotConsumption, RewardHold, RewardWallet
from wallet_project.core.money import from_minor
from wallets.services.posting import EntryKind, chart, line, post, store_line


def add_lot(
    wallet: RewardWallet,
    *,
    source: LotSource,
    amount: int,
    entry_id: int,
    expires_at: datetime | None,
    reference: str = "",
    note: str = "",
) -> CreditLot:
    """A new lot of so many minor units, whose entry has been posted."""
    return CreditLot.objects.create(
        wallet=wallet,
        source=source,
        amount=amount,
        remaining=amount,
        entry_id=entry_id,
        expires_at=expires_at,
        reference=reference,
        note=note,
    )


def sweep_expired(wallet: RewardWallet, *, now: datetime, but: Collection[UUID] = ()) -> int:
    """Take what has expired out of the wallet, to breakage; answers with how many minor units.

    Every service that spends calls it first, so that what the ledger has left can all be spent, and
    `restore_rewards`, so that new life for what comes back is none for what had expired before. A
    lot can expire more than once: what comes back to it later expires again. The lots in `but` stay.
    """
    expired = list(_unspent(wallet).filter(expires_at__lte=now).exclude(pk__in=but).order_by("id"))
    total = sum(lot.remaining for lot in expired)
    if not total:
        return 0
    money = from_minor(total, wallet.currency)
    posted = post(
        key=f"reward_expired:{expired[0].pk}:{expired[0].expired}",
        kind=EntryKind.REWARD_EXPIRED,
        lines=[line(wallet.available_account_id, -money), store_line(chart.BREAKAGE, money)],
    )
    for lot in expired:
        lot.expired, lot.remaining = lot.expired + lot.remaining, 0
        lot.expiry_entry_id = posted.entry_id
    CreditLot.objects.bulk_update(expired, ["expired", "remaining", "expiry_entry"])
    return total


def left_in(wallet: RewardWallet) -> int:
    """What the lots have left, in minor units: after `sweep_expired`, what can be spent."""
    return _unspent(wallet).aggregate(total=Sum("remaining"))["total"] or 0


def consume(
    wallet: RewardWallet,
    amount: int,
    *,
    entry_id: int,
    hold: RewardHold | None = None,
    first: CreditLot | None = None,
) -> None:
    """Take so many minor units out of the lots: of `first`, then of those that expire soonest.

    The entry that takes them has been posted, so there is enough; raises `ArithmeticError` if the
    lots say otherwise.
    """
    rest, used, uses = amount, [], []
    for lot in _in_order(wallet, first):
        taken = min(rest, lot.remaining)
        lot.remaining -= taken
        rest -= taken
        used.append(lot)
        uses.append(LotConsumption(lot=lot, entry_id=entry_id, hold=hold, amount=taken))
        if not rest:
            break
    if rest:
        raise ArithmeticError("The lots hold less than the reward wallet.")
    CreditLot.objects.bulk_update(used, ["remaining"])
    LotConsumption.objects.bulk_create(uses)


def give_back(
    uses: Iterable[LotConsumption], amount: int, *, now: datetime, valid_until: datetime | None
) -> None:
    """Return so many minor units to the lots that paid them, the one that expires last first.

    A lot that has expired meanwhile gets new life until `valid_until`. Raises `ArithmeticError` if
    they paid less.
    """
    rest = amount
    for use in sorted(uses, key=lambda use: use.pk, reverse=True):
        back = min(rest, use.amount - use.returned)
        if back:
            _return(use, back, now=now, valid_until=valid_until)
            rest -= back
    if rest:
        raise ArithmeticError("More goes back to the lots than was taken from them.")


def _return(use: LotConsumption, back: int, *, now: datetime, valid_until: datetime | None) -> None:
    use.returned += back
    use.save(update_fields=["returned"])
    lot = use.lot
    lot.remaining += back
    if valid_until is not None and lot.expires_at is not None and lot.expires_at <= now:
        lot.expires_at = valid_until
    lot.save(update_fields=["remaining", "expires_at"])


def _unspent(wallet: RewardWallet) -> QuerySet[CreditLot]:
    return CreditLot.objects.filter(wallet=wallet, remaining__gt=0)


def _in_order(wallet: RewardWallet, first: CreditLot | None) -> Iterable[CreditLot]:
    if first is not None:
        yield from _unspent(wallet).filter(pk=first.pk)
    others = _unspent(wallet).order_by(F("expires_at").asc(nulls_last=True), "id")
    yield from (others if first is None else others.exclude(pk=first.pk)).iterator(chunk_size=50)
