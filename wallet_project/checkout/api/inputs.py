"""What the API takes about payments."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from djmoney.money import Money
from rest_framework import serializers

from wallet_project.checkout.enums import PaymentStatus
from wallet_project.core.api.fields import MoneyField, ReferenceField, ReturnUrlField, TextField, TimeField
from wallet_project.core.api.serializers import Input, ListFilters
from wallet_project.core.money import zero

MOST_LINES = 500
LARGEST_QUANTITY = 1_000_000
CHECKOUT = "checkout"


class LineInput(Input):
    """A line of the order. `product` and `category` are the shop's own names of them."""

    reference = TextField(
        max_length=100, required=False, help_text="For refunds; the line's number in the list, if left out."
    )
    description = TextField(max_length=200, required=False, allow_blank=True, default="")
    product = TextField(max_length=100, required=False, allow_blank=True, default="")
    category = TextField(max_length=100, required=False, allow_blank=True, default="")
    quantity = serializers.IntegerField(required=False, min_value=1, max_value=LARGEST_QUANTITY, default=1)
    amount = MoneyField(help_text="What the line costs in sum.")
    is_delivery = serializers.BooleanField(
        required=False, default=False, help_text="Nothing comes back: no restocking fee on it."
    )


class QuoteInput(Input):
    customer = ReferenceField(required=False)
    total = MoneyField()
    lines = LineInput(  # type: ignore[call-arg]  # options of the list
        many=True,
        required=False,
        max_length=MOST_LINES,
        help_text="They decide how much reward money may be used, and what refunds of lines are of.",
    )
    use_reward = serializers.BooleanField(required=False, default=True)
    use_wallet = serializers.BooleanField(required=False, default=True)
    reward_amount = MoneyField(
        positive=False, required=False, help_text="As much as possible, if it is left out."
    )
    wallet_amount = MoneyField(
        positive=False, required=False, help_text="As much as possible, if it is left out."
    )
    has_coupon = serializers.BooleanField(required=False, default=False)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        lines = attrs.setdefault("lines", [])
        for number, line in enumerate(lines, start=1):
            line.setdefault("reference", str(number))
        _require_fitting(lines, attrs["total"])
        return attrs


class PaymentInput(QuoteInput):
    customer = ReferenceField()
    order_reference = TextField(max_length=100, help_text="The order's number in your shop.")
    capture = serializers.BooleanField(
        required=False,
        default=True,
        help_text="False only holds reward and wallet money, until it is captured or voided, for seven days"
        " at most. A card is always captured when it pays, so leave `return_url` out.",
    )
    payment_method = TextField(
        max_length=100,
        required=False,
        default=CHECKOUT,
        help_text="Who pays what rewards and wallet do not: `checkout`, or the id of a saved card.",
    )
    save_card = serializers.BooleanField(
        required=False, default=False, help_text="Keep the card, if they pay by one."
    )
    return_url = ReturnUrlField(
        required=False,
        help_text="Where the customer goes after paying by card; `{payment}` becomes the payment's id."
        " Without it no card pays: what rewards and wallet can't pay is refused.",
    )
    cancel_url = ReturnUrlField(required=False, help_text="Where they go instead if they turn back.")

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        attrs = super().validate(attrs)
        url = attrs.setdefault("return_url", "")
        attrs.setdefault("cancel_url", url)
        if url and not attrs["capture"]:
            message = _("A card is captured when it pays. To hold only, leave the address out.")
            raise serializers.ValidationError({"return_url": [message]}, code="contradictory")
        if not url and attrs["payment_method"] != CHECKOUT:
            message = _("The bank may want to see the customer: say where they go on afterwards.")
            raise serializers.ValidationError({"return_url": [message]}, code="required")
        return attrs


class PaymentCaptureInput(Input):
    amount = MoneyField(
        required=False, help_text="All that is held, if it is left out. The rest is released."
    )


class VoidInput(Input):
    reason = TextField(
        max_length=300, required=False, allow_blank=True, default="", help_text="For the customer, too."
    )


class PaymentFilters(ListFilters):
    customer = ReferenceField(required=False)
    order_reference = serializers.CharField(required=False, max_length=100)
    status = serializers.ChoiceField(PaymentStatus.choices, required=False)
    since = TimeField(required=False, help_text="Begun at this instant or later.")
    until = TimeField(required=False, help_text="Begun before this instant.")


def _require_fitting(lines: list[dict[str, Any]], total: Money) -> None:
    currency = str(total.currency)
    if len({line["reference"] for line in lines}) < len(lines):
        _refuse(_("Two lines have the same reference."), "not_unique")
    if any(str(line["amount"].currency) != currency for line in lines):
        _refuse(_("All lines are in the currency of the total."), "currency_mismatch")
    if sum((line["amount"] for line in lines), start=zero(currency)) > total:
        _refuse(_("The lines cost more than the total."), "amount_out_of_range")


def _refuse(message: Any, code: str) -> None:
    raise serializers.ValidationError({"lines": [message]}, code=code)
