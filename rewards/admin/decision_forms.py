"""What staff type to decide about rewards: use of reward money, worth of points."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any
from uuid import uuid4

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from unfold.widgets import (
    UnfoldAdminCheckboxSelectMultipleWidget,
    UnfoldAdminRadioSelectWidget,
    UnfoldAdminSelectWidget,
    UnfoldAdminTextInputWidget,
)

from rewards.admin.forms import LATEST, day_field
from rewards.catalog import Choice, get_catalog
from rewards.enums import ConversionTarget
from rewards.models import PointsProgram, RewardPolicy
from rewards.services.decisions import problems_of
from wallet_project.core.admin_tools import start_of

REFERENCE = re.compile(r"[\w.:-]{1,100}", re.ASCII)
LARGEST = 1_000_000_000


class References(forms.Field):
    """References of the shop, separated by commas, for a store that has not named its catalog."""

    def to_python(self, value: Any) -> list[str]:
        if isinstance(value, list):
            return value
        found = [text.strip() for text in str(value or "").split(",") if text.strip()]
        wrong = [text for text in found if not REFERENCE.fullmatch(text)]
        if wrong:
            raise forms.ValidationError(gettext("“%(text)s” is no reference.") % {"text": wrong[0]})
        return found


def choices_field(label: Any, choices: list[Choice] | None) -> forms.Field:
    """To tick by name, where the store has a catalog; else to write."""
    if choices is None:
        widget = UnfoldAdminTextInputWidget(attrs={"autocomplete": "off"})
        help_text = _("References as the shop names them, separated by commas.")
        return References(label=label, required=False, widget=widget, help_text=help_text)
    return forms.MultipleChoiceField(
        label=label, required=False, choices=choices, widget=UnfoldAdminCheckboxSelectMultipleWidget
    )


def number_field(label: Any, *, required: bool = True, help_text: Any = "") -> forms.IntegerField:
    widget = UnfoldAdminTextInputWidget(attrs={"inputmode": "numeric", "autocomplete": "off"})
    return forms.IntegerField(
        label=label, required=required, help_text=help_text, min_value=1, max_value=LARGEST, widget=widget
    )


def decimal_field(label: Any, *, required: bool = False, help_text: Any = "") -> forms.DecimalField:
    widget = UnfoldAdminTextInputWidget(attrs={"inputmode": "decimal", "autocomplete": "off"})
    return forms.DecimalField(
        label=label, required=required, help_text=help_text, max_digits=15, decimal_places=3, widget=widget
    )


class DecisionForm(forms.Form):
    """A new version of a decision in one currency. `key` is made when the form is first shown and is the
    version's id: sent twice, it decides once."""

    model: type[RewardPolicy | PointsProgram]
    wide: tuple[str, ...] = ()
    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    currency = forms.ChoiceField(label=_("Currency"), widget=UnfoldAdminSelectWidget)
    starts_on = day_field(_("Holds from"), help_text=_("The day on which it begins. Empty: at once."))

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, initial={"currency": settings.STORE_CURRENCY})
        self.now = timezone.now()
        currencies = [(currency, currency) for currency in settings.CURRENCIES]
        self.fields["currency"].choices = currencies  # type: ignore[attr-defined]

    def clean_starts_on(self) -> datetime | None:
        day: date | None = self.cleaned_data["starts_on"]
        if day is None or day == timezone.localdate(self.now):
            return None
        if not timezone.localdate(self.now) < day <= LATEST:
            raise forms.ValidationError(gettext("Choose a day to come, or leave this empty."))
        return start_of(day)

    def terms(self) -> dict[str, Any]:
        """The fields of the version that a valid form asks for."""
        data = {**self.cleaned_data, "starts_at": self.cleaned_data["starts_on"]}
        return {name: value for name, value in data.items() if name not in {"key", "starts_on"}}

    def version(self) -> RewardPolicy | PointsProgram:
        """The version itself, not saved."""
        terms = self.terms()
        return self.model(**{**terms, "starts_at": terms["starts_at"] or self.now})

    def clean(self) -> dict[str, Any]:
        if not self.errors:
            for problem in problems_of(self.version(), now=self.now):
                field = "starts_on" if problem.field == "starts_at" else problem.field
                self.add_error(field, problem.message)
        return self.cleaned_data


class PolicyForm(DecisionForm):
    """How much reward money one order may use."""

    model = RewardPolicy
    wide = ("with_coupon", "excluded_categories", "excluded_products")
    most = decimal_field(_("At most, for each order"), help_text=_("Empty: no such limit."))
    percent = decimal_field(
        _("At most, percent of the order"),
        help_text=_("Of the goods that are not excluded. The smaller limit counts."),
    )
    minimum_order = decimal_field(_("Only for orders from"), help_text=_("Empty: for every order."))
    with_coupon = forms.TypedChoiceField(
        label=_("Together with a coupon"),
        choices=[("yes", _("Yes, reward money can be used too")), ("no", _("No, one or the other"))],
        coerce=lambda text: text == "yes",
        initial="yes",
        widget=UnfoldAdminRadioSelectWidget(radio_style=2),
    )

    grace_days = forms.IntegerField(
        label=_("Days for rewards that come back expired"),
        initial=30,
        min_value=0,
        max_value=3650,
        help_text=_("After a refund, reward money that has expired meanwhile can be spent for so long."),
        widget=UnfoldAdminTextInputWidget(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        catalog = get_catalog()
        categories = list(catalog.categories()) if catalog else None
        products = list(catalog.products()) if catalog else None
        self.fields["excluded_categories"] = choices_field(_("Not for these categories"), categories)
        self.fields["excluded_products"] = choices_field(_("Not for these products"), products)


class ProgramForm(DecisionForm):
    """What points are worth, and where the money goes."""

    model = PointsProgram
    wide = ("target",)
    points = number_field(_("This many points"))
    value = decimal_field(_("are worth"), required=True)
    step = number_field(
        _("In whole steps of so many points"),
        help_text=_("With 100, of 537 points 500 are turned into money and 37 stay."),
    )
    minimum = number_field(_("Smallest conversion, in points"))
    most_per_day = number_field(
        _("Most within 24 hours, in points"), required=False, help_text=_("Empty: no such limit.")
    )
    target = forms.ChoiceField(
        label=_("The money goes to"),
        choices=ConversionTarget.choices,
        initial=ConversionTarget.WALLET,
        widget=UnfoldAdminRadioSelectWidget(radio_style=2),
    )
    valid_days = number_field(
        _("Days until it expires"), required=False, help_text=_("For the reward wallet. Empty: never.")
    )
