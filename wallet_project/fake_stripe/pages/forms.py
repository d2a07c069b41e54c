"""What a customer types into the hosted page."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

from django import forms

from wallet_project.fake_stripe.cards import brand_of, passes_luhn
from wallet_project.fake_stripe.knobs import now

OUTCOMES = (
    ("now", "My bank pays at once"),
    ("late", "My bank debits me now and confirms a little later"),
    ("late_fails", "My bank takes its time, then refuses"),
    ("never", "My bank does not answer (settle it at the bank desk)"),
    ("declines", "My bank refuses at once"),
)


class CardForm(forms.Form):
    """A card, checked as far as can be without its bank. Errors are sentences for the customer."""

    number = forms.CharField(max_length=23, error_messages={"required": "Enter your card number."})
    expiry = forms.CharField(max_length=9, error_messages={"required": "Enter the expiry date as MM / YY."})
    cvc = forms.CharField(max_length=4, error_messages={"required": "Enter the security code."})
    name = forms.CharField(max_length=120, error_messages={"required": "Enter the name on the card."})

    def clean_number(self) -> str:
        number = re.sub(r"[\s-]", "", self.cleaned_data["number"])
        plausible = re.fullmatch(r"\d{12,19}", number, re.ASCII) and passes_luhn(number)
        if not plausible or brand_of(number) == "unknown":
            raise forms.ValidationError("Your card number is invalid.", "invalid_number")
        return number

    def clean_expiry(self) -> tuple[int, int]:
        found = re.fullmatch(r"(\d{1,2})\s*/?\s*(\d{2}|\d{4})", self.cleaned_data["expiry"].strip(), re.ASCII)
        month, year = (int(found[1]), int(found[2])) if found else (0, 0)
        if not 1 <= month <= 12:
            raise forms.ValidationError("Enter the expiry date as MM / YY.", "invalid_expiry")
        year += 2000 if year < 100 else 0
        today = datetime.fromtimestamp(now(), UTC)
        if (year, month) < (today.year, today.month):
            raise forms.ValidationError("Your card's expiration date is in the past.", "expired")
        if year > today.year + 50:
            raise forms.ValidationError("Your card's expiration year is invalid.", "invalid_expiry")
        return month, year

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        number, cvc = cleaned.get("number"), cleaned.get("cvc")
        if number and cvc:
            digits = 4 if brand_of(number) == "amex" else 3
            if not re.fullmatch(rf"\d{{{digits}}}", cvc, re.ASCII):
                self.add_error("cvc", "Your card's security code is incomplete or invalid.")
        return cleaned


class BankForm(forms.Form):
    """UPI or net banking; the choice stands in for what a bank's own app would ask."""

    outcome = forms.ChoiceField(choices=OUTCOMES)
