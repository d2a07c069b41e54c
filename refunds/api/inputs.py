"""What the API takes about refunds."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from refunds.enums import Destination, RefundReason, RefundStatus
from wallet_project.core.api.fields import MoneyField, ReferenceField, TextField, TimeField
from wallet_project.core.api.serializers import Input, ListFilters

MOST_LINES = 500


class RefundLineInput(Input):
    """So many of a line, or so much of what it cost; without either, all that is left of it."""

    reference = TextField(max_length=100, help_text="The line's reference in the payment.")
    quantity = serializers.IntegerField(required=False, min_value=1, max_value=1_000_000)
    amount = MoneyField(required=False)


class RefundInput(Input):
    payment = serializers.UUIDField()
    amount = MoneyField(required=False, help_text="Either this, or lines.")
    lines = RefundLineInput(  # type: ignore[call-arg]  # options of the list
        many=True, required=False, max_length=MOST_LINES, allow_empty=False
    )
    reason = serializers.ChoiceField(RefundReason.choices)
    destination = serializers.ChoiceField(
        Destination.choices, help_text="Of the card part: reward and wallet money goes back where it was."
    )
    waive_fees = serializers.BooleanField(
        required=False, default=False, help_text="For the store: keep nothing for the return."
    )
    note = TextField(
        max_length=2000, required=False, allow_blank=True, default="", help_text="For the store."
    )
    customer_note = TextField(max_length=300, required=False, allow_blank=True, default="")

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        lines = attrs.setdefault("lines", [])
        if ("amount" in attrs) == bool(lines):
            message = _("Say either an amount or which lines of the order.")
            raise serializers.ValidationError({"amount": [message]}, code="contradictory")
        if len({line["reference"] for line in lines}) < len(lines):
            message = _("Two lines have the same reference.")
            raise serializers.ValidationError({"lines": [message]}, code="not_unique")
        return attrs


class RefundFilters(ListFilters):
    payment = serializers.UUIDField(required=False)
    customer = ReferenceField(required=False)
    status = serializers.ChoiceField(RefundStatus.choices, required=False)
    since = TimeField(required=False, help_text="Asked for at this instant or later.")
    until = TimeField(required=False, help_text="Asked for before this instant.")
