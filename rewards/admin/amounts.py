"""Amounts that stand in minor units on a row, typed and shown as money or points."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminSelectWidget, UnfoldAdminTextInputWidget

from rewards.enums import POINTS
from wallet_project.core.exceptions import AmountError
from wallet_project.core.money import from_minor, parse_money, to_minor


class MinorAmountsForm(forms.ModelForm):  # type: ignore[type-arg]
    """A form whose `amounts` are typed as 12.50 and kept as 1250, in the currency of the row.

    `required_amounts` have to be typed; an amount of another currency than the row's is named in
    `store_amounts`: that is always the store's.
    """

    amounts: tuple[str, ...] = ()
    required_amounts: tuple[str, ...] = ()
    store_amounts: tuple[str, ...] = ()
    with_points = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "currency" in self.fields:
            self.fields["currency"] = self._currency_field()
        for name in self.amounts:
            if name in self.fields:
                self._type_as_money(name)

    def currency_of(self, name: str) -> str:
        """In which currency an amount is."""
        if name in self.store_amounts:
            return str(settings.STORE_CURRENCY)
        typed = self.cleaned_data.get("currency") if hasattr(self, "cleaned_data") else ""
        return str(typed or getattr(self.instance, "currency", "") or settings.STORE_CURRENCY)

    def clean(self) -> dict[str, Any]:
        super().clean()
        for name in self.amounts:
            text = self.cleaned_data.get(name)
            if name in self.fields and name not in self.errors:
                self.cleaned_data[name] = self._minor(name, text) if text else None
        return self.cleaned_data

    def _currency_field(self) -> forms.ChoiceField:
        choices: list[tuple[str, Any]] = [(currency, currency) for currency in settings.CURRENCIES]
        if self.with_points:
            choices.append((POINTS, _("Points")))
        return forms.ChoiceField(
            label=_("Currency"),
            choices=choices,
            initial=settings.STORE_CURRENCY,
            widget=UnfoldAdminSelectWidget,
        )

    def _type_as_money(self, name: str) -> None:
        model_field = self._meta.model._meta.get_field(name)
        self.fields[name] = forms.CharField(
            label=str(model_field.verbose_name).capitalize(),
            required=name in self.required_amounts,
            max_length=30,
            widget=UnfoldAdminTextInputWidget(attrs={"inputmode": "decimal", "autocomplete": "off"}),
            help_text=_("In the store's currency.") if name in self.store_amounts else "",
        )
        minor = getattr(self.instance, name)
        if minor is not None:
            self.initial[name] = str(from_minor(minor, self.currency_of(name)).amount)

    def _minor(self, name: str, text: str) -> int | None:
        try:
            return to_minor(parse_money(text, self.currency_of(name)))
        except AmountError as error:
            self.add_error(name, error.message)
            return None
