"""Looking at rewards from all sides, and asking for them in few words."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

from django.db import connection
from djmoney.money import Money

from rewards.enums import Activity
from rewards.models import (
    Accrual,
    CreditLot,
    LotConsumption,
    PointsConversion,
    RewardAdjustment,
    RewardHold,
    RewardWallet,
    Shortfall,
)
from rewards.services import Earning, book_accrual, capture_reward_hold, place_reward_hold
from rewards.verification import CHECKS
from tests.support.ledger import everything as ledger_state
from wallet_project.core.money import from_minor
from wallets.ledger import chart
from wallets.ledger.models import Posting
from wallets.ledger.verification import verify
from wallets.verification import checks_of

# A clock of the tests' own: years after any real one, so that nothing made now has expired by chance.
NOW = datetime(2040, 3, 1, 12, 0, tzinfo=UTC)

TABLES = (
    Accrual,
    CreditLot,
    LotConsumption,
    PointsConversion,
    RewardAdjustment,
    RewardHold,
    RewardWallet,
    Shortfall,
)


def after(days: float) -> datetime:
    """So many days later than `NOW`."""
    return NOW + timedelta(days=days)


def eur(amount: str | int) -> Money:
    return Money(amount, "EUR")


def pts(number: int) -> Money:
    return Money(number, "PTS")


def amounts(wallet: RewardWallet) -> tuple[str, str, str]:
    """Posted as available, held and pending, as plain numbers: `("50.00", "0.00", "0.00")`."""
    now = RewardWallet.objects.get(pk=wallet.pk)
    return str(now.posted.amount), str(now.held.amount), str(now.pending.amount)


def everything() -> tuple[Any, ...]:
    """What must be the same before and after a refusal: the ledger and all rows of rewards."""
    return ledger_state(), [list(table.objects.order_by("pk").values_list()) for table in TABLES]


def differences() -> set[str]:
    """Which of the rewards' checks find something."""
    return {finding.check for finding in verify(checks=checks_of(CHECKS)) if finding.differences}


def booked(account: chart.ChartAccount, currency: str = "EUR") -> str:
    """What stands on one of the store's own accounts; a credit is positive."""
    postings = Posting.objects.filter(account_id=chart.system_account(account, currency))
    return str(from_minor(sum(posting.amount for posting in postings), currency).amount)


def hold(wallet: RewardWallet, amount: str, **fields: Any) -> RewardHold:
    arguments = {"amount": Money(amount, wallet.currency), "key": uuid4().hex, "now": NOW}
    return place_reward_hold(wallet_id=wallet.pk, **arguments | fields)


def spend(wallet: RewardWallet, amount: str, **fields: Any) -> RewardHold:
    """Pay an order with so much of a reward wallet."""
    return capture_reward_hold(hold_id=hold(wallet, amount, **fields).pk, now=fields.get("now", NOW))


def earn(wallet: RewardWallet, amount: str, reference: str = "1000042", **fields: Any) -> Accrual:
    """Earn so much by a purchase: available at once, unless `days` says when."""
    days = fields.pop("days", None)
    arguments = {
        "customer_id": wallet.customer_id,
        "activity": Activity.PURCHASE,
        "reference": reference,
        "earning": Earning(Money(amount, wallet.currency), valid_days=fields.pop("valid_days", None)),
        "matures_at": None if days is None else after(days),
        "now": NOW,
    }
    return book_accrual(**arguments | fields)


def refused_by(action: Any) -> str:
    """The name of the constraint that refuses."""
    from django.db import IntegrityError, transaction

    try:
        with transaction.atomic():
            action()
            with connection.cursor() as cursor:
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    except IntegrityError as error:
        return str(error.__cause__.diag.constraint_name)  # type: ignore[union-attr]
    return "nothing"


def change(row: Any, **fields: Any) -> Any:
    """A change behind the services' back, to be done later."""
    return lambda: type(row).objects.filter(pk=row.pk).update(**fields)
