"""What the API answers about wallets."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from wallet_project.core.api.callers import reference_of
from wallet_project.core.api.fields import MoneyField, TimeField
from wallet_project.core.api.serializers import Output
from wallets.enums import (
    AdjustmentDirection,
    AdjustmentReason,
    ApprovalStatus,
    HoldStatus,
    TopUpMethod,
    TopUpStatus,
    WalletStatus,
)
from wallets.ledger.enums import EntryKind

DONE = "done"
# An approved one is booked, and done.
ADJUSTED = [DONE, *(one for one in ApprovalStatus.values if one != ApprovalStatus.APPROVED)]


class WalletOutput(Output):
    """`balance` is `available` and `held` together."""

    id = serializers.UUIDField()
    customer = serializers.SerializerMethodField()
    currency = serializers.CharField()
    status = serializers.ChoiceField(WalletStatus.choices)
    balance = MoneyField()
    held = MoneyField()
    available = MoneyField()

    def get_customer(self, wallet: Any) -> str:
        return reference_of(wallet.customer)


class StatementLineOutput(Output):
    """One movement of a wallet's available money."""

    id = serializers.CharField(source="entry_id")
    occurred_at = TimeField(source="posted_at")
    kind = serializers.ChoiceField(EntryKind.choices, source="story.kind")
    description = serializers.CharField(source="title")
    note = serializers.CharField(help_text="What the store wrote to the customer about it.")
    reference = serializers.CharField(source="story.reference")
    amount = MoneyField(help_text="Below zero for what went out.")
    balance_after = MoneyField()
    journal_entry = serializers.CharField(source="entry_id")


class BalanceOutput(Output):
    at = TimeField()
    balance = MoneyField()
    held = MoneyField()
    available = MoneyField()


class TopUpOutput(Output):
    """`checkout_url` is where the customer goes next; null where there is nothing for them to do."""

    id = serializers.UUIDField()
    wallet = serializers.UUIDField(source="wallet_id")
    amount = MoneyField()
    status = serializers.ChoiceField(TopUpStatus.choices)
    payment_method = serializers.SerializerMethodField()
    checkout_url = serializers.SerializerMethodField()
    failure = serializers.CharField(help_text="Why it failed, in words for the customer.")
    created_at = TimeField()

    def get_payment_method(self, top_up: Any) -> str:
        return str(top_up.saved_card_id or TopUpMethod.CHECKOUT)

    @extend_schema_field({"type": ["string", "null"], "format": "uri"})
    def get_checkout_url(self, top_up: Any) -> str | None:
        return (top_up.redirect_url or None) if top_up.is_waiting else None


class AdjustedOutput(Output):
    """`done`, or as `approval_required` says: it waits for a second person, who may refuse it."""

    id = serializers.UUIDField()
    status = serializers.SerializerMethodField()
    approval_required = serializers.SerializerMethodField()
    journal_entry = serializers.SerializerMethodField(help_text="Empty where nothing has moved.")
    decision_note = serializers.SerializerMethodField(help_text="Why the second person decided so.")

    @extend_schema_field(serializers.ChoiceField(ADJUSTED))
    def get_status(self, row: Any) -> str:
        return str(getattr(row, "status", DONE))

    def get_approval_required(self, row: Any) -> bool:
        return self.get_status(row) == ApprovalStatus.REQUESTED

    def get_journal_entry(self, row: Any) -> str:
        return str(getattr(row, "entry_id", ""))

    def get_decision_note(self, row: Any) -> str:
        return getattr(row, "decision_note", None) or ""


class AdjustmentOutput(AdjustedOutput):
    wallet = serializers.UUIDField(source="wallet_id")
    direction = serializers.ChoiceField(AdjustmentDirection.choices)
    amount = MoneyField()
    reason = serializers.ChoiceField(AdjustmentReason.choices)
    note = serializers.CharField()
    customer_note = serializers.CharField()
    reference = serializers.CharField()
    created_at = TimeField()


class SavedCardOutput(Output):
    id = serializers.UUIDField()
    brand = serializers.CharField()
    last4 = serializers.CharField()
    exp_month = serializers.IntegerField()
    exp_year = serializers.IntegerField()
    is_default = serializers.BooleanField()


class HoldOutput(Output):
    """`captured` is what was taken of it for good."""

    id = serializers.UUIDField()
    wallet = serializers.UUIDField(source="wallet_id")
    amount = MoneyField()
    captured = MoneyField()
    status = serializers.ChoiceField(HoldStatus.choices)
    reference = serializers.CharField()
    expires_at = TimeField(allow_null=True)
    created_at = TimeField()


class TransferOutput(Output):
    id = serializers.UUIDField()
    wallet = serializers.UUIDField(source="from_wallet_id")
    to_customer = serializers.SerializerMethodField()
    amount = MoneyField()
    note = serializers.CharField()
    journal_entry = serializers.CharField(source="entry_id")
    created_at = TimeField()

    def get_to_customer(self, transfer: Any) -> str:
        return reference_of(transfer.to_wallet.customer)
