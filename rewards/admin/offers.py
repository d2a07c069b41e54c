"""Offers to plan; redemptions and vouchers to read. Nobody on the staff sees a voucher's code."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminSelectWidget

from rewards.admin.amounts import MinorAmountsForm
from rewards.admin.menu import PROGRAM, REWARDS
from rewards.enums import OfferKind, VoucherStatus
from rewards.models import Offer, OfferRedemption, Voucher
from rewards.queries_tiers import all_tiers
from wallet_project.core.admin_tools import DayRangeFilter, ListAdmin, ReadOnlyAdmin, shown
from wallet_project.core.money import from_minor
from wallet_project.core.words import points, written
from wallets.admin.cells import entry_link, link
from wallets.admin.menu import MenuModel

PROGRAM.add(MenuModel("rewards.offer", _("Offers"), "shopping_cart"))
REWARDS.add(
    MenuModel("rewards.offerredemption", _("Redemptions"), "shopping_bag"),
    MenuModel("rewards.voucher", _("Vouchers"), "sell"),
)

LABELS: dict[str, str] = {
    VoucherStatus.READY: "info",
    VoucherStatus.RESERVED: "warning",
    VoucherStatus.USED: "success",
}
# What each kind needs, and the rest that it must not have.
NEEDS = {
    OfferKind.FIXED: ("amount",),
    OfferKind.PERCENT: ("percent", "most"),
    OfferKind.PRODUCT: ("product",),
}
PARTS = ("amount", "percent", "most", "product")


class OfferForm(MinorAmountsForm):
    amounts = ("amount", "most", "minimum_order")

    class Meta:
        model = Offer
        fields = (
            "title",
            "text",
            "picture",
            "points",
            "kind",
            "currency",
            "amount",
            "percent",
            "most",
            "product",
            "minimum_order",
            "limit_total",
            "limit_each",
            "tier",
            "valid_days",
            "starts_at",
            "ends_at",
        )

    tier = forms.ChoiceField(
        label=_("Only from this tier on"), required=False, widget=UnfoldAdminSelectWidget
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        tiers = [(tier.slug, tier.name) for tier in all_tiers()]
        kept = self.instance.tier
        if kept and kept not in dict(tiers):
            tiers.append((kept, kept))
        self.fields["tier"].choices = [("", _("Everybody")), *tiers]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        self._check_kind(data)
        self._require_above("points", data, 0)
        for name in ("limit_total", "limit_each", "valid_days", "minimum_order"):
            self._require_above(name, data, 0)
        if data.get("limit_total") is not None and data["limit_total"] < self.instance.redeemed:
            self.add_error("limit_total", gettext("More than this are gone already."))
        starts, ends = data.get("starts_at"), data.get("ends_at")
        if starts and ends and ends <= starts:
            self.add_error("ends_at", gettext("The end must be after the beginning."))
        return data

    def _check_kind(self, data: dict[str, Any]) -> None:
        needed = NEEDS.get(data.get("kind"), ())  # type: ignore[arg-type]
        for name in PARTS:
            if name in self.errors or not needed:
                continue
            if name in needed and data.get(name) in (None, ""):
                self.add_error(name, gettext("This kind of offer needs it."))
            elif name not in needed and data.get(name):
                self.add_error(name, gettext("Leave it empty for this kind of offer."))
        for name in needed:
            self._require_above(name, data, 0)
        if (data.get("percent") or 0) > 100:
            self.add_error("percent", gettext("At most 100."))

    def _require_above(self, name: str, data: dict[str, Any], least: int) -> None:
        value = data.get(name)
        if isinstance(value, str) or value is None or name in self.errors:
            return
        if value <= least:
            self.add_error(name, gettext("It must be more than zero."))


@admin.register(Offer)
class OfferAdmin(ListAdmin):
    form = OfferForm
    list_display = ("shown_picture", "title", "shown_gives", "points", "shown_gone", "starts_at", "ends_at")
    list_display_links = ("title",)
    list_filter = ("kind",)
    search_texts = ("title__icontains",)
    search_help_text = _("Title")
    ordering = ("-pk",)
    readonly_fields = ("shown_gone",)
    fieldsets = (
        (None, {"fields": ("title", "text", "picture", "points")}),
        (
            _("What it gives"),
            {"fields": (("kind", "currency"), "amount", ("percent", "most"), "product", "minimum_order")},
        ),
        (
            _("Who can have it, and when"),
            {
                "fields": (
                    ("limit_total", "limit_each"),
                    ("tier", "valid_days"),
                    ("starts_at", "ends_at"),
                    "shown_gone",
                )
            },
        ),
    )

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @shown(_("picture"))
    def shown_picture(self, offer: Offer) -> SafeString:
        return format_html('<img src="{}" width="53" height="40" alt="">', static(offer.picture_path))

    @shown(_("gives"))
    def shown_gives(self, offer: Offer) -> str:
        return offer.gives

    @shown(_("gone"))
    def shown_gone(self, offer: Offer) -> str:
        if offer.limit_total is None:
            return str(offer.redeemed)
        return gettext("%(gone)s of %(all)s") % {"gone": offer.redeemed, "all": offer.limit_total}


@admin.register(OfferRedemption)
class OfferRedemptionAdmin(ReadOnlyAdmin):
    list_display = ("created_at", "shown_customer", "offer", "shown_points", "shown_voucher", "shown_entry")
    list_select_related = ("account__customer", "offer", "voucher")
    list_filter = (("created_at", DayRangeFilter),)
    search_ids = ("pk", "offer", "voucher")
    search_numbers = ("entry",)
    search_texts = ("key", "account__customer__email__icontains")
    search_help_text = _("Customer, entry or key")
    ordering = ("-pk",)
    fields = (*list_display, "key")
    readonly_fields = fields

    @shown(_("customer"))
    def shown_customer(self, row: OfferRedemption) -> SafeString:
        return link("accounts_user_change", row.account.customer, row.account.customer_id)

    @shown(_("points"))
    def shown_points(self, row: OfferRedemption) -> str:
        return points(row.points)

    @shown(_("voucher"))
    def shown_voucher(self, row: OfferRedemption) -> SafeString:
        return link("rewards_voucher_change", row.voucher.get_status_display(), row.voucher_id)

    @shown(_("entry"))
    def shown_entry(self, row: OfferRedemption) -> SafeString | str:
        return entry_link(row.entry_id)


@admin.register(Voucher)
class VoucherAdmin(ReadOnlyAdmin):
    list_display = (
        "created_at",
        "shown_customer",
        "title",
        "shown_code",
        "shown_status",
        "order_reference",
        "shown_discount",
        "expires_at",
    )
    list_select_related = ("customer",)
    list_filter = ("status", "kind", ("created_at", DayRangeFilter))
    search_ids = ("pk",)
    search_texts = ("order_reference", "customer__email__icontains", "title__icontains")
    search_help_text = _("Customer, order or title")
    ordering = ("-pk",)
    fields = (
        "created_at",
        "shown_customer",
        "title",
        "shown_gives",
        "shown_code",
        "status",
        "order_reference",
        "shown_discount",
        "expires_at",
        "reserved_at",
        "used_at",
    )
    readonly_fields = fields

    @shown(_("customer"))
    def shown_customer(self, voucher: Voucher) -> SafeString:
        return link("accounts_user_change", voucher.customer, voucher.customer_id)

    @shown(_("code ends in"))
    def shown_code(self, voucher: Voucher) -> str:
        return voucher.code_end

    @shown(_("gives"))
    def shown_gives(self, voucher: Voucher) -> str:
        return voucher.gives

    @shown(_("status"), label=LABELS)
    def shown_status(self, voucher: Voucher) -> tuple[str, str]:
        return voucher.status, voucher.get_status_display()

    @shown(_("taken off"))
    def shown_discount(self, voucher: Voucher) -> str:
        return "–" if voucher.discount is None else written(from_minor(voucher.discount, voucher.currency))
