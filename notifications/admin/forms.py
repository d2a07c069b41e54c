"""A new endpoint."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _
from unfold.widgets import (
    UnfoldAdminCheckboxSelectMultipleWidget,
    UnfoldAdminTextInputWidget,
    UnfoldAdminURLInputWidget,
)

from notifications.kinds import EVENTS


class EndpointForm(forms.Form):
    """Name, address, and of which events it is told."""

    name = forms.CharField(label=_("Name"), max_length=80, widget=UnfoldAdminTextInputWidget)
    url = forms.URLField(
        label=_("Address"),
        max_length=500,
        assume_scheme="https",
        widget=UnfoldAdminURLInputWidget,
        help_text=_("Begins with https:// and can be reached from the internet."),
    )
    events = forms.MultipleChoiceField(
        label=_("Events"),
        required=False,
        choices=[(event, event) for event in EVENTS],
        widget=UnfoldAdminCheckboxSelectMultipleWidget,
        help_text=_("None chosen: it is told of all."),
    )
