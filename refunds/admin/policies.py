"""The store's terms for returns, version by version, and how much staff may refund."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
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
from unfold.widgets import UnfoldAdminCheckboxSelectMultipleWidget, UnfoldAdminSelectWidget

from refunds.enums import RefundReason
from refunds.models import RefundLimits, StoreCreditPolicy
from refunds.terms import in_currency
from wallet_project.core.exceptions import AmountError
from wallet_project.core.money import to_minor

# Somebody who writes "now" has a moment to fill in the rest.
A_MOMENT = timedelta(minutes=15)


class AmountsForm(forms.ModelForm):  # type: ignore[type-arg]
    """Amounts in one currency: no more decimals than it has, nothing below zero."""

    amounts: tuple[str, ...] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "currency" in self.fields:
            self.fields["currency"] = forms.ChoiceField(
                label=_("Currency"),
                choices=[(currency, currency) for currency in settings.CURRENCIES],
                widget=UnfoldAdminSelectWidget,
            )
        self._shorten()

    def _shorten(self) -> None:
        """What is stored is shown without decimals that its currency does not have."""
        currency = self.currency_of(self.initial)
        for name in self.amounts:
            if currency and isinstance(self.initial.get(name), Decimal):
                self.initial[name] = in_currency(self.initial[name], currency).amount

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        currency = self.currency_of(data)
        for name in self.amounts:
            if currency and data.get(name) is not None:
                self._check(name, Money(data[name], currency))
        return dict(data)

    def currency_of(self, data: Mapping[str, Any]) -> str:
        return str(data.get("currency") or self.instance.currency)

    def _check(self, name: str, amount: Money) -> None:
        try:
            if to_minor(amount) < 0:
                self.add_error(name, gettext("This can't be below zero."))
        except AmountError as error:
            self.add_error(name, str(error))


class RefundLimitsForm(AmountsForm):
    amounts = ("operations_each", "finance_each", "per_admin_and_day")


class StoreCreditPolicyForm(AmountsForm):
    amounts = ("shipping_to_wallet", "shipping_to_card", "automatic_limit")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("reasons", "free_reasons"):
            if name in self.fields:
                self.fields[name] = forms.MultipleChoiceField(
                    label=self.fields[name].label,
                    choices=RefundReason.choices,
                    required=name == "reasons",
                    initial=self.fields[name].initial,
                    widget=UnfoldAdminCheckboxSelectMultipleWidget,
                )

    def clean_starts_at(self) -> Any:
        return require_ahead(self.cleaned_data["starts_at"])


def require_ahead(starts_at: datetime) -> datetime:
    """The same moment; raises `ValidationError` for one that is past."""
    if starts_at < timezone.now() - A_MOMENT:
        raise forms.ValidationError(gettext("A version can't hold from a moment that is past."))
    return starts_at


@admin.register(StoreCreditPolicy)
class StoreCreditPolicyAdmin(ModelAdmin):  # type: ignore[misc]
    """A version in force or past is only read: the next one is added beside it."""

    form = StoreCreditPolicyForm
    show_full_result_count = False
    list_display = (
        "currency",
        "starts_at",
        "window_days",
        "bonus_percent",
        "shipping_to_wallet",
        "shipping_to_card",
        "restocking_percent",
        "tender_order",
        "created_by",
    )
    list_select_related = ("created_by",)
    fields = (
        "currency",
        "starts_at",
        "reasons",
        "free_reasons",
        "window_days",
        "card_allowed",
        "shipping_to_wallet",
        "shipping_to_card",
        "restocking_percent",
        "bonus_percent",
        "bonus_valid_days",
        "tender_order",
        "automatic_limit",
        "automatic_in_90_days",
    )

    def has_change_permission(self, request: HttpRequest, obj: StoreCreditPolicy | None = None) -> bool:
        is_ahead = obj is None or obj.starts_at > timezone.now()
        return is_ahead and bool(super().has_change_permission(request, obj))

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def save_model(
        self, request: HttpRequest, obj: StoreCreditPolicy, form: forms.ModelForm[Any], change: bool
    ) -> None:
        if not change:
            obj.created_by_id = request.user.pk
        super().save_model(request, obj, form, change)


@admin.register(RefundLimits)
class RefundLimitsAdmin(ModelAdmin):  # type: ignore[misc]
    """One row a currency; the currency of a row never changes."""

    form = RefundLimitsForm
    show_full_result_count = False
    list_display = (
        "currency",
        "operations_each",
        "finance_each",
        "per_admin_and_day",
        "decide_within_days",
    )

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("currency",) if obj else ()

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
