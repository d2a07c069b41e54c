"""What stands in the cells of the lists: amounts in their own decimals, links, labels."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from djmoney.money import Money

from wallet_project.core.money import from_minor, to_minor
from wallet_project.core.words import written
from wallets.enums import HoldStatus, ReturnStatus, TopUpStatus, WalletStatus

WALLET_LABELS: Mapping[str, str] = {WalletStatus.OPEN: "success", WalletStatus.FROZEN: "warning"}
HOLD_LABELS: Mapping[str, str] = {HoldStatus.ACTIVE: "info", HoldStatus.CAPTURED: "success"}
RETURN_LABELS: Mapping[str, str] = {
    ReturnStatus.TAKEN: "warning",
    ReturnStatus.LOST: "danger",
    ReturnStatus.WON: "success",
}
TOP_UP_LABELS: Mapping[str, str] = {
    TopUpStatus.SUCCEEDED: "success",
    TopUpStatus.FAILED: "danger",
    TopUpStatus.QUARANTINED: "warning",
    TopUpStatus.PROCESSING: "info",
    TopUpStatus.REQUIRES_ACTION: "info",
    TopUpStatus.OPEN: "info",
    TopUpStatus.CREATED: "info",
}


def without_labels(columns: Iterable[str]) -> tuple[str, ...]:
    """Columns as fields of a row's own page, where Unfold shows no colored labels."""
    return tuple("status" if column == "shown_status" else column for column in columns)


def full(amount: Money | None) -> str:
    """A stored amount with exactly its currency's decimals; a dash for none."""
    return "–" if amount is None else written(from_minor(to_minor(amount), str(amount.currency)))


def link(name: str, text: Any, *arguments: Any) -> SafeString:
    """A link within the admin; the text is escaped."""
    address = reverse(f"admin:{name}", args=arguments)
    return format_html('<a class="text-link" href="{}">{}</a>', address, text)


def entry_link(entry_id: int | None) -> SafeString | str:
    return link("ledger_journalentry_change", f"#{entry_id}", entry_id) if entry_id else "–"


def customer_link(wallet: Any, tab: str = "customer_wallet") -> SafeString:
    """To the tab of the customer whose wallet it is."""
    return link(tab, wallet.customer, wallet.customer_id)
