"""What customers type on the wallet's pages, and what is said about it beside the field."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any, ClassVar
from uuid import UUID, uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from djmoney.money import Money

from wallet_project.core.exceptions import (
    AmountError,
    CurrencyMismatch,
    IdempotencyConflict,
    NotFound,
    WalletProjectError,
)
from wallet_project.core.money import parse_typed_money, require_positive, to_minor
from wallets.exceptions import CardNotUsable
from wallets.models import SavedCard
from wallets.queries import TopUpOffer
from wallets.statements import StatementFilters
from wallets.words import KINDS_OF, MovementGroup

OWN_AMOUNT = "own"
PAYMENT_PAGE = "page"
EARLIEST, LATEST = date(2000, 1, 1), date(2100, 1, 1)


class TopUpForm(forms.Form):
    """How much, and by which card. `key` is made with the form, so that sending it twice adds once."""

    key = forms.UUIDField(
        widget=forms.HiddenInput,
        error_messages=dict.fromkeys(
            ("required", "invalid"), gettext_lazy("The form came back incomplete. Please send it again.")
        ),
    )
    currency = forms.CharField(max_length=3, widget=forms.HiddenInput)
    next = forms.CharField(max_length=500, required=False, widget=forms.HiddenInput)
    preset = forms.ChoiceField(label=gettext_lazy("How much?"), widget=forms.RadioSelect)
    amount = forms.CharField(
        label=gettext_lazy("Your amount"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
    )
    pay_with = forms.ChoiceField(
        label=gettext_lazy("Pay with"),
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": gettext_lazy("This card can't be used. Choose another one.")},
    )
    save_card = forms.BooleanField(
        label=gettext_lazy("Save this card, to add money in one step next time"), required=False
    )

    def __init__(
        self, *args: Any, offer: TopUpOffer, cards: Sequence[SavedCard], currency: str, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.wallet_currency = currency
        self.offer = offer
        self.presets = {str(to_minor(preset)): preset for preset in offer.presets}
        today = timezone.localdate()
        self.cards = {str(card.pk): card for card in cards if not card.is_expired(today)}
        self._field("preset").choices = [
            *((minor, str(preset)) for minor, preset in self.presets.items()),
            (OWN_AMOUNT, _("Another amount")),
        ]
        self._field("pay_with").choices = [
            *((pk, str(card)) for pk, card in self.cards.items()),
            (PAYMENT_PAGE, _("Card or bank, on the payment page")),
        ]

    def _field(self, name: str) -> forms.ChoiceField:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        return field

    def clean_currency(self) -> str:
        currency: str = self.cleaned_data["currency"]
        if currency != self.wallet_currency:
            self.add_error("amount", CurrencyMismatch(self.wallet_currency, currency).message)
        return currency

    def clean(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        if "key" not in cleaned:
            self._renew_key()
        if "preset" in cleaned and "amount" in cleaned:
            cleaned["money"] = self._chosen(cleaned["preset"], cleaned["amount"])
        return cleaned

    def _chosen(self, preset: str, typed: str) -> Money | None:
        if preset != OWN_AMOUNT:
            return self.presets[preset]
        try:
            return require_positive(parse_typed_money(typed, self.wallet_currency))
        except AmountError as error:
            self.add_error("amount", error.message)
            return None

    @property
    def saved_card_id(self) -> UUID | None:
        """The chosen saved card; None for the payment page."""
        card = self.cards.get(self.cleaned_data["pay_with"])
        return card.pk if card else None

    def refuse(self, error: WalletProjectError) -> None:
        """Say beside the right field what the wallet refused."""
        if isinstance(error, IdempotencyConflict):
            self._renew_key()
            self.add_error(
                None,
                _(
                    "This form was sent before, for another amount or card. Look at your"
                    " wallet; send it again only to add more money."
                ),
            )
        elif isinstance(error, AmountError | CurrencyMismatch):
            self.add_error("amount", error.message)
        elif isinstance(error, CardNotUsable | NotFound):
            self.add_error("pay_with", _("This card can't be used. Choose another one."))
        else:
            self.add_error(None, error.message)

    def _renew_key(self) -> None:
        self.data = {**self.data, "key": str(uuid4())}


def _day_input() -> forms.DateInput:
    return forms.DateInput({"type": "date", "class": "form-control"}, "%Y-%m-%d")


class StatementFilterForm(forms.Form):
    """Which movements to show. All fields may be left empty. `kinds_of` says which kinds of entry a
    choice of `kind` means."""

    kinds_of: ClassVar[Mapping[str, Sequence[str]]] = KINDS_OF

    kind = forms.ChoiceField(
        label=gettext_lazy("What"),
        required=False,
        choices=[("", gettext_lazy("Everything")), *MovementGroup.choices],
        widget=forms.Select({"class": "form-select"}),
    )
    since = forms.DateField(label=gettext_lazy("From"), required=False, widget=_day_input())
    until = forms.DateField(label=gettext_lazy("To"), required=False, widget=_day_input())
    search = forms.CharField(
        label=gettext_lazy("Order number"),
        required=False,
        max_length=100,
        widget=forms.TextInput({"type": "search", "class": "form-control", "autocomplete": "off"}),
    )

    def clean_since(self) -> date | None:
        return _in_our_time(self.cleaned_data["since"])

    def clean_until(self) -> date | None:
        return _in_our_time(self.cleaned_data["until"])

    def clean(self) -> dict[str, Any]:
        since, until = self.cleaned_data.get("since"), self.cleaned_data.get("until")
        if since and until and until < since:
            self.add_error("until", _("The last day is before the first one."))
        return self.cleaned_data

    def filters(self) -> StatementFilters:
        """What was asked for; days are the customer's, both included. Only for a valid form."""
        since, until = self.cleaned_data["since"], self.cleaned_data["until"]
        return StatementFilters(
            kinds=tuple(self.kinds_of.get(self.cleaned_data["kind"], ())),
            since=_start_of(since) if since else None,
            until=_start_of(until + timedelta(days=1)) if until else None,
            reference=self.cleaned_data["search"].strip().lstrip("#"),
        )

    @property
    def is_used(self) -> bool:
        return any(self.data.get(name) for name in self.fields)


def _in_our_time(day: date | None) -> date | None:
    if day is not None and not EARLIEST <= day < LATEST:
        raise ValidationError(_("Choose a day between 2000 and 2100."), code="out_of_range")
    return day


def _start_of(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
