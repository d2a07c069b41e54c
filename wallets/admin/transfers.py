"""What customers sent to each other: a list to read."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from wallet_project.core.admin_tools import AmountCurrencyFilter, DayRangeFilter, ReadOnlyAdmin, shown
from wallets.admin.cells import customer_link, entry_link, full
from wallets.models import Transfer


@admin.register(Transfer)
class TransferAdmin(ReadOnlyAdmin):
    list_display = (
        "created_at",
        "shown_from",
        "shown_to",
        "shown_amount",
        "note",
        "by_customer",
        "shown_entry",
    )
    list_filter = (AmountCurrencyFilter, ("created_at", DayRangeFilter), "by_customer")
    list_select_related = ("from_wallet__customer", "to_wallet__customer")
    ordering = ("-pk",)
    search_ids = ("pk", "from_wallet_id", "to_wallet_id")
    search_texts = ("from_wallet__customer__email", "to_wallet__customer__email")
    search_help_text = _("E-mail of a customer, or the id of a transfer or a wallet")
    fields = ("created_at", "shown_from", "shown_to", "shown_amount", "note", "by_customer", "shown_entry")
    readonly_fields = fields

    @shown(_("from"))
    def shown_from(self, row: Transfer) -> SafeString:
        return customer_link(row.from_wallet)

    @shown(_("to"))
    def shown_to(self, row: Transfer) -> SafeString:
        return customer_link(row.to_wallet)

    @shown(_("amount"))
    def shown_amount(self, row: Transfer) -> str:
        return full(row.amount)

    @shown(_("entry"))
    def shown_entry(self, row: Transfer) -> Any:
        return entry_link(row.entry_id)
