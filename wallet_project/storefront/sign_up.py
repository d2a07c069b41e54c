"""What the shop asks of who signs up, beside what the log-in needs. allauth builds its form on this."""

from __future__ import annotations

from typing import Any

from allauth.core import context
from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from rewards.exceptions import UnknownReferralCode
from rewards.invitations import kept_code, written_code
from rewards.services import find_referral_code


class SignUpForm(forms.Form):
    """The code of a friend, filled in for who came by a friend's link."""

    referral_code = forms.CharField(
        label=_("Do you have a code?"),
        max_length=20,
        required=False,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
        help_text=_("From a friend who shops here. You are both rewarded once your first order stays."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        code = kept_code(context.request.session) if hasattr(context.request, "session") else ""
        if code:
            self.fields["referral_code"].initial = written_code(code)

    def clean_referral_code(self) -> str:
        """The code as it is stored. Refuses one that nobody has."""
        text = self.cleaned_data["referral_code"]
        if not text.strip():
            return ""
        try:
            return find_referral_code(text).code
        except UnknownReferralCode as error:
            raise forms.ValidationError(error.message, code=error.code) from error

    def signup(self, request: HttpRequest, user: Any) -> None:
        """allauth's hook after the account was made. The adapter does what is to be done."""
