"""What the lists of rewards share: whose a row is, by which currency, whether anything is left of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from rewards.admin.book import BOOK, TAB
from wallet_project.core.admin_tools import CurrencyFilter, DayRangeFilter, ReadOnlyAdmin, shown
from wallet_project.core.words import currency_name, written
from wallets.admin.cells import customer_link, entry_link

DAY = ("created_at", DayRangeFilter)


class RewardCurrencyFilter(CurrencyFilter):
    """By currency, points among them."""

    field = "wallet__currency"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterator[tuple[str, str]]:
        return ((currency, currency_name(currency)) for currency in BOOK.currencies)


class LeftFilter(admin.SimpleListFilter):
    """Rows of which something is left, as `some` says, or nothing any more."""

    title = _("left")
    parameter_name = "left"
    some: ClassVar[Q]

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("yes", _("Something is left")), ("no", _("Nothing is left"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.value() == "yes":
            return queryset.filter(self.some)
        return queryset.filter(~self.some) if self.value() == "no" else queryset


class RewardRows(ReadOnlyAdmin):
    """Rows that belong to a reward wallet; `wallet_of` says which."""

    list_select_related: tuple[str, ...] = ("wallet__customer",)
    ordering = ("-pk",)

    def wallet_of(self, row: Any) -> Any:
        return row.wallet

    @shown(_("customer"))
    def shown_customer(self, row: Any) -> SafeString:
        return customer_link(self.wallet_of(row), TAB)

    @shown(_("amount"))
    def shown_amount(self, row: Any) -> str:
        return written(row.money)

    @shown(_("entry"))
    def shown_entry(self, row: Any) -> Any:
        return entry_link(row.entry_id)
