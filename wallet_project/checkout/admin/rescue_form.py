"""What staff type to rescue a payment by its reference."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth import get_user_model
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminSelectWidget, UnfoldAdminTextInputWidget

from wallet_project.core.exceptions import AmountError
from wallet_project.core.money import parse_money, require_positive

REFERENCE = re.compile(r"[A-Za-z0-9_-]{3,120}", re.ASCII)


def _text(label: Any, length: int, *, required: bool = True, help_text: Any = "") -> forms.CharField:
    widget = UnfoldAdminTextInputWidget(attrs={"autocomplete": "off"})
    return forms.CharField(
        label=label, max_length=length, required=required, help_text=help_text, widget=widget
    )


class RescueForm(forms.Form):
    """The payment, and what it has to be: the gateway's answer is held against it."""

    reference = _text(
        _("Reference"), 120, help_text=_("The id of the payment, or of its page, at the payment service.")
    )
    customer = _text(_("Customer's e-mail"), 254)
    amount = _text(_("Amount that the bank took"), 30)
    currency = forms.ChoiceField(
        label=_("Currency"),
        choices=[(currency, currency) for currency in settings.CURRENCIES],
        initial=settings.STORE_CURRENCY,
        widget=UnfoldAdminSelectWidget,
    )
    order_reference = _text(
        _("Order"), 100, required=False, help_text=_("The number of the order, if known.")
    )
    why = _text(_("Why"), 300, help_text=_("For the store only."))

    def clean_reference(self) -> str:
        reference: str = self.cleaned_data["reference"].strip()
        if not REFERENCE.fullmatch(reference):
            raise forms.ValidationError(gettext("Copy the id as the payment service shows it."))
        return reference

    def clean_customer(self) -> Any:
        found = get_user_model().objects.filter(email__iexact=self.cleaned_data["customer"].strip()).first()
        if found is None:
            raise forms.ValidationError(gettext("There is no customer with this e-mail."))
        return found

    def clean_order_reference(self) -> str:
        return str(self.cleaned_data["order_reference"]).strip().removeprefix("#")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if "amount" in data and "currency" in data:
            try:
                data["amount"] = require_positive(parse_money(data["amount"], data["currency"]))
            except AmountError as error:
                self.add_error("amount", str(error))
        return data

    def arguments(self) -> dict[str, Any]:
        """What the services ask for, but for who asks."""
        data = self.cleaned_data
        return {
            "reference": data["reference"],
            "customer_id": data["customer"].pk,
            "amount": data["amount"],
        }
