"""What staff type to refund an order: lines, delivery or an amount. Keeps what was typed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from djmoney.money import Money
from unfold.widgets import (
    UnfoldAdminRadioSelectWidget,
    UnfoldAdminSelectWidget,
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
)
from unfold.widgets import UnfoldBooleanWidget as CheckboxWidget

from refunds.enums import Destination, RefundReason
from refunds.exceptions import LineRefundedAlready, RefundExceedsCaptured
from refunds.models import StoreCreditPolicy
from refunds.ports import OrderLine
from refunds.services import LineWanted, RefundRequest
from wallet_project.checkout.enums import TenderKind
from wallet_project.checkout.models import Payment
from wallet_project.core.exceptions import AmountError, WalletProjectError
from wallet_project.core.money import parse_money, require_positive
from wallet_project.core.words import currency_name, written

LINES, AMOUNT = "lines", "amount"


@dataclass(frozen=True, slots=True)
class LineLeft:
    """A line of the order with how many, and how much, can still be refunded."""

    line: OrderLine
    number: int
    amount: Money


class CreditRefundForm(forms.Form):
    """`key` is made when the form is first shown: sent twice, it refunds once."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    what = forms.ChoiceField(
        label=_("What is refunded"),
        choices=[(LINES, _("Lines of the order")), (AMOUNT, _("An amount"))],
        widget=UnfoldAdminRadioSelectWidget(radio_style=1),
    )
    amount = forms.CharField(
        label=_("Amount"),
        max_length=40,
        required=False,
        widget=UnfoldAdminTextInputWidget(attrs={"inputmode": "decimal", "autocomplete": "off"}),
    )
    reason = forms.ChoiceField(label=_("Reason"), widget=UnfoldAdminSelectWidget)
    destination = forms.ChoiceField(
        label=_("What the card or bank paid goes to"),
        choices=Destination.choices,
        widget=UnfoldAdminRadioSelectWidget(radio_style=1),
    )
    waive_fees = forms.BooleanField(
        label=_("Keep nothing for the return"),
        required=False,
        help_text=_("Return shipping and restocking of the store's policy are not taken off."),
        widget=CheckboxWidget,
    )
    note = forms.CharField(
        label=_("Internal note"),
        max_length=2000,
        required=False,
        help_text=_("Only staff read this."),
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 2}),
    )
    customer_note = forms.CharField(
        label=_("Note to the customer"),
        max_length=300,
        required=False,
        help_text=_("In the message about the refund."),
        widget=UnfoldAdminTextInputWidget(attrs={"autocomplete": "off"}),
    )

    def __init__(
        self, payment: Payment, policy: StoreCreditPolicy, lines: Sequence[LineLeft], data: Any = None
    ) -> None:
        initial = {"key": uuid4(), "what": LINES, "destination": Destination.WALLET}
        super().__init__(data, auto_id="id_credit_%s", initial=initial)
        self.payment, self.lines = payment, lines
        self.fields["amount"].widget.attrs["suffix"] = currency_name(payment.currency)
        self.fields["reason"].choices = _reasons(policy)  # type: ignore[attr-defined]
        for number, left in enumerate(lines):
            self.fields[f"line_{number}"] = _line_field(left)
        if lines:
            self.fields["amount"].help_text = gettext("If an amount is refunded, and not lines.")
        else:
            del self.fields["what"]
            self.fields["amount"].required = True
        if payment.part(TenderKind.CARD) is None:
            del self.fields["destination"]

    @property
    def line_fields(self) -> list[forms.BoundField]:
        return [self[f"line_{number}"] for number in range(len(self.lines))]

    def clean_amount(self) -> Money | None:
        text = self.cleaned_data["amount"].strip()
        if not text or self._is_for_lines:
            return None
        try:
            return require_positive(parse_money(text, self.payment.currency))
        except AmountError as error:
            raise forms.ValidationError(str(error)) from error

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if self._is_for_lines:
            if not self._wanted() and not any(name.startswith("line_") for name in self.errors):
                self.add_error("what", gettext("Say how many of which line go back."))
        elif data.get("amount") is None and "amount" not in self.errors:
            self.add_error("amount", gettext("Say how much goes back."))
        return dict(data)

    def request(self, actor_id: int) -> RefundRequest:
        """What the form asks for, as arguments of `request_refund`."""
        data = self.cleaned_data
        return RefundRequest(
            payment_id=self.payment.pk,
            reason=RefundReason(data["reason"]),
            destination=Destination(data.get("destination") or Destination.WALLET),
            requester_id=actor_id,
            amount=None if self._is_for_lines else data["amount"],
            lines=tuple(self._wanted()) if self._is_for_lines else (),
            waive_fees=data["waive_fees"],
            note=data["note"].strip(),
            customer_note=data["customer_note"].strip(),
            key=f"admin:{data['key']}",
        )

    def explain(self, error: WalletProjectError) -> None:
        """Say a refusal beside the field that it is about."""
        self.add_error(self._field_of(error), str(error))

    def explain_conflict(self) -> None:
        """The key belongs to something else: say so, and take a new one for the next attempt."""
        text = gettext("This form was sent before with other values. See the refunds, then send it again.")
        self.add_error(None, text)
        self.data = {**self.data.dict(), "key": str(uuid4())}  # type: ignore[attr-defined]

    @property
    def _is_for_lines(self) -> bool:
        return bool(self.lines) and self.cleaned_data.get("what", self.data.get("what")) != AMOUNT

    def _wanted(self) -> list[LineWanted]:
        wanted = []
        for number, left in enumerate(self.lines):
            quantity = int(self.cleaned_data.get(f"line_{number}") or 0)
            if quantity:
                wanted.append(LineWanted(left.line.reference, quantity=quantity))
        return wanted

    def _field_of(self, error: WalletProjectError) -> str | None:
        if isinstance(error, LineRefundedAlready):
            names = [left.line.description for left in self.lines]
            line = error.data["line"]
            return f"line_{names.index(line)}" if line in names else "what"
        if isinstance(error, RefundExceedsCaptured):
            return "what" if self._is_for_lines else "amount"
        return None


def _reasons(policy: StoreCreditPolicy) -> list[tuple[str, Any]]:
    """What the policy offers to customers, and goodwill; those that cost nothing say so."""
    offered = [one for one in RefundReason if one in policy.reasons or one == RefundReason.GOODWILL]
    free = gettext("%(reason)s (the return costs nothing)")
    words = [
        (one.value, free % {"reason": one.label} if one in policy.free_reasons else one.label)
        for one in offered
    ]
    return [("", gettext("Choose a reason")), *words]


def _line_field(left: LineLeft) -> forms.Field:
    words = {"line": left.line.description, "number": left.number, "amount": written(left.amount)}
    if left.line.is_delivery:
        return forms.BooleanField(
            label=gettext("%(line)s, %(amount)s") % words,
            required=False,
            disabled=not left.number,
            widget=CheckboxWidget,
        )
    return forms.IntegerField(
        label=left.line.description,
        required=False,
        min_value=0,
        max_value=left.number,
        disabled=not left.number,
        help_text=gettext("%(number)s left, %(amount)s") % words,
        error_messages={
            "max_value": gettext("Only %(number)s can still be refunded.") % words,
            "min_value": gettext("This can't be below zero."),
        },
        widget=UnfoldAdminTextInputWidget(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
