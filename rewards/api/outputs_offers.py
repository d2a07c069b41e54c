"""What the API answers about offers, vouchers and scratch cards."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from rewards.api.fields import PointsField
from rewards.enums import OfferKind, ScratchCardStatus, VoucherStatus
from wallet_project.core.api.callers import reference_of
from wallet_project.core.api.fields import MoneyField, TimeField
from wallet_project.core.api.serializers import Output


class Reduction(Output):
    """What is taken off an order, once: `amount`, or `percent` but at most `most`, or one `product`."""

    gives = serializers.CharField(help_text="The same in words.")
    kind = serializers.ChoiceField(OfferKind.choices)
    currency = serializers.CharField(help_text="Of the orders that it is for.")
    amount = MoneyField(source="rule.amount", allow_null=True)
    percent = serializers.DecimalField(5, 2, allow_null=True)
    most = MoneyField(source="rule.most", allow_null=True)
    product = serializers.CharField()
    minimum_order = MoneyField(source="minimum_money", allow_null=True)


class OfferOutput(Reduction):
    """A voucher that costs `points`. Of a customer, `missing` are the points that they lack, and `problem`
    says why they can't have it at all; both are null where none was named."""

    id = serializers.UUIDField()
    title = serializers.CharField()
    text = serializers.CharField()
    points = PointsField(read_only=True)
    left = serializers.IntegerField(allow_null=True, help_text="How many there are; null: no limit.")
    tier = serializers.CharField(help_text="For customers of this tier on; empty for everybody.")
    valid_days = serializers.IntegerField(allow_null=True, help_text="How long the voucher can be used.")
    ends_at = TimeField(allow_null=True)
    missing = PointsField(read_only=True, allow_null=True)
    problem = serializers.CharField(allow_null=True)


class VoucherOutput(Reduction):
    """`code` is for its owner: the store gets it once, when it redeems the offer, and null afterwards."""

    id = serializers.UUIDField()
    customer = serializers.SerializerMethodField()
    title = serializers.CharField()
    code = serializers.CharField(source="shown_code", allow_null=True)
    status = serializers.ChoiceField(VoucherStatus.choices)
    order_reference = serializers.CharField()
    expires_at = TimeField(allow_null=True)
    used_at = TimeField(allow_null=True)
    created_at = TimeField()

    def get_customer(self, voucher: Any) -> str:
        return reference_of(voucher.customer)


class RedemptionOutput(Output):
    """So many points became a voucher. It can't be undone."""

    id = serializers.UUIDField()
    offer = serializers.UUIDField(source="offer_id")
    points_account = serializers.UUIDField(source="account_id")
    points = PointsField(read_only=True)
    voucher = VoucherOutput()
    journal_entry = serializers.CharField(source="entry_id")
    created_at = TimeField()


class VoucherQuoteOutput(Output):
    """`discount` would be taken off the order, `shares` of it off each line."""

    voucher = VoucherOutput()
    discount = MoneyField()
    shares = serializers.ListField(child=MoneyField())


class ScratchCardOutput(Output):
    """`won` is null until the card is scratched; points are in the currency `PTS`."""

    id = serializers.UUIDField()
    customer = serializers.SerializerMethodField()
    game = serializers.CharField(source="game.name")
    status = serializers.ChoiceField(ScratchCardStatus.choices)
    reason = serializers.CharField(help_text="What it was given for.")
    reference = serializers.CharField()
    won = MoneyField(allow_null=True)
    journal_entry = serializers.CharField(source="entry_id", allow_null=True)
    expires_at = TimeField()
    scratched_at = TimeField(allow_null=True)
    created_at = TimeField()

    def get_customer(self, card: Any) -> str:
        return reference_of(card.customer)
