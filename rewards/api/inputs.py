"""What the API takes about rewards."""

from __future__ import annotations

from types import MappingProxyType
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from djmoney.money import Money
from rest_framework import serializers

from rewards.api.fields import LaterField, PointsField
from rewards.enums import Activity, LotSource, RewardReason, ScratchCardStatus, VoucherStatus
from wallet_project.core.api.fields import MoneyField, ReferenceField, TextField
from wallet_project.core.api.serializers import Input, ListFilters, OfCustomer, PeriodFilters

# What the API calls an activity where it has a shorter name for it.
SHORT_NAMES = MappingProxyType({Activity.SOCIAL_SHARE: "share"})
ACTIVITIES = MappingProxyType({SHORT_NAMES.get(one, one.value): one for one in Activity})
KINDS = [(name, activity.label) for name, activity in ACTIVITIES.items()]
MOST_LINES = 200
PURCHASE_ONLY = ("amount", "paid_by_rewards", "lines", "has_coupon")


def name_of(activity: str) -> str:
    """What the API calls an activity."""
    return SHORT_NAMES.get(Activity(activity), activity)


class RewardWalletFilters(ListFilters):
    customer = ReferenceField(required=False)
    currency = serializers.CharField(required=False, max_length=3)


class PointsFilters(ListFilters):
    customer = ReferenceField(required=False)


class LotFilters(ListFilters):
    source = serializers.ChoiceField(LotSource.choices, required=False)  # type: ignore[assignment]  # a field
    usable = serializers.BooleanField(
        required=False, help_text="`true`: only what can be spent now; `false`: only what can't."
    )


class CustomerFilters(PeriodFilters):
    customer = ReferenceField(required=False)


class ActivityFilters(CustomerFilters):
    kind = serializers.ChoiceField(KINDS, required=False)
    reference = serializers.CharField(required=False, max_length=100)


class OfferFilters(ListFilters):
    customer = ReferenceField(required=False)


class VoucherFilters(CustomerFilters):
    status = serializers.ChoiceField(VoucherStatus.choices, required=False)


class CardFilters(CustomerFilters):
    status = serializers.ChoiceField(ScratchCardStatus.choices, required=False)


class RewardChange(Input):
    """What credits and debits of reward money and points have in common."""

    reason = serializers.ChoiceField(RewardReason.choices)
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


class RewardDebitInput(RewardChange):
    amount = MoneyField()


class RewardCreditInput(RewardDebitInput):
    expires_at = LaterField(required=False, help_text="It never expires, if this is left out.")


class PointsDebitInput(RewardChange):
    points = PointsField()


class PointsCreditInput(PointsDebitInput):
    expires_at = LaterField(required=False, help_text="They never expire, if this is left out.")


class ConversionQuoteInput(OfCustomer):
    points = PointsField()
    currency = TextField(required=False, max_length=3, help_text="The store's, if it is left out.")

    def validate_currency(self, value: str) -> str:
        if value not in settings.CURRENCIES:
            raise serializers.ValidationError(_("The store does not take this currency."), code="unknown")
        return value


class ConversionInput(ConversionQuoteInput):
    value = MoneyField(
        required=False, help_text="What the quote said. If it is something else by now, nothing is converted."
    )


class GoodsLineInput(Input):
    amount = MoneyField(help_text="Of all pieces of the line.")
    product = TextField(max_length=80, required=False, allow_blank=True, default="")
    category = TextField(max_length=80, required=False, allow_blank=True, default="")
    quantity = serializers.IntegerField(required=False, min_value=1, max_value=1_000_000, default=1)


class ActivityInput(Input):
    customer = ReferenceField()
    kind = serializers.ChoiceField(KINDS)
    reference = TextField(
        max_length=100, help_text="Names what was done, like an order's number: it earns once."
    )
    amount = MoneyField(required=False, help_text="Of a purchase: the order's total. Of nothing else.")
    paid_by_rewards = MoneyField(
        required=False, positive=False, help_text="So much of the total was paid with reward money."
    )
    lines = serializers.ListField(
        child=GoodsLineInput(), required=False, max_length=MOST_LINES, help_text="The goods of a purchase."
    )
    has_coupon = serializers.BooleanField(required=False, default=False)
    available_at = LaterField(
        required=False, help_text="When the time to return it is over. At once, if it is left out."
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if attrs["kind"] != Activity.PURCHASE:
            self._require_no_purchase(attrs)
        elif "amount" not in attrs:
            raise serializers.ValidationError(
                {"amount": [_("A purchase needs its amount.")]}, code="required"
            )
        else:
            self._require_parts(attrs)
        return attrs

    def _require_no_purchase(self, attrs: dict[str, Any]) -> None:
        named = [name for name in PURCHASE_ONLY if attrs.get(name)]
        if named:
            message = _("Only a purchase has this.")
            raise serializers.ValidationError({name: [message] for name in named})

    def _require_parts(self, attrs: dict[str, Any]) -> None:
        total: Money = attrs["amount"]
        parts = {"paid_by_rewards": [attrs["paid_by_rewards"]] if "paid_by_rewards" in attrs else []}
        parts["lines"] = [line["amount"] for line in attrs.get("lines", ())]
        for name, amounts in parts.items():
            if any(one.currency != total.currency for one in amounts):
                message = _("This is in another currency than the amount.")
                raise serializers.ValidationError({name: [message]}, code="currency_mismatch")
        if any(one > total for one in parts["paid_by_rewards"]):
            message = _("Rewards pay at most the whole order.")
            raise serializers.ValidationError({"paid_by_rewards": [message]}, code="amount_out_of_range")


class TakeBackInput(Input):
    customer = ReferenceField()
    kind = serializers.ChoiceField(KINDS)
    reference = TextField(max_length=100)


class ScratchCardInput(Input):
    customer = ReferenceField()
    game = serializers.UUIDField()
    reason = TextField(
        max_length=200, required=False, allow_blank=True, default="", help_text="The customer reads it."
    )
    reference = TextField(max_length=100, required=False, allow_blank=True, default="")


class VoucherQuoteInput(OfCustomer):
    code = TextField(max_length=40)
    lines = serializers.ListField(child=GoodsLineInput(), min_length=1, max_length=MOST_LINES)
