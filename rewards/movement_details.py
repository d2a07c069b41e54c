"""One movement of rewards in full: its parts, the lots that it made or used, and why."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext as _
from djmoney.money import Money

from rewards.models import Accrual, CreditLot, LotConsumption, PointsConversion, RewardHold, RewardWallet
from rewards.statements import reward_movement_of, with_reward_stories
from wallet_project.core.exceptions import NotFound
from wallet_project.core.money import from_minor
from wallets.movement_details import (
    EntryDetails,
    corrected_by,
    parts_of,
    visible_postings,
    wallet_accounts,
)


@dataclass(frozen=True, slots=True)
class LotUse:
    """So much of a credit of `whole` was used."""

    amount: Money
    whole: Money
    lot: CreditLot


@dataclass(frozen=True, slots=True)
class RewardDetails(EntryDetails):
    """A movement of rewards: what it credited, what paid it, what it was converted to, and how what
    was earned came about, each where it has it."""

    currency: str
    hold: RewardHold | None
    lot: CreditLot | None
    uses: tuple[LotUse, ...]
    conversion: PointsConversion | None
    accrual: Accrual | None


def reward_details(*, customer_id: int, entry_id: int, currency: str = "") -> RewardDetails:
    """A movement of the customer's own rewards; of this currency, where an entry moved several.
    Raises `NotFound` for any other."""
    wallet, account_id = _moved(customer_id, entry_id, currency)
    accounts = [*_accounts_of(customer_id), *wallet_accounts(customer_id)]
    postings = list(with_reward_stories(visible_postings(accounts, entry_id), wallet_id=wallet.pk))
    shown = next(posting for posting in postings if posting.account_id == account_id)
    hold = _hold(wallet, entry_id)
    return RewardDetails(
        movement=reward_movement_of(shown),
        parts=parts_of(postings),
        corrects=shown.entry.reverses_id,
        corrected_by=corrected_by(entry_id),
        is_available=account_id == wallet.available_account_id,
        currency=wallet.currency,
        hold=hold,
        lot=_lot(wallet, entry_id),
        uses=_uses(wallet, entry_id, hold),
        conversion=PointsConversion.objects.filter(
            account__customer_id=customer_id, entry_id=entry_id
        ).first(),
        accrual=_accrual(wallet, entry_id),
    )


def _moved(customer_id: int, entry_id: int, currency: str) -> tuple[RewardWallet, int]:
    """Which of the customer's reward wallets an entry moved, and on which of its accounts: of this
    currency if there is one, and what can be used before what is held or on its way."""
    accounts = _accounts_of(customer_id)
    moved = visible_postings(accounts, entry_id).filter(account_id__in=accounts)
    own = sorted(moved, key=lambda posting: (posting.currency != currency, accounts[posting.account_id]))
    if not own:
        raise NotFound(_("movement"))
    wallet = RewardWallet.objects.get(customer_id=customer_id, currency=own[0].currency)
    return wallet, own[0].account_id


def _accounts_of(customer_id: int) -> dict[int, int]:
    """The ledger accounts of a customer's rewards; first what can be used, then held, then pending."""
    wallets = RewardWallet.objects.filter(customer_id=customer_id)
    names = ("available_account", "held_account", "pending_account")
    return {pk: rank for row in wallets.values_list(*names) for rank, pk in enumerate(row)}


def _hold(wallet: RewardWallet, entry_id: int) -> RewardHold | None:
    placed_or_closed = Q(placed_entry_id=entry_id) | Q(closed_entry_id=entry_id)
    return RewardHold.objects.filter(placed_or_closed, wallet=wallet).select_related("wallet").first()


def _lot(wallet: RewardWallet, entry_id: int) -> CreditLot | None:
    return CreditLot.objects.filter(wallet=wallet, entry_id=entry_id).select_related("wallet").first()


def _uses(wallet: RewardWallet, entry_id: int, hold: RewardHold | None) -> tuple[LotUse, ...]:
    """Which lots this entry used; of a hold that was closed, those that it had used."""
    placed = hold.placed_entry_id if hold is not None else entry_id
    uses = LotConsumption.objects.filter(entry_id=placed, lot__wallet=wallet)
    return tuple(
        LotUse(from_minor(use.amount, wallet.currency), from_minor(use.lot.amount, wallet.currency), use.lot)
        for use in uses.select_related("lot").order_by("id")
    )


def _accrual(wallet: RewardWallet, entry_id: int) -> Accrual | None:
    earned = Q(entry_id=entry_id) | Q(matured_entry_id=entry_id)
    return Accrual.objects.filter(earned, wallet=wallet).first()
