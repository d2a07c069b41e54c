"""What the API takes about wallets."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from wallet_project.core.api.fields import MoneyField, ReferenceField, ReturnUrlField, TextField, TimeField
from wallet_project.core.api.serializers import Filters, Input, ListFilters, PeriodFilters
from wallets.enums import AdjustmentReason, ApprovalStatus, HoldStatus, TopUpStatus, WalletStatus
from wallets.ledger.enums import EntryKind

# A rescue is decided about a payment, and books it elsewhere.
REASONS = [choice for choice in AdjustmentReason.choices if choice[0] != AdjustmentReason.RESCUE]
LONGEST_HOLD = timedelta(days=31)
USUAL_HOLD = timedelta(days=7)
CHECKOUT = "checkout"


class WalletFilters(ListFilters):
    customer = ReferenceField(required=False)
    currency = serializers.CharField(required=False, max_length=3)
    status = serializers.ChoiceField(WalletStatus.choices, required=False)


class StatementFilters(ListFilters):
    kind = serializers.ChoiceField(EntryKind.choices, required=False)
    since = TimeField(required=False, help_text="This instant included.")
    until = TimeField(required=False, help_text="This instant not included.")
    reference = serializers.CharField(required=False, max_length=100)


class BalanceFilters(Filters):
    at = TimeField(required=False, help_text="Now, if it is left out.")


class TopUpFilters(PeriodFilters):
    status = serializers.ChoiceField(TopUpStatus.choices, required=False)


class TopUpInput(Input):
    amount = MoneyField()
    payment_method = TextField(max_length=100, help_text="`checkout`, or the id of a saved card.")
    return_url = ReturnUrlField(
        help_text="Where the customer goes after paying; `{top_up}` becomes the top-up's id."
    )
    save_card = serializers.BooleanField(default=False, help_text="Keep the card, if they pay by one.")


class AdjustmentInput(Input):
    amount = MoneyField()
    reason = serializers.ChoiceField(REASONS)
    note = TextField(
        max_length=2000, required=False, allow_blank=True, default="", help_text="For the store."
    )
    customer_note = TextField(
        max_length=300,
        required=False,
        allow_blank=True,
        default="",
        help_text="For the customer, in the message.",
    )
    reference = TextField(max_length=100, required=False, allow_blank=True, default="")


class AdjustmentFilters(PeriodFilters):
    status = serializers.ChoiceField(
        [one for one in ApprovalStatus.choices if one[0] != ApprovalStatus.APPROVED], required=False
    )


class ReasonInput(Input):
    reason = TextField(max_length=300)


class HoldInput(Input):
    wallet = serializers.UUIDField()
    amount = MoneyField()
    reference = TextField(
        max_length=100, required=False, allow_blank=True, default="", help_text="An order, say."
    )
    expires_at = TimeField(required=False, help_text="A week from now, if it is left out; at most 31 days.")

    def validate_expires_at(self, value: Any) -> Any:
        now = timezone.now()
        if not now < value <= now + LONGEST_HOLD:
            raise serializers.ValidationError(_("A hold ends within 31 days from now."), code="out_of_range")
        return value


class HoldFilters(PeriodFilters):
    customer = ReferenceField(required=False)
    wallet = serializers.UUIDField(required=False)
    status = serializers.ChoiceField(HoldStatus.choices, required=False)


class CaptureInput(Input):
    amount = MoneyField(
        required=False, help_text="All that is held, if it is left out. The rest is released."
    )


class TransferInput(Input):
    wallet = serializers.UUIDField(help_text="From where.")
    to_customer = ReferenceField()
    amount = MoneyField()
    note = TextField(
        max_length=140, required=False, allow_blank=True, default="", help_text="For the recipient."
    )
