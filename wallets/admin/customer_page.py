"""What the Wallet tab of a customer shows: one panel a wallet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q
from djmoney.money import Money

from wallet_project.core.money import from_minor
from wallets.admin.forms import AdjustForm, RescueForm, StatusForm, WalletForm
from wallets.enums import TOP_UP_WAITING, AdjustmentReason, ApprovalStatus, HoldStatus, TopUpStatus
from wallets.ledger.enums import EntryKind
from wallets.ledger.models import JournalEntry
from wallets.models import Adjustment, AdjustmentRequest, Hold, TopUp, Wallet
from wallets.queries import Movement, own_wallets
from wallets.statements import statement_page

SHOWN = 10
FORMS: dict[str, type[WalletForm]] = {form.name: form for form in (AdjustForm, RescueForm, StatusForm)}


@dataclass(frozen=True, slots=True)
class WalletPanel:
    """A wallet with what is going on in it. `forms` are by name; one may come back with its errors."""

    wallet: Wallet
    credit_line: Money
    movements: Sequence[Movement]
    has_more: bool
    holds: Sequence[Hold]
    top_ups: Sequence[TopUp]
    requests: Sequence[AdjustmentRequest]
    forms: dict[str, WalletForm] = field(default_factory=dict)


def wallet_panels(customer: Any, shown: WalletForm | None = None) -> list[WalletPanel]:
    """The panels of a customer's wallets; `shown` takes the place of the empty form of its name."""
    wallets = own_wallets(customer.pk)
    holds = _by_wallet(Hold.objects.filter(wallet__in=wallets, status=HoldStatus.ACTIVE))
    unsettled = Q(status__in=TOP_UP_WAITING) | Q(status=TopUpStatus.QUARANTINED)
    top_ups = _by_wallet(TopUp.objects.filter(unsettled, wallet__in=wallets))
    waits = AdjustmentRequest.objects.filter(wallet__in=wallets, status=ApprovalStatus.REQUESTED)
    requests = _by_wallet(waits.select_related("requester"))
    return [_panel(customer, wallet, holds, top_ups, requests, shown) for wallet in wallets]


def _panel(
    customer: Any,
    wallet: Wallet,
    holds: dict[Any, list[Any]],
    top_ups: dict[Any, list[Any]],
    requests: dict[Any, list[Any]],
    shown: Any,
) -> WalletPanel:
    wallet.customer = customer
    history = statement_page(customer_id=customer.pk, wallet_id=wallet.pk, size=SHOWN)
    forms = {name: form(wallet) for name, form in FORMS.items()}
    if shown is not None and shown.wallet.pk == wallet.pk:
        forms[shown.name] = shown
    return WalletPanel(
        wallet=wallet,
        credit_line=from_minor(-wallet.available_account.floor, wallet.currency),
        movements=history.movements,
        has_more=bool(history.older),
        holds=holds.get(wallet.pk, []),
        top_ups=top_ups.get(wallet.pk, []),
        requests=requests.get(wallet.pk, []),
        forms=forms,
    )


def _by_wallet(rows: Any) -> dict[Any, list[Any]]:
    found: dict[Any, list[Any]] = {}
    for row in rows.order_by("-pk")[:100]:
        found.setdefault(row.wallet_id, []).append(row)
    return found


@dataclass(frozen=True, slots=True)
class EarlierRescue:
    """Money that was credited for the same order before."""

    entry: JournalEntry
    amount: Money


def earlier_rescues(wallet: Wallet, order_reference: str) -> list[EarlierRescue]:
    """What this wallet was credited already for a failed order, by the store itself or by staff."""
    by_staff = Adjustment.objects.filter(
        wallet=wallet, reason=AdjustmentReason.RESCUE, reference=order_reference
    ).values("entry")
    rescued = Q(kind=EntryKind.PAYMENT_RESCUED) | Q(pk__in=by_staff)
    entries = JournalEntry.objects.filter(rescued, reference=order_reference).prefetch_related("postings")
    return [
        EarlierRescue(entry, posting.money)
        for entry in entries.order_by("-pk")[:10]
        for posting in entry.postings.all()
        if posting.account_id == wallet.available_account_id
    ]
