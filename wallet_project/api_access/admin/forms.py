"""A new key."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth import get_user_model
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from unfold.widgets import (
    UnfoldAdminCheckboxSelectMultipleWidget,
    UnfoldAdminSelectWidget,
    UnfoldAdminSingleDateWidget,
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
)

from wallet_project.core.admin_tools import start_of
from wallet_project.core.api.callers import Scope


class ApiKeyForm(forms.Form):
    """Who uses the key, what for, until when and from where."""

    name = forms.CharField(
        label=_("Name"),
        max_length=100,
        widget=UnfoldAdminTextInputWidget,
        help_text=_("Who uses it, like “Shop back end”."),
    )
    scopes = forms.MultipleChoiceField(
        label=_("Scopes"), choices=Scope.choices, widget=UnfoldAdminCheckboxSelectMultipleWidget
    )
    expires_on = forms.DateField(
        label=_("Works until"),
        required=False,
        widget=UnfoldAdminSingleDateWidget,
        help_text=_("That day not included. Empty: until it is revoked."),
    )
    allowed_networks = forms.CharField(
        label=_("Allowed networks"),
        required=False,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 3}),
        help_text=_("One a line, like 203.0.113.0/24. Empty: from anywhere."),
    )
    return_hosts = forms.CharField(
        label=_("Return hosts"),
        required=False,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 3}),
        help_text=_(
            "To where customers may be sent back after paying. One a line, like shop.example, or"
            " .shop.example for all below it. Empty: anywhere."
        ),
    )
    acts_for = forms.ModelChoiceField(
        label=_("Acts for"),
        required=False,
        queryset=get_user_model().objects.none(),
        widget=UnfoldAdminSelectWidget,
        help_text=_("A member of staff, whose limits bind it. Empty: the store itself, without limits."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        staff = get_user_model().objects.filter(is_staff=True, is_active=True).order_by("email")
        self.fields["acts_for"].queryset = staff  # type: ignore[attr-defined]

    def clean_expires_on(self) -> Any:
        day = self.cleaned_data["expires_on"]
        if day is not None and start_of(day) <= timezone.now():
            raise forms.ValidationError(gettext("Choose a day to come."))
        return day

    @property
    def settings(self) -> dict[str, Any]:
        """What `create_api_key` takes."""
        data = self.cleaned_data
        return {
            "name": data["name"],
            "scopes": data["scopes"],
            "expires_at": start_of(data["expires_on"]) if data["expires_on"] else None,
            "allowed_networks": data["allowed_networks"].split(),
            "return_hosts": data["return_hosts"].split(),
            "acts_for_id": data["acts_for"].pk if data["acts_for"] else None,
        }
