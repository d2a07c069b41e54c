"""The chart of accounts: the closed list of account codes.

A system account's id follows from its code and currency, so that no posting has to look it up:
`number * 1000 + ISO 4217 number`. Customers' accounts get ids from 1,000,000 up.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import moneyed
from django.db import connection

from wallets.ledger.enums import AccountType, NormalSide


@dataclass(frozen=True, slots=True)
class ChartAccount:
    """One kind of account. Guarded kinds exist once per wallet, the others once per currency."""

    number: int
    code: str
    type: AccountType
    guarded: bool = False

    @property
    def normal_side(self) -> NormalSide:
        debit = self.type in {AccountType.ASSET, AccountType.EXPENSE}
        return NormalSide.DEBIT if debit else NormalSide.CREDIT


GATEWAY_CLEARING = ChartAccount(101, "gateway_clearing", AccountType.ASSET)
CUSTOMER_AVAILABLE = ChartAccount(201, "customer_available", AccountType.LIABILITY, guarded=True)
CUSTOMER_HELD = ChartAccount(202, "customer_held", AccountType.LIABILITY, guarded=True)
REWARD_AVAILABLE = ChartAccount(203, "reward_available", AccountType.LIABILITY, guarded=True)
REWARD_HELD = ChartAccount(204, "reward_held", AccountType.LIABILITY, guarded=True)
REWARD_PENDING = ChartAccount(205, "reward_pending", AccountType.LIABILITY, guarded=True)
POINTS_AVAILABLE = ChartAccount(206, "points_available", AccountType.LIABILITY, guarded=True)
POINTS_HELD = ChartAccount(207, "points_held", AccountType.LIABILITY, guarded=True)
POINTS_PENDING = ChartAccount(208, "points_pending", AccountType.LIABILITY, guarded=True)
SALES = ChartAccount(401, "sales", AccountType.INCOME)
BREAKAGE = ChartAccount(402, "breakage", AccountType.INCOME)
STORE_CREDIT_GRANTED = ChartAccount(501, "store_credit_granted", AccountType.EXPENSE)
DISPUTE_LOSSES = ChartAccount(502, "dispute_losses", AccountType.EXPENSE)
REWARDS_GRANTED = ChartAccount(503, "rewards_granted", AccountType.EXPENSE)

CHART: tuple[ChartAccount, ...] = (
    GATEWAY_CLEARING,
    CUSTOMER_AVAILABLE,
    CUSTOMER_HELD,
    REWARD_AVAILABLE,
    REWARD_HELD,
    REWARD_PENDING,
    POINTS_AVAILABLE,
    POINTS_HELD,
    POINTS_PENDING,
    SALES,
    BREAKAGE,
    STORE_CREDIT_GRANTED,
    DISPUTE_LOSSES,
    REWARDS_GRANTED,
)
BY_CODE = {account.code: account for account in CHART}


def currency_number(currency: str) -> int:
    """The ISO 4217 number of a currency; 0 for points."""
    numeric = moneyed.get_currency(currency).numeric
    return int(numeric) if numeric and numeric.isdigit() else 0


def system_account(account: ChartAccount, currency: str) -> int:
    """The id of the store's own account of this kind in this currency."""
    if account.guarded:
        raise ValueError(f"{account.code} is a customer's account; it has no fixed id.")
    return account.number * 1000 + currency_number(currency)


def ensure_system_accounts(currencies: Iterable[str]) -> None:
    """Open the store's own accounts in these currencies. Safe to repeat."""
    rows = [
        (system_account(account, currency), account.code, currency, account.type.value)
        for currency in currencies
        for account in CHART
        if not account.guarded
    ]
    with connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO ledger_account (id, code, currency, type, guarded) VALUES (%s, %s, %s, %s, false)"
            " ON CONFLICT DO NOTHING",
            rows,
        )
