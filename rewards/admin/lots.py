"""Reward wallets, their lots and what the lots paid: lists to read."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import Q
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from rewards.admin.rows import DAY, LeftFilter, RewardCurrencyFilter, RewardRows
from rewards.models import CreditLot, LotConsumption, RewardWallet
from rewards.templatetags.rewards_admin import last_day
from wallet_project.core.admin_tools import DayRangeFilter, shown
from wallet_project.core.money import from_minor
from wallet_project.core.words import currency_name, written
from wallets.admin.cells import entry_link, link


class WalletCurrencyFilter(RewardCurrencyFilter):
    field = "currency"


class LotCurrencyFilter(RewardCurrencyFilter):
    field = "lot__wallet__currency"


class LotLeftFilter(LeftFilter):
    some = Q(remaining__gt=0)


@admin.register(RewardWallet)
class RewardWalletAdmin(RewardRows):
    list_display = (
        "shown_customer",
        "shown_currency",
        "shown_posted",
        "shown_held",
        "shown_pending",
        "created_at",
    )
    list_display_links = ("shown_currency",)
    list_select_related = ("customer", "available_account", "held_account", "pending_account")
    list_filter = (WalletCurrencyFilter, DAY)
    search_ids = ("pk",)
    search_numbers = ("available_account", "held_account", "pending_account")
    search_texts = ("customer__email__icontains", "customer__name__icontains", "customer__reference")
    search_help_text = _("Customer, id or account")
    fields = (*list_display, "shown_accounts")
    readonly_fields = fields

    def wallet_of(self, wallet: RewardWallet) -> Any:
        return wallet

    @shown(_("currency"))
    def shown_currency(self, wallet: RewardWallet) -> str:
        return currency_name(wallet.currency)

    @shown(_("available"))
    def shown_posted(self, wallet: RewardWallet) -> str:
        return written(wallet.posted)

    @shown(_("held"))
    def shown_held(self, wallet: RewardWallet) -> str:
        return written(wallet.held)

    @shown(_("on its way"))
    def shown_pending(self, wallet: RewardWallet) -> str:
        return written(wallet.pending)

    @shown(_("accounts in the ledger"))
    def shown_accounts(self, wallet: RewardWallet) -> Any:
        accounts = (wallet.available_account_id, wallet.held_account_id, wallet.pending_account_id)
        links = [link("ledger_ledgeraccount_change", f"#{pk}", pk) for pk in accounts]
        return SafeString(" · ").join(links)


@admin.register(CreditLot)
class CreditLotAdmin(RewardRows):
    list_display = (
        "created_at",
        "shown_customer",
        "source",
        "shown_amount",
        "shown_left",
        "shown_expired",
        "shown_until",
        "reference",
        "shown_entry",
    )
    list_filter = ("source", LotLeftFilter, RewardCurrencyFilter, DAY, ("expires_at", DayRangeFilter))
    search_ids = ("pk", "wallet")
    search_numbers = ("entry", "expiry_entry")
    search_texts = ("reference", "wallet__customer__email__icontains")
    search_help_text = _("Customer, order, entry or lot id")
    fields = (*list_display, "note", "shown_expiry_entry", "shown_uses")
    readonly_fields = fields

    @shown(_("left"))
    def shown_left(self, lot: CreditLot) -> str:
        return written(lot.left)

    @shown(_("expired"))
    def shown_expired(self, lot: CreditLot) -> str:
        return written(from_minor(lot.expired, lot.wallet.currency)) if lot.expired else "–"

    @shown(_("valid until"), ordering="expires_at")
    def shown_until(self, lot: CreditLot) -> str:
        return last_day(lot.expires_at)

    @shown(_("entry of its expiry"))
    def shown_expiry_entry(self, lot: CreditLot) -> Any:
        return entry_link(lot.expiry_entry_id)

    @shown(_("uses"))
    def shown_uses(self, lot: CreditLot) -> Any:
        address = reverse("admin:rewards_lotconsumption_changelist")
        text = gettext("What it paid")
        return format_html('<a class="text-link" href="{}?q={}">{}</a>', address, lot.pk, text)


@admin.register(LotConsumption)
class LotConsumptionAdmin(RewardRows):
    list_display = (
        "id",
        "shown_customer",
        "shown_lot",
        "shown_amount",
        "shown_returned",
        "shown_order",
        "shown_entry",
    )
    list_select_related = ("lot__wallet__customer", "hold")
    list_filter = (LotCurrencyFilter, ("lot__source", admin.AllValuesFieldListFilter))
    search_ids = ("lot", "hold")
    search_numbers = ("entry",)
    search_texts = ("hold__reference", "lot__wallet__customer__email__icontains")
    search_help_text = _("Customer, order, entry, lot or hold id")
    fields = list_display
    readonly_fields = fields

    def wallet_of(self, use: LotConsumption) -> Any:
        return use.lot.wallet

    @shown(_("lot"))
    def shown_lot(self, use: LotConsumption) -> SafeString:
        return link("rewards_creditlot_change", use.lot.get_source_display(), use.lot_id)

    @shown(_("returned"))
    def shown_returned(self, use: LotConsumption) -> str:
        return written(use.returned_money) if use.returned else "–"

    @shown(_("order"))
    def shown_order(self, use: LotConsumption) -> str:
        return use.hold.reference if use.hold and use.hold.reference else "–"
