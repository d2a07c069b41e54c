"""What staff ask for above their limits: a wallet's money and rewards alike."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import uuid4

from djmoney.money import Money

from rewards.enums import RewardDirection, RewardReason
from rewards.models import RewardAdjustmentRequest
from rewards.queries import unexpired
from rewards.services import (
    approve_reward_adjustment,
    expire_reward_adjustment,
    reject_reward_adjustment,
    request_reward_adjustment,
)
from tests.factories.rewards import make_reward_wallet
from tests.factories.wallets import balances, make_staff, make_wallet
from wallets.enums import AdjustmentDirection, AdjustmentReason
from wallets.models import AdjustmentRequest
from wallets.services import approve_adjustment, expire_adjustment, reject_adjustment, request_adjustment


@dataclass(frozen=True)
class Kind:
    """One kind of money that staff adjust: its verbs, permissions and rows."""

    name: str
    model: Any
    adjust: str
    approve_permission: str
    make: Callable[..., Any]
    ask: Callable[..., Any]
    approve: Callable[..., Any]
    reject: Callable[..., Any]
    expire: Callable[..., Any]
    balance: Callable[[Any], str]
    constraints: str
    admin: str

    def requester(self, **fields: Any) -> Any:
        """Somebody whose role moves up to 100.00 alone."""
        return make_staff(self.adjust, **fields)

    def approver(self, **fields: Any) -> Any:
        return make_staff(self.approve_permission, **fields)


def _ask_money(wallet: Any, amount: str, actor: Any, **fields: Any) -> Any:
    return request_adjustment(**_asked(wallet, amount, actor, AdjustmentReason.GOODWILL, fields))


def _ask_rewards(wallet: Any, amount: str, actor: Any, **fields: Any) -> Any:
    return request_reward_adjustment(**_asked(wallet, amount, actor, RewardReason.GOODWILL, fields))


def _asked(wallet: Any, amount: str, actor: Any, reason: str, fields: dict[str, Any]) -> dict[str, Any]:
    usual = {
        "wallet_id": wallet.pk,
        "direction": AdjustmentDirection.CREDIT,
        "amount": Money(amount, wallet.currency),
        "reason": reason,
        "key": uuid4().hex,
        "actor_id": actor.pk,
    }
    return {**usual, **fields}


def _spendable(wallet: Any) -> str:
    from django.utils import timezone

    now: datetime = timezone.now()
    minor = sum(one.amount for one in unexpired(wallet, now=now))
    return f"{minor / 100:.2f}"


WALLETS = Kind(
    name="wallets",
    model=AdjustmentRequest,
    adjust="wallets.adjust_wallet",
    approve_permission="wallets.approve_adjustment",
    make=make_wallet,
    ask=_ask_money,
    approve=approve_adjustment,
    reject=reject_adjustment,
    expire=expire_adjustment,
    balance=lambda wallet: balances(wallet)[0],
    constraints="adjustment_request",
    admin="wallets_adjustmentrequest",
)
REWARDS = Kind(
    name="rewards",
    model=RewardAdjustmentRequest,
    adjust="rewards.adjust_rewards",
    approve_permission="rewards.approve_reward_adjustment",
    make=make_reward_wallet,
    ask=_ask_rewards,
    approve=approve_reward_adjustment,
    reject=reject_reward_adjustment,
    expire=expire_reward_adjustment,
    balance=_spendable,
    constraints="reward_request",
    admin="rewards_rewardadjustmentrequest",
)
KINDS = (WALLETS, REWARDS)
DEBIT = RewardDirection.DEBIT
