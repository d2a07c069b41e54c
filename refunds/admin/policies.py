"""The store's terms for returns, version by version, and how much staff may refund."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from djmoney.money import Money
from unfold.widgets import UnfoldAdminCheckboxSelectMultipleWidget, UnfoldAdminSelectWidget

from refunds.enums import RefundReason
from refunds.models import RefundLimits, StoreCreditPolicy
from refunds.publication import window_warnings, words_of
from refunds.terms import in_currency
from refunds.windows import window_warning
from refunds.words import PolicyWords
from rewards.queries_earning import program_settings
from wallet_project.core.exceptions import AmountError
from wallet_project.core.money import to_minor
from wallets.admin.policies import LimitsForm
from wallets.admin.versions import VersionAdmin, require_ahead

PREVIEW = "_preview"


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


class RefundLimitsForm(LimitsForm):
    amounts = ("operations_each", "finance_each", "keys_each")


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

    def is_valid(self) -> bool:
        """Not for a preview: then the form is shown again, with the text."""
        return super().is_valid() and PREVIEW not in self.data

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        first, last = data.get("card_days_from"), data.get("card_days_to")
        if first is not None and last is not None and not first <= last > 0:
            self.add_error("card_days_to", gettext("At least one day, and not before the first."))
        return data

    def clean_starts_at(self) -> Any:
        return require_ahead(self.cleaned_data["starts_at"])


@admin.register(StoreCreditPolicy)
class StoreCreditPolicyAdmin(VersionAdmin):
    """With what customers read of it."""

    form = StoreCreditPolicyForm
    change_form_after_template = "admin/refunds/_policy_preview.html"
    decided_fields = (
        "reasons",
        "free_reasons",
        "window_days",
        "card_allowed",
        "shipping_to_wallet",
        "shipping_to_card",
        "card_days_from",
        "card_days_to",
        "restocking_percent",
        "bonus_percent",
        "bonus_valid_days",
        "tender_order",
        "automatic_limit",
        "automatic_in_90_days",
    )
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
        "created_at",
    )

    def render_change_form(
        self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """With the text that customers read: of what is typed, if it can be read, else of what is stored."""
        form = context["adminform"].form
        context["previewed"] = PREVIEW in request.POST
        context["may_preview"] = bool(form.fields)
        context["words"] = _words(form)
        context["warning"] = context["words"] and window_warning(
            form.instance, return_days=program_settings().return_days
        )
        response: HttpResponse = super().render_change_form(request, context, *args, **kwargs)
        return response

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """With what contradicts the times of the rewards program."""
        for warning in window_warnings(program_settings().return_days, now=timezone.now()):
            messages.warning(request, warning)
        response: HttpResponse = super().changelist_view(request, extra_context)
        return response


def _words(form: Any) -> PolicyWords | None:
    if form.is_bound and form.errors:
        return None
    if not form.is_bound and form.instance._state.adding:
        return None
    return words_of(form.instance, now=timezone.now())


@admin.register(RefundLimits)
class RefundLimitsAdmin(VersionAdmin):
    form = RefundLimitsForm
    decided_fields = ("operations_each", "finance_each", "keys_each", "decide_within_days")
    list_display = ("currency", "starts_at", *decided_fields, "created_by", "created_at")
