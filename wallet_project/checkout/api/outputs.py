"""What the API answers about payments."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from rewards.caps import CapReason
from wallet_project.checkout.enums import PaymentStatus, TenderKind, TenderStatus
from wallet_project.core.api.callers import reference_of
from wallet_project.core.api.fields import MoneyField, TimeField
from wallet_project.core.api.serializers import Output


class PlannedTenderOutput(Output):
    kind = serializers.ChoiceField(TenderKind.choices)
    amount = MoneyField()


class RewardCapOutput(Output):
    """How much reward money the order may use, and which of the store's limits decides."""

    amount = MoneyField()
    reason = serializers.ChoiceField([reason.value for reason in CapReason])
    eligible = MoneyField(help_text="The part of the order that reward money may pay at all.")
    excluded = MoneyField()


class QuoteOutput(Output):
    """How a total would be paid. `card` is what is left for the card, zero for nothing."""

    total = MoneyField()
    tenders = PlannedTenderOutput(many=True)
    reward_cap = RewardCapOutput(source="cap")
    reward_available = MoneyField()
    reward_after = MoneyField()
    wallet_available = MoneyField()
    wallet_after = MoneyField()
    card = MoneyField()
    note = serializers.CharField(source="wallet_note", help_text="Why wallet and rewards can't pay, if so.")


class TenderOutput(Output):
    kind = serializers.ChoiceField(TenderKind.choices)
    status = serializers.ChoiceField(TenderStatus.choices)
    amount = MoneyField()
    captured = MoneyField()
    refunded = MoneyField()


class CardOutput(Output):
    """`checkout_url` is where the customer goes now; null where there is nothing for them to do."""

    checkout_url = serializers.URLField(allow_null=True)
    failure = serializers.CharField(help_text="Why the card did not pay, in words for the customer.")


class PaymentOutput(Output):
    """`card` is null where no card pays a part."""

    id = serializers.UUIDField()
    customer = serializers.SerializerMethodField()
    order_reference = serializers.CharField()
    status = serializers.ChoiceField(PaymentStatus.choices)
    total = MoneyField()
    captured = MoneyField()
    refunded = MoneyField()
    tenders = TenderOutput(many=True, source="parts")
    card = CardOutput(source="card_state", allow_null=True)
    failure = serializers.CharField(help_text="Why it failed, in words for the customer.")
    created_at = TimeField()
    settled_at = TimeField(allow_null=True)

    def get_customer(self, payment: Any) -> str:
        return reference_of(payment.customer)
