"""Reward wallets over REST: what they hold, what happened in them, and what the store does with them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from djmoney.money import Money

from rewards.api import examples, inputs, outputs
from rewards.enums import POINTS, RewardDirection
from rewards.models import CreditLot, RewardWallet
from rewards.queries import rewards_at, with_amounts
from rewards.services import request_reward_adjustment
from rewards.statements import history_of
from wallet_project.core.api.answers import Answer
from wallet_project.core.api.callers import Scope, customer_named, for_caller, one_for_caller
from wallet_project.core.api.operations import Call, operation
from wallet_project.core.api.pages import Page, page_by_key
from wallet_project.core.api.views import ApiView
from wallets.api.examples import AMOUNT_CODES
from wallets.api.inputs import BalanceFilters, StatementFilters
from wallets.api.views import WAITS, adjusted, statement

REWARD_WALLET = _("reward wallet")
CHANGES = ("currency_mismatch", "permission_denied", *AMOUNT_CODES)


class RewardWalletList(ApiView):
    @operation(
        "list_reward_wallets",
        "List reward wallets",
        scope=Scope.WALLETS_READ,
        customers=True,
        filters=inputs.RewardWalletFilters,
        answers=outputs.RewardWalletOutput,
        listed=True,
    )
    def get(self, call: Call) -> Page:
        rows = reward_wallets(call)
        if "currency" in call.filters:
            rows = rows.filter(currency=call.filters["currency"])
        return wallets_page(call, rows)


class RewardWalletDetail(ApiView):
    @operation(
        "get_reward_wallet",
        "Get a reward wallet",
        scope=Scope.WALLETS_READ,
        customers=True,
        answers=outputs.RewardWalletOutput,
        example_answer=examples.REWARD_WALLET,
    )
    def get(self, call: Call, wallet_id: UUID) -> RewardWallet:
        return own(call, reward_wallets(call), wallet_id)


class RewardWalletStatement(ApiView):
    @operation(
        "get_reward_wallet_statement",
        "List the movements of a reward wallet",
        scope=Scope.WALLETS_READ,
        customers=True,
        filters=StatementFilters,
        answers=outputs.RewardStatementLineOutput,
        listed=True,
    )
    def get(self, call: Call, wallet_id: UUID) -> Page:
        return statement(call, history_of(own(call, reward_wallets(call), wallet_id)))


class RewardWalletBalance(ApiView):
    @operation(
        "get_reward_wallet_balance",
        "Get the balance of a reward wallet at an instant",
        scope=Scope.WALLETS_READ,
        customers=True,
        filters=BalanceFilters,
        answers=outputs.RewardBalanceOutput,
    )
    def get(self, call: Call, wallet_id: UUID) -> Any:
        wallet = own(call, reward_wallets(call), wallet_id)
        return rewards_at(wallet, at=call.filters.get("at") or call.now)


class RewardWalletLots(ApiView):
    @operation(
        "list_reward_lots",
        "List the credits of a reward wallet, with what is left of each",
        scope=Scope.WALLETS_READ,
        customers=True,
        filters=inputs.LotFilters,
        answers=outputs.RewardLotOutput,
        listed=True,
    )
    def get(self, call: Call, wallet_id: UUID) -> Page:
        return lots_page(call, own(call, reward_wallets(call), wallet_id))


class RewardWalletCredits(ApiView):
    @operation(
        "credit_reward_wallet",
        "Credit a reward wallet by hand",
        scope=Scope.REWARDS_WRITE,
        takes=inputs.RewardCreditInput,
        answers=outputs.RewardAdjustmentOutput,
        status=201,
        other_status=202,
        moves_money=True,
        codes=CHANGES,
        example=examples.CREDIT,
        description=WAITS,
    )
    def post(self, call: Call, wallet_id: UUID) -> Answer:
        wallet = own(call, reward_wallets(call), wallet_id)
        return adjust(call, wallet, RewardDirection.CREDIT, call.data["amount"])


class RewardWalletDebits(ApiView):
    @operation(
        "debit_reward_wallet",
        "Debit a reward wallet by hand",
        scope=Scope.REWARDS_WRITE,
        takes=inputs.RewardDebitInput,
        answers=outputs.RewardAdjustmentOutput,
        status=201,
        other_status=202,
        moves_money=True,
        codes=("insufficient_funds", *CHANGES),
        example=examples.DEBIT,
        description=f"It takes what expires soonest. {WAITS}",
    )
    def post(self, call: Call, wallet_id: UUID) -> Answer:
        wallet = own(call, reward_wallets(call), wallet_id)
        return adjust(call, wallet, RewardDirection.DEBIT, call.data["amount"])


def reward_wallets(call: Call) -> QuerySet[RewardWallet]:
    """The reward wallets, no points accounts, with what is shown of them."""
    return with_amounts(RewardWallet.objects.exclude(currency=POINTS), now=call.now)


def wallets_page(call: Call, rows: QuerySet[RewardWallet]) -> Page:
    """A page of those that the caller may see, of one customer if the filter says so."""
    if "customer" in call.filters:
        rows = rows.filter(customer_named(call.filters["customer"], "customer__"))
    return page_by_key(for_caller(rows, call.caller), call.page)


def own(call: Call, rows: QuerySet[RewardWallet], wallet_id: UUID) -> RewardWallet:
    """The one of these rows, if the caller may see it. Raises `NotFound`."""
    return one_for_caller(rows, call.caller, REWARD_WALLET, pk=wallet_id)


def lots_page(call: Call, wallet: RewardWallet) -> Page:
    """A page of a wallet's lots, as `inputs.LotFilters` wants it."""
    rows = CreditLot.objects.filter(wallet=wallet).select_related("wallet")
    if "source" in call.filters:
        rows = rows.filter(source=call.filters["source"])
    if "usable" in call.filters:
        usable = rows.filter(remaining__gt=0).exclude(expires_at__lte=call.now)
        rows = usable if call.filters["usable"] else rows.exclude(pk__in=usable.values("pk"))
    return page_by_key(rows, call.page)


def adjust(call: Call, wallet: RewardWallet, direction: RewardDirection, amount: Money) -> Answer:
    """Credit or debit it as the body says."""
    names = ("reason", "note", "customer_note", "expires_at")
    made = request_reward_adjustment(
        wallet_id=wallet.pk,
        direction=direction,
        amount=amount,
        key=call.key,
        actor_id=call.caller.actor_id,
        key_line=call.caller.key_line,
        now=call.now,
        **{name: call.data[name] for name in names if name in call.data},
    )
    return adjusted(made)
