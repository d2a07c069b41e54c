"""What the Rewards tab of a customer shows: one panel for each reward wallet, and one for points."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import F, Sum
from django.utils.translation import gettext as _
from djmoney.money import Money

from rewards.admin.book import BOOK
from rewards.admin.forms import RewardAdjustForm
from rewards.conversion import quote
from rewards.enums import AccrualStatus
from rewards.expiries import Expiry, by_day
from rewards.models import Accrual, CreditLot, RewardAdjustmentRequest, RewardHold, RewardWallet, Shortfall
from rewards.queries import current_programs, rate_of, unexpired
from wallet_project.core.money import from_minor, to_minor
from wallets.admin.all_movements import newest_movements
from wallets.enums import ApprovalStatus, HoldStatus
from wallets.queries import Movement

SHOWN = 10


@dataclass(frozen=True, slots=True)
class RewardPanel:
    """A reward wallet, or points, with what is going on in it; `rests` are the counts of what is not
    shown of each list."""

    wallet: RewardWallet
    title: str
    available: Money
    owed: Money
    worth: Sequence[Money]
    schedule: Sequence[Expiry]
    lots: Sequence[CreditLot]
    accruals: Sequence[Accrual]
    holds: Sequence[RewardHold]
    shortfalls: Sequence[Shortfall]
    movements: Sequence[Movement]
    requests: Sequence[RewardAdjustmentRequest]
    more: frozenset[str]
    form: RewardAdjustForm


def own_reward_wallets(customer_id: int) -> list[RewardWallet]:
    """The store's currency first, then the others, points last."""
    wallets = RewardWallet.objects.filter(customer_id=customer_id).select_related(
        "customer", "available_account", "held_account", "pending_account"
    )

    def place(wallet: RewardWallet) -> tuple[bool, bool, str]:
        return wallet.is_points, wallet.currency != settings.STORE_CURRENCY, wallet.currency

    return sorted(wallets, key=place)


def reward_panels(
    customer: Any, *, now: datetime, shown: RewardAdjustForm | None = None
) -> list[RewardPanel]:
    """The panels of a customer; `shown` takes the place of the empty form of its reward wallet."""
    return [_panel(wallet, now, shown) for wallet in own_reward_wallets(customer.pk)]


def title_of(wallet: RewardWallet) -> str:
    if wallet.is_points:
        return _("Points")
    return _("%(currency)s reward wallet") % {"currency": wallet.currency}


def worth_of(points: Money, *, now: datetime) -> list[Money]:
    """What so many points would become now, in each currency that they can be turned into."""
    number = to_minor(points)
    return [quote(rate_of(one), wanted=number, available=number).value for one in current_programs(now=now)]


def _panel(wallet: RewardWallet, now: datetime, shown: RewardAdjustForm | None) -> RewardPanel:
    left = unexpired(wallet, now=now)
    available = from_minor(sum(one.amount for one in left), wallet.currency)
    found = {name: list(rows[: SHOWN + 1]) for name, rows in _rows(wallet, now).items()}
    found["movements"] = newest_movements(BOOK, wallet.available_account_id, size=SHOWN + 1)
    keeps_typed = shown is not None and shown.wallet.pk == wallet.pk
    return RewardPanel(
        wallet=wallet,
        title=title_of(wallet),
        available=available,
        owed=_owed(wallet),
        worth=worth_of(available, now=now) if wallet.is_points else (),
        schedule=by_day(left, wallet.currency),
        **{name: rows[:SHOWN] for name, rows in found.items()},
        more=frozenset(name for name, rows in found.items() if len(rows) > SHOWN),
        form=shown if shown is not None and keeps_typed else RewardAdjustForm(wallet),
    )


def _rows(wallet: RewardWallet, now: datetime) -> dict[str, Any]:
    soonest = F("expires_at").asc(nulls_last=True)
    lots = wallet.lots.filter(remaining__gt=0).exclude(expires_at__lte=now)
    return {
        "lots": lots.order_by(soonest, "id"),
        "accruals": wallet.accruals.filter(status=AccrualStatus.PENDING).order_by("matures_at", "id"),
        "holds": wallet.holds.filter(status=HoldStatus.ACTIVE).order_by("-id"),
        "requests": wallet.requests.filter(status=ApprovalStatus.REQUESTED).select_related("requester"),
        "shortfalls": _open_shortfalls(wallet).select_related("accrual").order_by("id"),
    }


def _open_shortfalls(wallet: RewardWallet) -> Any:
    return wallet.shortfalls.filter(settled__lt=F("amount"))


def _owed(wallet: RewardWallet) -> Money:
    owed = _open_shortfalls(wallet).aggregate(total=Sum(F("amount") - F("settled")))["total"]
    return from_minor(owed or 0, wallet.currency)
