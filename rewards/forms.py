"""What customers type on the pages of their rewards, and what is said about it beside the field."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from djmoney.money import Money

from rewards.words import KINDS_OF, RewardGroup
from wallet_project.core.exceptions import AmountError, AmountOutOfRange
from wallet_project.core.money import parse_money
from wallets.forms import StatementFilterForm

POINTS_NUMBER = re.compile(r"[0-9]{1,15}", re.ASCII)
INCOMPLETE = gettext_lazy("The form came back incomplete. Look at the amount again and confirm it.")


def parse_points(text: str) -> int:
    """A number of points as typed. Raises `AmountOutOfRange` for anything but plain digits."""
    if not POINTS_NUMBER.fullmatch(text.strip()):
        raise AmountOutOfRange(_("Write how many points as a whole number, like 500."))
    return int(text)


class PointsForm(forms.Form):
    """How many points to turn into money."""

    points = forms.CharField(
        label=gettext_lazy("How many points?"),
        max_length=40,
        widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "off"}),
    )

    def clean_points(self) -> int:
        try:
            return parse_points(self.cleaned_data["points"])
        except AmountOutOfRange as error:
            raise forms.ValidationError(error.message, code=error.code) from error


class ConversionForm(PointsForm):
    """The customer's yes to a quote: so many points for what was `agreed`. `key` is made with the
    quote, so that sending it twice converts once."""

    points = forms.CharField(max_length=40, widget=forms.HiddenInput)
    agreed = forms.CharField(max_length=40, widget=forms.HiddenInput)
    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, currency: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.currency = currency

    def clean_agreed(self) -> Money:
        try:
            return parse_money(self.cleaned_data["agreed"], self.currency)
        except AmountError as error:
            raise forms.ValidationError(INCOMPLETE) from error


class RewardFilterForm(StatementFilterForm):
    """Which movements of rewards to show."""

    kinds_of = KINDS_OF
    kind = forms.ChoiceField(
        label=gettext_lazy("What"),
        required=False,
        choices=[("", gettext_lazy("Everything")), *RewardGroup.choices],
        widget=forms.Select({"class": "form-select"}),
    )
