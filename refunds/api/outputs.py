"""What the API answers about refunds, and about a payment with all of them."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from refunds.enums import AllocationStatus, Destination, RefundReason, RefundStatus, Target
from refunds.queries import left_to_refund, tenders_of
from wallet_project.checkout.api.outputs import PaymentOutput
from wallet_project.checkout.enums import TenderKind
from wallet_project.core.api.callers import reference_of
from wallet_project.core.api.fields import MoneyField, TimeField
from wallet_project.core.api.serializers import Output


class RefundPartOutput(Output):
    """What of a refund went back to one tender. The customer gets `amount` less `fee`, and `bonus`."""

    tender = serializers.ChoiceField(TenderKind.choices, source="tender.kind")
    target = serializers.ChoiceField(Target.choices)
    status = serializers.ChoiceField(AllocationStatus.choices)
    amount = MoneyField()
    fee = MoneyField()
    bonus = MoneyField()
    failure = serializers.CharField()


class RefundLineOutput(Output):
    reference = serializers.CharField()
    description = serializers.CharField()
    quantity = serializers.IntegerField()
    amount = MoneyField()


class RefundOutput(Output):
    """`parts` are there once money has moved. `approval_required`: it waits for a second person."""

    id = serializers.UUIDField()
    payment = serializers.UUIDField(source="payment_id")
    order_reference = serializers.CharField(source="payment.order_reference")
    customer = serializers.SerializerMethodField()
    status = serializers.ChoiceField(RefundStatus.choices)
    approval_required = serializers.SerializerMethodField()
    amount = MoneyField()
    fee = MoneyField(help_text="What the store keeps for the return.")
    bonus = MoneyField(help_text="What comes on top, for taking store credit.")
    reason = serializers.ChoiceField(RefundReason.choices)
    destination = serializers.ChoiceField(Destination.choices)
    parts = RefundPartOutput(many=True, source="allocations.all")
    lines = RefundLineOutput(many=True, source="lines.all")
    customer_note = serializers.CharField()
    decision_note = serializers.CharField()
    failure = serializers.CharField()
    created_at = TimeField()
    expires_at = TimeField(allow_null=True, help_text="Until when it is to be decided, if it waits.")
    decided_at = TimeField(allow_null=True)
    settled_at = TimeField(allow_null=True)

    def get_customer(self, refund: Any) -> str:
        return reference_of(refund.customer)

    def get_approval_required(self, refund: Any) -> bool:
        return bool(refund.status == RefundStatus.REQUESTED)


class RefundableTenderOutput(Output):
    kind = serializers.ChoiceField(TenderKind.choices)
    amount = MoneyField()


class RefundableOutput(Output):
    """What can still be asked for, and what each tender has left; requests that wait are taken off the
    sum alone."""

    amount = MoneyField()
    tenders = RefundableTenderOutput(many=True)


class PaidLineOutput(Output):
    reference = serializers.CharField()
    description = serializers.CharField()
    product = serializers.CharField()
    category = serializers.CharField()
    quantity = serializers.IntegerField()
    amount = MoneyField()
    is_delivery = serializers.BooleanField()


class PaymentDetailOutput(PaymentOutput):
    """A payment with its lines, as they were sent, and its refunds, the newest first."""

    lines = PaidLineOutput(many=True, source="lines.all")
    refunds = RefundOutput(many=True, source="refunds.all")
    refundable = serializers.SerializerMethodField()

    @extend_schema_field(RefundableOutput)
    def get_refundable(self, payment: Any) -> Any:
        left = [{"kind": one.kind, "amount": one.left} for one in tenders_of(payment) if one.left.amount > 0]
        return RefundableOutput.written({"amount": left_to_refund(payment), "tenders": left})
