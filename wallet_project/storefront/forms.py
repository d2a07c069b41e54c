"""What customers type, and what we make of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, Final
from uuid import UUID

from django import forms
from django.conf import settings
from django.http import QueryDict
from django.utils.translation import get_language_info, gettext
from django.utils.translation import gettext_lazy as _
from djmoney.money import Money

from wallet_project.checkout.enums import TenderKind
from wallet_project.core.exceptions import AmountError, AmountOutOfRange, InsufficientFunds
from wallet_project.core.money import parse_typed_money
from wallet_project.storefront.enums import Country
from wallet_project.storefront.exceptions import QuantityOutOfRange
from wallet_project.storefront.models.cart import MOST_OF_ONE
from wallet_project.storefront.services.placing import Address
from wallets.models import SavedCard

QUANTITY: Final = re.compile(r"[0-9]{1,4}", re.ASCII)


def parse_quantity(text: str) -> int:
    """A number of things as typed. Raises `QuantityOutOfRange` for anything but plain digits."""
    if not QUANTITY.fullmatch(text.strip()):
        raise QuantityOutOfRange(MOST_OF_ONE)
    return int(text)


class ShelfForm(forms.Form):
    """How a shelf is shown. Whatever is wrong in the address is ignored."""

    sort = forms.ChoiceField(
        label=_("Sort by"),
        required=False,
        choices=[
            ("name", _("Name")),
            ("cheapest", _("Price, lowest first")),
            ("dearest", _("Price, highest first")),
            ("newest", _("Newest first")),
        ],
    )
    in_stock = forms.BooleanField(label=_("Only what is in stock"), required=False)


def _text(label: Any, autocomplete: str, most: int, **options: Any) -> forms.CharField:
    widget = forms.TextInput(attrs={"autocomplete": autocomplete})
    return forms.CharField(label=label, max_length=most, widget=widget, **options)


class AddressForm(forms.Form):
    """Where the goods go."""

    full_name = _text(_("Full name"), "name", 120)
    street = _text(_("Street and number"), "address-line1", 160)
    street_extra = _text(_("Flat, floor, company"), "address-line2", 160, required=False)
    postcode = _text(_("Postal code"), "postal-code", 20)
    city = _text(_("Town or city"), "address-level2", 100)
    country = forms.ChoiceField(
        label=_("Country"),
        choices=[("", _("Choose…")), *Country.choices],
        widget=forms.Select(attrs={"autocomplete": "country"}),
    )
    phone = forms.CharField(
        label=_("Phone"),
        max_length=40,
        required=False,
        help_text=_("Only for the parcel service, if it can't find you."),
        widget=forms.TextInput(attrs={"autocomplete": "tel", "type": "tel"}),
    )

    def address(self) -> Address:
        """What was typed, once it is valid."""
        names = ("full_name", "street", "street_extra", "postcode", "city", "country", "phone")
        return Address(**{name: self.cleaned_data[name] for name in names})


class ProfileForm(forms.Form):
    """What customers tell about themselves."""

    # Each language by its own name: who looks for it may read no other.
    language = forms.ChoiceField(
        label=_("Your language"),
        required=False,
        choices=lambda: [(code, get_language_info(code)["name_local"]) for code, _name in settings.LANGUAGES],
        help_text=_("The shop, your messages and e-mails are in it."),
    )
    birthday = forms.DateField(
        label=_("Your birthday"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date", "autocomplete": "bday"}, format="%Y-%m-%d"),
    )


class VoucherForm(forms.Form):
    """The code of a voucher."""

    code = forms.CharField(
        label=_("Voucher code"),
        max_length=60,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
        error_messages={"required": _("Write the code of your voucher.")},
    )

    def __init__(self, data: QueryDict | None = None) -> None:
        super().__init__(data, auto_id="id_voucher_%s")


NEW_CARD: Final = "new"


def _amount(label: Any) -> forms.CharField:
    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
    return forms.CharField(label=label, max_length=30, required=False, widget=widget)


class PaymentForm(forms.Form):
    """How the order is paid: so much reward money, so much from the wallet, the rest by a card."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    agreed_total = forms.CharField(widget=forms.HiddenInput, max_length=30)
    reward_amount = _amount(_("From your reward money"))
    wallet_amount = _amount(_("From your wallet"))
    card = forms.ChoiceField(
        label=_("Card for the rest"),
        required=False,
        widget=forms.RadioSelect(attrs={"class": "form-check-input"}),
    )
    save_card = forms.BooleanField(label=_("Save this card for next time"), required=False)

    def __init__(self, *args: Any, currency: str, cards: Sequence[SavedCard], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.currency = currency
        choices = [(str(card.pk), str(card)) for card in cards]
        self.fields["card"].choices = [  # type: ignore[attr-defined]
            *choices,
            (NEW_CARD, _("A new card, on the payment page")),
        ]

    def refuse(self, error: AmountError | InsufficientFunds) -> None:
        """Say beside the right field what can't be paid like that."""
        is_about_rewards = error.data.get("tender") == TenderKind.REWARD
        self.add_error("reward_amount" if is_about_rewards else "wallet_amount", error.message)

    @property
    def amounts(self) -> dict[str, Money | None]:
        """What is to be paid from each, for a quote; nothing where one of them can't be."""
        typed = {name: self.cleaned_data.get(name) for name in ("reward_amount", "wallet_amount")}
        return {} if None in typed.values() else typed

    def clean_reward_amount(self) -> Money:
        return self._money(self.cleaned_data["reward_amount"] or "0")

    def clean_wallet_amount(self) -> Money:
        return self._money(self.cleaned_data["wallet_amount"] or "0")

    def clean_agreed_total(self) -> Money:
        return self._money(self.cleaned_data["agreed_total"])

    def clean_card(self) -> UUID | None:
        chosen = self.cleaned_data["card"]
        return None if chosen in ("", NEW_CARD) else UUID(chosen)

    def _money(self, text: str) -> Money:
        try:
            money = parse_typed_money(text, self.currency)
            if money.amount < 0:
                raise AmountOutOfRange(gettext("The amount can't be less than zero."))
        except AmountError as error:
            raise forms.ValidationError(error.message, code=error.code) from error
        return money
