"""What was earned, converted, held, owed and adjusted: lists to read."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import F, Q
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from rewards.admin.rows import DAY, LeftFilter, RewardCurrencyFilter, RewardRows
from rewards.enums import AccrualStatus, RewardDirection
from rewards.models import Accrual, PointsConversion, RewardAdjustment, RewardHold, Shortfall
from rewards.templatetags.rewards_admin import last_day
from wallet_project.core.admin_tools import DayRangeFilter, shown
from wallet_project.core.money import from_minor
from wallet_project.core.words import written
from wallets.admin.cells import entry_link, link, without_labels
from wallets.admin.lists import AdjustmentAdmin, HoldAdmin

ACCRUAL_LABELS = {AccrualStatus.PENDING.value: "info", AccrualStatus.AVAILABLE.value: "success"}


class ShortfallLeftFilter(LeftFilter):
    some = Q(settled__lt=F("amount"))


@admin.register(Accrual)
class AccrualAdmin(RewardRows):
    list_display = (
        "created_at",
        "shown_customer",
        "activity",
        "reference",
        "shown_amount",
        "shown_status",
        "matures_at",
        "shown_entry",
    )
    list_filter = ("status", "activity", RewardCurrencyFilter, DAY, ("matures_at", DayRangeFilter))
    search_ids = ("pk", "wallet", "lot")
    search_numbers = ("entry", "matured_entry")
    search_texts = ("reference", "wallet__customer__email__icontains")
    search_help_text = _("Customer, order, entry or lot id")
    fields = (
        *without_labels(list_display),
        "shown_story",
        "shown_offset",
        "shown_taken_back",
        "valid_days",
        "settled_at",
        "shown_matured",
        "shown_lot",
    )
    readonly_fields = fields

    @shown(_("status"), label=ACCRUAL_LABELS)
    def shown_status(self, row: Accrual) -> tuple[str, str]:
        return row.status, row.get_status_display()

    @shown(_("how it was computed"))
    def shown_story(self, row: Accrual) -> str:
        return "; ".join(str(line) for line in row.story) or "–"

    @shown(_("against a shortfall"))
    def shown_offset(self, row: Accrual) -> str:
        return written(from_minor(row.offset, row.wallet.currency))

    @shown(_("taken back"))
    def shown_taken_back(self, row: Accrual) -> str:
        return written(from_minor(row.clawed_back, row.wallet.currency))

    @shown(_("entry when available"))
    def shown_matured(self, row: Accrual) -> Any:
        return entry_link(row.matured_entry_id)

    @shown(_("lot"))
    def shown_lot(self, row: Accrual) -> Any:
        return link("rewards_creditlot_change", row.lot, row.lot_id) if row.lot else "–"


@admin.register(PointsConversion)
class PointsConversionAdmin(RewardRows):
    list_display = ("created_at", "shown_customer", "shown_points", "shown_amount", "target", "shown_entry")
    list_select_related = ("account__customer",)
    list_filter = ("target", DAY)
    search_ids = ("pk", "account")
    search_numbers = ("entry",)
    search_texts = ("key", "account__customer__email__icontains")
    search_help_text = _("Customer, entry or key")
    fields = (*list_display, "asked", "shown_program", "key")
    readonly_fields = fields

    def wallet_of(self, row: PointsConversion) -> Any:
        return row.account

    @shown(_("points"))
    def shown_points(self, row: PointsConversion) -> str:
        return written(from_minor(row.points, row.account.currency))

    @shown(_("worth of points then"))
    def shown_program(self, row: PointsConversion) -> SafeString:
        return link("rewards_pointsprogram_change", row.program, row.program_id)


@admin.register(RewardHold)
class RewardHoldAdmin(RewardRows, HoldAdmin):
    list_filter = ("status", RewardCurrencyFilter, DAY)
    search_numbers = ("placed_entry", "closed_entry")
    search_help_text = _("Customer, order, entry, hold id or key")

    @shown(_("captured"))
    def shown_captured(self, hold: Any) -> str:
        return written(hold.captured_money) if hold.captured else "–"


@admin.register(Shortfall)
class ShortfallAdmin(RewardRows):
    list_display = ("created_at", "shown_customer", "shown_amount", "shown_open", "shown_accrual")
    list_select_related = ("wallet__customer", "accrual")
    list_filter = (ShortfallLeftFilter, RewardCurrencyFilter, DAY)
    search_ids = ("pk", "wallet", "accrual")
    search_texts = ("accrual__reference", "key", "wallet__customer__email__icontains")
    search_help_text = _("Customer, order or key")
    fields = (*list_display, "key")
    readonly_fields = fields

    @shown(_("still owed"))
    def shown_open(self, row: Shortfall) -> str:
        return written(row.open)

    @shown(_("earned by"))
    def shown_accrual(self, row: Shortfall) -> SafeString:
        text = f"{row.accrual.get_activity_display()} {row.accrual.reference}"
        return link("rewards_accrual_change", text, row.accrual_id)


@admin.register(RewardAdjustment)
class RewardAdjustmentAdmin(RewardRows, AdjustmentAdmin):
    list_display = (
        "created_at",
        "shown_customer",
        "shown_amount",
        "reason",
        "shown_until",
        "note",
        "actor",
        "shown_key",
        "shown_entry",
    )
    list_select_related = ("wallet__customer", "actor")
    list_filter = ("direction", "reason", RewardCurrencyFilter, DAY)
    search_texts = ("key", "wallet__customer__email__icontains", "actor__email__icontains")
    search_help_text = _("Customer, staff member, entry or key")
    fields = (*list_display, "customer_note", "key")
    readonly_fields = fields

    @shown(_("amount"))
    def shown_amount(self, row: Any) -> str:
        return f"{'+' if row.direction == RewardDirection.CREDIT else '−'}{written(row.money)}"

    @shown(_("valid until"))
    def shown_until(self, row: Any) -> str:
        return last_day(row.expires_at) if row.direction == RewardDirection.CREDIT else "–"
