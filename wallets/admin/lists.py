"""Wallets, holds, adjustments, cards, returns and webhooks: lists to read."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import admin
from django.urls import URLPattern, path
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from wallet_project.api_access.admin.by_key import ByKeyAdmin
from wallet_project.core.admin_tools import (
    AmountCurrencyFilter,
    CurrencyFilter,
    DayRangeFilter,
    ReadOnlyAdmin,
    shown,
)
from wallets.admin.cells import (
    HOLD_LABELS,
    RETURN_LABELS,
    WALLET_LABELS,
    customer_link,
    entry_link,
    full,
    link,
    without_labels,
)
from wallets.admin.movements import all_movements, export_movements
from wallets.enums import AdjustmentDirection
from wallets.models import Adjustment, GatewayEventRecord, Hold, SavedCard, TopUpReturn, Wallet


class ReturnCurrencyFilter(CurrencyFilter):
    field = "taken_currency"


class OfWalletAdmin(ReadOnlyAdmin):
    """Rows that belong to a wallet."""

    list_select_related: tuple[str, ...] = ("wallet__customer",)
    ordering = ("-pk",)

    @shown(_("customer"))
    def shown_customer(self, row: Any) -> SafeString:
        return customer_link(row.wallet)

    @shown(_("amount"))
    def shown_amount(self, row: Any) -> str:
        return full(row.amount)


@admin.register(Wallet)
class WalletAdmin(ReadOnlyAdmin):
    list_display = (
        "shown_customer",
        "currency",
        "shown_available",
        "shown_held",
        "shown_status",
        "status_reason",
        "created_at",
    )
    list_display_links = ("currency",)
    list_select_related = ("customer", "available_account", "held_account")
    list_filter = ("status", CurrencyFilter, ("created_at", DayRangeFilter))
    search_ids = ("pk",)
    search_numbers = ("available_account", "held_account")
    search_texts = ("customer__email__icontains", "customer__name__icontains", "customer__reference")
    search_help_text = _("Customer, wallet id or account")
    ordering = ("-pk",)
    fields = (
        "shown_customer",
        "currency",
        "shown_available",
        "shown_held",
        "status",
        "status_reason",
        "status_changed_at",
        "status_changed_by",
        "shown_accounts",
        "created_at",
    )
    readonly_fields = ("shown_customer", "shown_available", "shown_held", "shown_accounts")

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [
            path("movements/", view(all_movements), name="all_movements"),
            path("movements/csv/", view(export_movements), name="export_movements"),
            *super().get_urls(),
        ]

    @shown(_("customer"), ordering="customer__email")
    def shown_customer(self, wallet: Wallet) -> SafeString:
        return customer_link(wallet)

    @shown(_("available"))
    def shown_available(self, wallet: Wallet) -> str:
        return str(wallet.available)

    @shown(_("held"))
    def shown_held(self, wallet: Wallet) -> str:
        return str(wallet.held)

    @shown(_("status"), label=WALLET_LABELS)
    def shown_status(self, wallet: Wallet) -> tuple[str, str]:
        return wallet.status, wallet.get_status_display()

    @shown(_("accounts in the ledger"))
    def shown_accounts(self, wallet: Wallet) -> SafeString:
        accounts = (wallet.available_account_id, wallet.held_account_id)
        first, second = (link("ledger_ledgeraccount_change", f"#{pk}", pk) for pk in accounts)
        return first + SafeString(" · ") + second


@admin.register(Hold)
class HoldAdmin(OfWalletAdmin):
    list_display = (
        "created_at",
        "shown_customer",
        "shown_amount",
        "shown_status",
        "shown_captured",
        "reference",
        "expires_at",
        "closed_at",
    )
    list_filter: tuple[Any, ...] = ("status", AmountCurrencyFilter, ("created_at", DayRangeFilter))
    search_ids = ("pk", "wallet")
    search_texts: ClassVar[tuple[str, ...]] = ("reference", "key", "wallet__customer__email__icontains")
    search_help_text = _("Hold id, key, order or customer")
    fields = (*without_labels(list_display), "key", "shown_placed", "shown_closed")
    readonly_fields = fields

    @shown(_("captured"))
    def shown_captured(self, hold: Hold) -> str:
        return full(hold.captured) if hold.captured.amount else "–"

    @shown(_("status"), label=HOLD_LABELS)
    def shown_status(self, hold: Hold) -> tuple[str, str]:
        return hold.status, hold.get_status_display()

    @shown(_("entry when placed"))
    def shown_placed(self, hold: Hold) -> Any:
        return entry_link(hold.placed_entry_id)

    @shown(_("entry when closed"))
    def shown_closed(self, hold: Hold) -> Any:
        return entry_link(hold.closed_entry_id)


@admin.register(Adjustment)
class AdjustmentAdmin(ByKeyAdmin, OfWalletAdmin):
    list_display = (
        "created_at",
        "shown_customer",
        "shown_amount",
        "reason",
        "note",
        "reference",
        "actor",
        "shown_key",
        "shown_entry",
    )
    list_select_related = ("wallet__customer", "actor")
    list_filter: tuple[Any, ...] = (
        "direction",
        "reason",
        AmountCurrencyFilter,
        ("created_at", DayRangeFilter),
    )
    search_ids = ("pk", "wallet")
    search_numbers = ("entry",)
    search_texts: ClassVar[tuple[str, ...]] = (
        "reference",
        "key",
        "wallet__customer__email__icontains",
        "actor__email__icontains",
    )
    search_help_text = _("Customer, staff member, reference, key or entry")
    fields = (*list_display, "customer_note", "key")
    readonly_fields = fields

    @shown(_("amount"))
    def shown_amount(self, row: Adjustment) -> str:
        sign = "+" if row.direction == AdjustmentDirection.CREDIT else "−"
        return f"{sign}{full(row.amount)}"

    @shown(_("entry"))
    def shown_entry(self, row: Adjustment) -> Any:
        return entry_link(row.entry_id)


@admin.register(TopUpReturn)
class TopUpReturnAdmin(ReadOnlyAdmin):
    list_display = (
        "created_at",
        "shown_customer",
        "kind",
        "shown_status",
        "shown_taken",
        "shown_shortfall",
        "gateway_id",
    )
    list_select_related = ("wallet__customer",)
    list_filter = ("kind", "status", ReturnCurrencyFilter, ("created_at", DayRangeFilter))
    search_ids = ("top_up",)
    search_numbers = ("entry", "won_entry")
    search_texts = ("gateway_id", "wallet__customer__email__icontains")
    search_help_text = _("Id at the gateway, top-up id or customer")
    ordering = ("-pk",)
    fields = (
        *without_labels(list_display),
        "top_up",
        "shown_rescued",
        "shown_entry",
        "shown_won",
        "froze_at",
        "closed_at",
    )
    readonly_fields = fields

    @shown(_("entry of the rescued payment"))
    def shown_rescued(self, row: TopUpReturn) -> Any:
        return entry_link(row.rescued_entry_id)

    @shown(_("customer"))
    def shown_customer(self, row: TopUpReturn) -> SafeString:
        return customer_link(row.wallet)

    @shown(_("status"), label=RETURN_LABELS)
    def shown_status(self, row: TopUpReturn) -> tuple[str, str]:
        return row.status, row.get_status_display()

    @shown(_("taken from the wallet"))
    def shown_taken(self, row: TopUpReturn) -> str:
        return full(row.taken)

    @shown(_("had been spent"))
    def shown_shortfall(self, row: TopUpReturn) -> str:
        return full(row.shortfall)

    @shown(_("entry"))
    def shown_entry(self, row: TopUpReturn) -> Any:
        return entry_link(row.entry_id)

    @shown(_("entry when won"))
    def shown_won(self, row: TopUpReturn) -> Any:
        return entry_link(row.won_entry_id)


@admin.register(SavedCard)
class SavedCardAdmin(ReadOnlyAdmin):
    list_display = ("customer", "brand", "last4", "shown_expiry", "is_default", "created_at", "removed_at")
    list_select_related = ("customer",)
    list_filter = ("is_default", ("removed_at", admin.EmptyFieldListFilter))
    search_ids = ("pk",)
    search_texts = ("last4", "customer__email__icontains")
    search_help_text = _("Last four digits or customer")
    ordering = ("-pk",)
    fields = list_display
    readonly_fields = ("shown_expiry",)

    @shown(_("expires"))
    def shown_expiry(self, card: SavedCard) -> str:
        return f"{card.exp_month:02}/{card.exp_year}"


@admin.register(GatewayEventRecord)
class GatewayEventRecordAdmin(ReadOnlyAdmin):
    list_display = ("received_at", "type", "kind", "event_id", "handled_at", "attempts", "last_error")
    list_filter = ("kind", ("handled_at", admin.EmptyFieldListFilter), ("received_at", DayRangeFilter))
    search_texts = ("event_id", "type")
    search_help_text = _("Event id or type, whole")
    ordering = ("-pk",)
