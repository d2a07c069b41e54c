"""What the API answers about rewards: money as money, points as whole numbers."""

from __future__ import annotations

from typing import Any

from djmoney.money import Money
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from rewards.api.fields import PointsField
from rewards.api.inputs import KINDS
from rewards.enums import AccrualStatus, ConversionTarget, LotSource, RewardDirection, RewardReason
from rewards.models import RewardWallet
from wallet_project.core.api.callers import reference_of
from wallet_project.core.api.fields import MoneyField, TimeField
from wallet_project.core.api.serializers import Output
from wallet_project.core.money import from_minor
from wallets.api.outputs import AdjustedOutput, StatementLineOutput


class ExpiringMoneyOutput(Output):
    amount = MoneyField()
    at = TimeField()


class ExpiringPointsOutput(Output):
    points = PointsField(read_only=True)
    at = TimeField()


class RewardWalletOutput(Output):
    """`available` can be spent now, `held` is reserved, `balance` is both. `pending` was earned and comes
    later. `expiring` is what goes next, unless it is spent before; `lots/` has the rest."""

    id = serializers.UUIDField()
    customer = serializers.SerializerMethodField()
    currency = serializers.CharField()
    balance = serializers.SerializerMethodField()
    held = MoneyField()
    available = serializers.SerializerMethodField()
    pending = MoneyField()
    expiring = serializers.SerializerMethodField()

    def get_customer(self, wallet: Any) -> str:
        return reference_of(wallet.customer)

    @extend_schema_field(MoneyField())
    def get_available(self, wallet: Any) -> dict[str, str]:
        return _written(usable(wallet))

    @extend_schema_field(MoneyField())
    def get_balance(self, wallet: Any) -> dict[str, str]:
        return _written(usable(wallet) + wallet.held)

    @extend_schema_field(ExpiringMoneyOutput(allow_null=True))
    def get_expiring(self, wallet: Any) -> Any:
        if wallet.expires_next is None:
            return None
        amount = from_minor(wallet.expiring_next, wallet.currency)
        return ExpiringMoneyOutput.written({"amount": amount, "at": wallet.expires_next})


class PointsOutput(Output):
    """`available` can be spent now, `held` is reserved, `balance` is both. `pending` were earned and come
    later. `expiring` are those that go next, unless they are spent before."""

    id = serializers.UUIDField()
    customer = serializers.SerializerMethodField()
    balance = serializers.SerializerMethodField()
    held = PointsField(read_only=True)
    available = PointsField(read_only=True, source="usable")
    pending = PointsField(read_only=True)
    expiring = serializers.SerializerMethodField()

    def get_customer(self, account: Any) -> str:
        return reference_of(account.customer)

    def get_balance(self, account: Any) -> int:
        return int((usable(account) + account.held).amount)

    @extend_schema_field(ExpiringPointsOutput(allow_null=True))
    def get_expiring(self, account: Any) -> Any:
        if account.expires_next is None:
            return None
        return ExpiringPointsOutput.written({"points": account.expiring_next, "at": account.expires_next})


class RewardStatementLineOutput(StatementLineOutput):
    """One movement of a reward wallet's available money."""


class PointsStatementLineOutput(StatementLineOutput):
    """One movement of available points."""

    amount = PointsField(read_only=True, help_text="Below zero for what went out.")  # type: ignore[assignment]
    balance_after = PointsField(read_only=True)  # type: ignore[assignment]


class RewardBalanceOutput(Output):
    """As it was booked: what had expired counts until it was taken out, which a worker does."""

    at = TimeField()
    balance = MoneyField()
    held = MoneyField()
    available = MoneyField()
    pending = MoneyField()


class PointsBalanceOutput(Output):
    """As it was booked: what had expired counts until it was taken out, which a worker does."""

    at = TimeField()
    balance = PointsField(read_only=True)
    held = PointsField(read_only=True)
    available = PointsField(read_only=True)
    pending = PointsField(read_only=True)


class Lot(Output):
    """What the lots of money and of points have in common."""

    id = serializers.UUIDField()
    source = serializers.ChoiceField(LotSource.choices)  # type: ignore[assignment]  # a field of the answer
    expires_at = TimeField(allow_null=True)
    reference = serializers.CharField()
    note = serializers.CharField(help_text="What the store wrote to the customer about it.")
    journal_entry = serializers.CharField(source="entry_id")
    created_at = TimeField()


class RewardLotOutput(Lot):
    """One credit: of `amount`, `remaining` is there still and `expired` is gone."""

    amount = MoneyField(source="money")
    remaining = MoneyField(source="left")
    expired = MoneyField(source="expired_money")


class PointsLotOutput(Lot):
    """One credit: of `points`, `remaining` are there still and `expired` are gone."""

    points = PointsField(read_only=True, source="amount")
    remaining = PointsField(read_only=True)
    expired = PointsField(read_only=True)


class RewardAdjustment(AdjustedOutput):
    """What adjustments of money and of points have in common."""

    direction = serializers.ChoiceField(RewardDirection.choices)
    reason = serializers.ChoiceField(RewardReason.choices)
    note = serializers.CharField()
    customer_note = serializers.CharField()
    expires_at = TimeField(allow_null=True)
    created_at = TimeField()


class RewardAdjustmentOutput(RewardAdjustment):
    reward_wallet = serializers.UUIDField(source="wallet_id")
    amount = MoneyField(source="money")


class PointsAdjustmentOutput(RewardAdjustment):
    points_account = serializers.UUIDField(source="wallet_id")
    points = PointsField(read_only=True, source="amount")


class ConversionQuoteOutput(Output):
    """`points` would become `value`, and `kept` points would be left. `wallet` is where it would go: a
    wallet or a reward wallet, as `target` says; null where the conversion opens it."""

    points = PointsField(read_only=True)
    value = MoneyField()
    kept = PointsField(read_only=True)
    target = serializers.ChoiceField(ConversionTarget.choices)
    wallet = serializers.UUIDField(allow_null=True)


class ConversionOutput(Output):
    """`points` became `value` in a wallet or reward wallet, as `target` says. It can't be undone."""

    id = serializers.UUIDField()
    points_account = serializers.UUIDField(source="account_id")
    points = PointsField(read_only=True)
    value = MoneyField(source="money")
    target = serializers.ChoiceField(ConversionTarget.choices)
    wallet = serializers.UUIDField(source="credited_id")
    journal_entry = serializers.CharField(source="entry_id")
    created_at = TimeField()


class AccrualOutput(Output):
    """What an activity earned in one unit: `points`, or reward money as `amount`; the other is null.
    `story` says in sentences how it came about."""

    id = serializers.UUIDField()
    reward_wallet = serializers.UUIDField(source="wallet_id", help_text="Of points, the points account.")
    points = serializers.SerializerMethodField()
    amount = serializers.SerializerMethodField()
    status = serializers.ChoiceField(AccrualStatus.choices)
    available_at = TimeField(source="matures_at", allow_null=True)
    story = serializers.ListField(child=serializers.CharField())

    @extend_schema_field(PointsField(read_only=True, allow_null=True))
    def get_points(self, accrual: Any) -> int | None:
        return accrual.amount if accrual.wallet.is_points else None

    @extend_schema_field(MoneyField(allow_null=True))
    def get_amount(self, accrual: Any) -> dict[str, str] | None:
        return None if accrual.wallet.is_points else _written(accrual.money)


class ActivityOutput(Output):
    """What a customer did, and what it `earned`: nothing, where no rule gives anything for it."""

    id = serializers.UUIDField()
    customer = serializers.CharField()
    kind = serializers.ChoiceField(KINDS)
    reference = serializers.CharField()
    amount = MoneyField(allow_null=True)
    earned = AccrualOutput(many=True)
    happened_at = TimeField()


def usable(wallet: RewardWallet) -> Money:
    """What can be spent of a wallet that was read `with_amounts`."""
    return from_minor(wallet.usable, wallet.currency)  # type: ignore[attr-defined]


def _written(amount: Money) -> dict[str, str]:
    return MoneyField().to_representation(amount)
