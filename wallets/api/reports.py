"""What the store owes, and whether its books agree, per currency and at any instant."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from itertools import groupby
from typing import Any

from rest_framework import serializers

from wallet_project.core.api.callers import Scope
from wallet_project.core.api.fields import MoneyField, TimeField
from wallet_project.core.api.operations import Call, operation
from wallet_project.core.api.serializers import Filters, Output
from wallet_project.core.api.views import ApiView
from wallet_project.core.money import zero
from wallets.api.examples import money
from wallets.ledger import queries
from wallets.ledger.enums import AccountType
from wallets.ledger.queries import Total

POINTS = "Points stand there as the currency `PTS`, without decimals."


class ReportFilters(Filters):
    at = TimeField(required=False, help_text="As it stood then, that instant included; now, if left out.")
    currency = serializers.CharField(required=False, max_length=3)


class TotalOutput(Output):
    """All accounts of one kind together."""

    code = serializers.CharField()
    type = serializers.ChoiceField(AccountType.choices)
    accounts = serializers.IntegerField()
    balance = MoneyField(help_text="What is owed, or earned, is above zero; what is had or spent, below.")


class LiabilityOfCurrencyOutput(Output):
    currency = serializers.CharField()
    total = MoneyField()
    accounts = TotalOutput(many=True)


class LiabilityOutput(Output):
    at = TimeField()
    currencies = LiabilityOfCurrencyOutput(many=True)


class TrialBalanceOfCurrencyOutput(Output):
    """`debits` and `credits` are equal, or the books do not agree."""

    currency = serializers.CharField()
    debits = MoneyField()
    credits = MoneyField()
    accounts = TotalOutput(many=True)


class TrialBalanceOutput(Output):
    at = TimeField()
    currencies = TrialBalanceOfCurrencyOutput(many=True)


def _total(code: str, kind: str, balance: str, accounts: int = 1) -> dict[str, Any]:
    return {"code": code, "type": kind, "accounts": accounts, "balance": money(balance)}


OWED = _total("customer_available", "liability", "120.00", 7)
LIABILITY = {
    "at": "2026-11-26T00:00:00Z",
    "currencies": [{"currency": "EUR", "total": money("120.00"), "accounts": [OWED]}],
}
TRIAL_BALANCE = {
    "at": "2026-11-26T00:00:00Z",
    "currencies": [
        {
            "currency": "EUR",
            "debits": money("120.00"),
            "credits": money("120.00"),
            "accounts": [_total("gateway_clearing", "asset", "-120.00"), OWED],
        }
    ],
}


class LiabilityReport(ApiView):
    @operation(
        "get_liability",
        "Get what the store owes its customers",
        scope=Scope.REPORTS_READ,
        filters=ReportFilters,
        answers=LiabilityOutput,
        example_answer=LIABILITY,
        description=f"In wallets and rewards, for each currency and kind of account. {POINTS}",
    )
    def get(self, call: Call) -> dict[str, Any]:
        return _report(call, queries.liability, _owed)


class TrialBalanceReport(ApiView):
    @operation(
        "get_trial_balance",
        "Get the trial balance",
        scope=Scope.REPORTS_READ,
        filters=ReportFilters,
        answers=TrialBalanceOutput,
        example_answer=TRIAL_BALANCE,
        description=f"The total of every kind of account; in each currency they sum to zero. {POINTS}",
    )
    def get(self, call: Call) -> dict[str, Any]:
        return _report(call, queries.trial_balance, _balance)


def _report(
    call: Call, read: Callable[..., list[Total]], sums: Callable[[str, list[Total]], dict[str, Any]]
) -> dict[str, Any]:
    at: datetime | None = call.filters.get("at")
    found = [
        {"currency": currency, "accounts": totals, **sums(currency, totals)}
        for currency, totals in _by_currency(read(at=at))
        if currency == call.filters.get("currency", currency)
    ]
    return {"at": at or call.now, "currencies": found}


def _by_currency(totals: Iterable[Total]) -> list[tuple[str, list[Total]]]:
    return [(key, list(group)) for key, group in groupby(totals, lambda one: str(one.balance.currency))]


def _owed(currency: str, totals: list[Total]) -> dict[str, Any]:
    return {"total": sum((one.balance for one in totals), start=zero(currency))}


def _balance(currency: str, totals: list[Total]) -> dict[str, Any]:
    balances = [one.balance for one in totals]
    return {
        "debits": -sum((one for one in balances if one.amount < 0), start=zero(currency)),
        "credits": sum((one for one in balances if one.amount > 0), start=zero(currency)),
    }
