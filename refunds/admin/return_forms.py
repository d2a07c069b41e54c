"""What staff type when they take a return a step further."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.widgets import (
    UnfoldAdminIntegerFieldWidget,
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
    UnfoldBooleanSwitchWidget,
)

from refunds.models import ReturnRequest

ACCEPTED = "accepted-"


def _words(label: Any, **options: Any) -> forms.CharField:
    options.setdefault("required", False)
    return forms.CharField(
        label=label, max_length=500, widget=UnfoldAdminTextareaWidget(attrs={"rows": 3}), **options
    )


class StepForm(forms.Form):
    """Words to the customer, and words that stay inside."""

    note = _words(gettext_lazy("Words to the customer"))
    staff_note = _words(gettext_lazy("Internal note"))

    def __init__(self, *args: Any, found: ReturnRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.found = found


class LabelForm(StepForm):
    tracking = forms.CharField(
        label=gettext_lazy("Label or tracking"),
        max_length=300,
        widget=UnfoldAdminTextInputWidget,
        help_text=gettext_lazy("A number, a few words, or an address that starts with https://"),
    )
    field_order = ("tracking", "note", "staff_note")


class RejectForm(StepForm):
    note = _words(gettext_lazy("Words to the customer: why"), required=True)


class InspectForm(StepForm):
    """For each line how many are accepted; all of them unless somebody says otherwise."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for line in self.found.lines.all():
            self.fields[ACCEPTED + line.reference] = forms.IntegerField(
                label=_("%(line)s: accepted of %(number)d")
                % {"line": line.description, "number": line.quantity},
                min_value=0,
                max_value=line.quantity,
                initial=line.quantity if line.accepted is None else line.accepted,
                widget=UnfoldAdminIntegerFieldWidget,
            )
        self.order_fields([*(name for name in self.fields if name.startswith(ACCEPTED))])

    @staticmethod
    def accepted_of(typed: Mapping[str, Any]) -> dict[str, int]:
        """By reference of each line, how many are accepted."""
        named = {name: value for name, value in typed.items() if name.startswith(ACCEPTED)}
        return {name.removeprefix(ACCEPTED): value for name, value in named.items()}


class RefundForm(StepForm):
    """The customer reads of a refund in its own letter; here is what stays inside."""

    note = None  # type: ignore[assignment]
    waive_fees = forms.BooleanField(
        label=gettext_lazy("The customer pays nothing for the return"),
        required=False,
        widget=UnfoldBooleanSwitchWidget,
    )
    field_order = ("waive_fees", "staff_note")
