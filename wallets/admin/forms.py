"""What staff type to change a wallet. Every form keeps what was typed and says what is wrong beside it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from django import forms
from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from djmoney.money import Money
from unfold.widgets import (
    UnfoldAdminRadioSelectWidget,
    UnfoldAdminSelectWidget,
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
)

from wallet_project.core.exceptions import AmountError
from wallet_project.core.money import parse_typed_money, require_positive
from wallet_project.core.words import currency_name
from wallets.enums import AdjustmentDirection, AdjustmentReason
from wallets.services import rescue_key, was_rescued

BANK_REFERENCE = re.compile(r"[A-Za-z0-9 ._:/#+*()-]+", re.ASCII)
REASONS = [("", _("Choose a reason"))] + [
    choice for choice in AdjustmentReason.choices if choice[0] != AdjustmentReason.RESCUE
]


def _text(label: Any, length: int, *, required: bool = True, help_text: Any = "") -> forms.CharField:
    widget = UnfoldAdminTextInputWidget(attrs={"autocomplete": "off"})
    return forms.CharField(
        label=label, max_length=length, required=required, help_text=help_text, widget=widget
    )


@dataclass(frozen=True, slots=True)
class Proposal:
    """An adjustment that a form asks for, not booked yet."""

    direction: AdjustmentDirection
    amount: Money
    reason: AdjustmentReason
    key: str
    note: str
    customer_note: str
    reference: str = ""

    def arguments(self) -> dict[str, Any]:
        """The arguments of `adjust_wallet`, without the wallet and the actor."""
        return {name: getattr(self, name) for name in self.__slots__}


class WalletForm(forms.Form):
    """A form about one wallet, or one of whatever else a customer has in one currency; its fields' ids
    are unique on a page with several. `wide` are the fields that are as wide as the form."""

    name = ""
    wide: tuple[str, ...] = ()

    def __init__(self, wallet: Any, data: Any = None) -> None:
        super().__init__(data, auto_id=f"id_{self.name}_{wallet.currency}_%s", initial={"key": uuid4()})
        self.wallet = wallet
        if "amount" in self.fields:
            self.fields["amount"].widget.attrs["suffix"] = currency_name(wallet.currency)

    def clean_amount(self) -> Money:
        try:
            return require_positive(parse_typed_money(self.cleaned_data["amount"], self.wallet.currency))
        except AmountError as error:
            raise forms.ValidationError(str(error)) from error

    def explain_conflict(self) -> None:
        """The key belongs to something else: say so, and take a new one for the next attempt."""
        text = gettext(
            "This form was sent before with other values. See the last movements, then send it again."
        )
        self.add_error(None, text)
        self.data = {**self.data.dict(), "key": str(uuid4())}  # type: ignore[attr-defined]


class AmountForm(WalletForm):
    """A credit or a debit. `key` is made when the form is first shown: sent twice, it books once."""

    name = "adjust"
    wide = ("direction", "note", "customer_note")
    key = forms.UUIDField(widget=forms.HiddenInput)
    direction = forms.ChoiceField(
        label=_("Credit or debit"),
        choices=AdjustmentDirection.choices,
        initial=AdjustmentDirection.CREDIT,
        widget=UnfoldAdminRadioSelectWidget(radio_style=1),
    )
    amount = forms.CharField(
        label=_("Amount"),
        max_length=40,
        widget=UnfoldAdminTextInputWidget(attrs={"inputmode": "decimal", "autocomplete": "off"}),
    )
    reason = forms.ChoiceField(label=_("Reason"), widget=UnfoldAdminSelectWidget)
    note = forms.CharField(
        label=_("Internal note"),
        max_length=2000,
        required=False,
        help_text=_("Only staff read this."),
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 2}),
    )
    customer_note = _text(
        _("Note to the customer"), 300, required=False, help_text=_("On the statement and in the message.")
    )


class AdjustForm(AmountForm):
    """A credit or a debit of money."""

    reason = forms.ChoiceField(label=_("Reason"), choices=REASONS, widget=UnfoldAdminSelectWidget)

    def proposal(self) -> Proposal:
        data = self.cleaned_data
        return Proposal(
            direction=AdjustmentDirection(data["direction"]),
            amount=data["amount"],
            reason=AdjustmentReason(data["reason"]),
            key=f"admin:{data['key']}",
            note=data["note"],
            customer_note=data["customer_note"],
        )


class RescueForm(WalletForm):
    """The bank took the money and the order failed. The bank's reference is the key: a payment is
    credited once, whoever enters it and however often."""

    name = "rescue"
    order_reference = _text(_("Order"), 100, help_text=_("The number of the order that failed."))
    amount = forms.CharField(
        label=_("Amount that the bank took"),
        max_length=40,
        widget=UnfoldAdminTextInputWidget(attrs={"inputmode": "decimal", "autocomplete": "off"}),
    )
    bank_reference = _text(
        _("Bank reference"), 100, help_text=_("Of the payment, at the bank or the payment service.")
    )

    def clean_bank_reference(self) -> str:
        reference = " ".join(self.cleaned_data["bank_reference"].split())
        if not BANK_REFERENCE.fullmatch(reference):
            raise forms.ValidationError(
                gettext("Use the letters A to Z, digits and signs, as the bank wrote it.")
            )
        if was_rescued(reference):
            raise forms.ValidationError(gettext("This payment is in the customer's wallet already."))
        return reference

    def explain_conflict(self) -> None:
        text = gettext("This bank reference was credited already, and not the same.")
        self.add_error("bank_reference", text)

    def proposal(self) -> Proposal:
        data = self.cleaned_data
        with translation.override(self.wallet.customer.locale or settings.LANGUAGE_CODE):
            told = gettext("Your payment for order %(order)s arrived after the order had failed.")
        return Proposal(
            direction=AdjustmentDirection.CREDIT,
            amount=data["amount"],
            reason=AdjustmentReason.RESCUE,
            key=rescue_key(data["bank_reference"]),
            note=gettext("Bank reference: %(bank)s") % {"bank": data["bank_reference"]},
            customer_note=told % {"order": data["order_reference"]},
            reference=data["order_reference"],
        )


class StatusForm(WalletForm):
    """Freezing and unfreezing, with a reason."""

    name = "status"
    reason = _text(_("Reason"), 300, help_text=_("The customer reads this too."))


class OpenWalletForm(forms.Form):
    """Another currency for a customer: one of `currencies` that is not taken."""

    currency = forms.ChoiceField(label=_("Currency"), widget=UnfoldAdminSelectWidget)

    def __init__(self, taken: set[str], data: Any = None, *, currencies: Iterable[str] = ()) -> None:
        super().__init__(data, auto_id="id_open_%s")
        free = [
            (currency, currency_name(currency))
            for currency in currencies or settings.CURRENCIES
            if currency not in taken
        ]
        self.fields["currency"].choices = free  # type: ignore[attr-defined]
