"""Below which balance a customer wants to be told."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from djmoney.money import Money

from wallet_project.core.exceptions import AmountError
from wallet_project.core.money import parse_money, require_positive
from wallets.models import LowBalanceAlert, Wallet


class LowBalanceForm(forms.Form):
    """One amount in the wallet's currency; empty for none."""

    threshold = forms.CharField(
        max_length=40,
        required=False,
        help_text=gettext_lazy("Leave it empty if you don't want to be told."),
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, wallet: Wallet, alert: LowBalanceAlert | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.currency = wallet.currency
        label = _("Tell me when my balance falls below, in %(currency)s")
        self.fields["threshold"].label = label % {"currency": wallet.currency}
        if alert is not None:
            self.fields["threshold"].initial = str(alert.money.amount)

    def clean_threshold(self) -> Money | None:
        typed = self.cleaned_data["threshold"].strip()
        if not typed:
            return None
        try:
            return require_positive(parse_money(typed, self.currency))
        except AmountError as error:
            raise ValidationError(error.message) from error
