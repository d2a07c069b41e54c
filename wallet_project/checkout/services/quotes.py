"""What a payment would look like, before anything is reserved."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from djmoney.money import Money

from wallet_project.checkout.enums import TenderKind
from wallet_project.checkout.plan import Plan, PlannedTender, Source, plan_tenders
from wallet_project.core.money import from_minor, zero
from wallets.enums import WalletStatus
from wallets.models import Wallet


@dataclass(frozen=True, slots=True)
class Quote:
    """How `total` would be paid. `wallet_available` is what the wallet could pay with now, and
    `wallet_after` what would be left of it; `wallet_note` says in words why it can't pay, if so."""

    total: Money
    wallet: Money
    wallet_available: Money
    wallet_after: Money
    card: Money
    tenders: tuple[PlannedTender, ...]
    wallet_note: str = ""


def quote_payment(
    *, customer_id: int, total: Money, wallet_amount: Money | None = None, use_wallet: bool = True
) -> Quote:
    """How a total would be shared between wallet and card. Changes nothing.

    `wallet_amount` is what the customer wants to pay from the wallet; None is as much as possible.
    A frozen or closed wallet pays nothing, and the quote says so. Raises as `plan_tenders` does.
    """
    currency = str(total.currency)
    wallet = find_wallet(customer_id, currency)
    chosen = wallet_amount if use_wallet else zero(currency)
    source = wallet_source(wallet, currency, chosen if wallet is None or wallet.is_open else None)
    plan = plan_tenders(total=total, sources=[source])
    return _quote(plan, source, _note(wallet))


def find_wallet(customer_id: int, currency: str) -> Wallet | None:
    """The customer's wallet in this currency, if it was ever opened."""
    wallets = Wallet.objects.select_related("available_account", "held_account")
    return wallets.filter(customer_id=customer_id, currency=currency).first()


def wallet_source(wallet: Wallet | None, currency: str, chosen: Money | None) -> Source:
    """The wallet as a source of a plan; one that is not open has nothing to spend."""
    return Source(TenderKind.WALLET, spendable(wallet, currency), chosen)


def spendable(wallet: Wallet | None, currency: str) -> Money:
    """What a wallet could pay with: all that is available, down to its credit line."""
    if wallet is None or not wallet.is_open:
        return zero(currency)
    account = wallet.available_account
    return from_minor(max(0, (account.balance or 0) - account.floor), currency)


def _quote(plan: Plan, source: Source, note: str) -> Quote:
    used = plan.part(TenderKind.WALLET)
    return Quote(
        total=plan.total,
        wallet=used,
        wallet_available=source.available,
        wallet_after=source.available - used,
        card=plan.part(TenderKind.CARD),
        tenders=plan.tenders,
        wallet_note=note,
    )


def _note(wallet: Wallet | None) -> str:
    if wallet is None or wallet.is_open:
        return ""
    if wallet.status == WalletStatus.FROZEN:
        return _("Your wallet is frozen, so it can't pay now. Please contact the store.")
    return _("Your wallet is closed.")
