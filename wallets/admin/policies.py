"""The store's limits, per currency, checked in words before they bind anybody."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from djmoney.money import Money
from unfold.admin import ModelAdmin
from unfold.widgets import UnfoldAdminSelectWidget

from wallet_project.core.exceptions import AmountError
from wallet_project.core.money import parse_money, require_positive, to_minor
from wallet_project.core.words import POINTS, currency_name
from wallets.admin.versions import VersionAdmin, require_ahead
from wallets.models import AdjustmentPolicy, TopUpPolicy, TransferPolicy

USUAL_DAYS = 14


class PolicyForm(forms.ModelForm):  # type: ignore[type-arg]
    """Limits in one currency: no more decimals than the currency has, nothing below zero."""

    amounts: tuple[str, ...] = ()
    more_currencies: tuple[str, ...] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "currency" in self.fields:
            self.fields["currency"] = forms.ChoiceField(
                label=_("Currency"),
                choices=[
                    (currency, currency_name(currency))
                    for currency in (*settings.CURRENCIES, *self.more_currencies)
                ],
                widget=UnfoldAdminSelectWidget,
            )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        currency = data.get("currency") or self.instance.currency
        for name in self.amounts:
            if currency and data.get(name) is not None:
                self._check(name, Money(data[name], currency))
        return dict(data)

    def _check(self, name: str, limit: Money) -> None:
        try:
            if to_minor(limit) < 0:
                self.add_error(name, gettext("A limit can't be below zero."))
        except AmountError as error:
            self.add_error(name, str(error))


class LimitsForm(PolicyForm):
    """Limits from a moment on: at once, unless one is given."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "starts_at" in self.fields:
            self.fields["starts_at"].required = False
            self.fields["starts_at"].help_text = gettext("Empty: from now on.")
            if self.instance._state.adding:
                self.initial["starts_at"] = None
        if "decide_within_days" in self.fields:
            self.fields["decide_within_days"].required = False

    def clean_starts_at(self) -> datetime:
        return require_ahead(self.cleaned_data["starts_at"] or timezone.now())

    def clean_decide_within_days(self) -> int:
        days: int | None = self.cleaned_data["decide_within_days"]
        if days == 0:
            raise forms.ValidationError(gettext("Somebody needs a day at least to decide."))
        return days or USUAL_DAYS


class AdjustmentPolicyForm(LimitsForm):
    """Limits for staff; points have theirs as money has."""

    amounts = ("operations_each", "finance_each", "per_admin_and_day")
    more_currencies = (POINTS,)


class TopUpPolicyForm(PolicyForm):
    amounts = ("minimum", "maximum", "maximum_balance", "daily_limit")

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if not self.errors:
            self._check_order(data)
            self._check_presets(data)
        return data

    def _check_order(self, data: dict[str, Any]) -> None:
        minimum, maximum = data["minimum"], data["maximum"]
        if minimum <= 0:
            self.add_error("minimum", gettext("The smallest top-up must be more than zero."))
        if maximum < minimum:
            self.add_error("maximum", gettext("The largest top-up can't be below the smallest."))
        if data["maximum_balance"] < maximum:
            self.add_error(
                "maximum_balance", gettext("The largest balance can't be below the largest top-up.")
            )
        if data["daily_limit"] < minimum:
            self.add_error(
                "daily_limit", gettext("With less than the smallest top-up a day nobody can top up.")
            )

    def _check_presets(self, data: dict[str, Any]) -> None:
        currency = data.get("currency") or self.instance.currency
        texts = [text.strip() for text in data["presets"].split(",")]
        try:
            presets = [require_positive(parse_money(text, currency)) for text in texts]
        except AmountError as error:
            self.add_error("presets", gettext("Write amounts, separated by commas. %(why)s") % {"why": error})
            return
        outside = [
            text for text, preset in zip(texts, presets, strict=True) if not _within(preset.amount, data)
        ]
        if outside:
            message = gettext("%(amount)s is outside of the smallest and largest top-up.")
            self.add_error("presets", message % {"amount": outside[0]})


def _within(amount: Decimal, data: dict[str, Any]) -> bool:
    return bool(data["minimum"] <= amount <= data["maximum"])


class PolicyAdmin(ModelAdmin):  # type: ignore[misc]
    """One row a currency; the currency of a row never changes."""

    show_full_result_count = False

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("currency",) if obj else ()


@admin.register(TopUpPolicy)
class TopUpPolicyAdmin(PolicyAdmin):
    form = TopUpPolicyForm
    list_display = ("currency", "presets", "minimum", "maximum", "maximum_balance", "daily_limit")


class TransferPolicyForm(PolicyForm):
    amounts = ("each", "per_day")

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if not self.errors and data["per_day"] < data["each"]:
            self.add_error("per_day", gettext("Within a day it must be as much as at once, or more."))
        return data


@admin.register(TransferPolicy)
class TransferPolicyAdmin(PolicyAdmin):
    form = TransferPolicyForm
    list_display = ("currency", "each", "per_day")


@admin.register(AdjustmentPolicy)
class AdjustmentPolicyAdmin(VersionAdmin):
    form = AdjustmentPolicyForm
    decided_fields = ("operations_each", "finance_each", "per_admin_and_day", "decide_within_days")
    list_display = ("currency", "starts_at", *decided_fields, "created_by", "created_at")
