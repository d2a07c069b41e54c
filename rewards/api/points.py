"""Points over REST, as whole numbers."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from rewards.api import examples, inputs, outputs
from rewards.api.wallets import CHANGES, adjust, lots_page, own, wallets_page
from rewards.enums import POINTS, RewardDirection
from rewards.models import RewardWallet
from rewards.queries import rewards_at, with_amounts
from rewards.statements import history_of
from wallet_project.core.api.answers import Answer
from wallet_project.core.api.callers import Scope
from wallet_project.core.api.operations import Call, operation
from wallet_project.core.api.pages import Page
from wallet_project.core.api.views import ApiView
from wallet_project.core.money import from_minor
from wallets.api.inputs import BalanceFilters, StatementFilters
from wallets.api.views import WAITS, statement


class PointsList(ApiView):
    @operation(
        "list_points_accounts",
        "List points accounts",
        scope=Scope.WALLETS_READ,
        customers=True,
        filters=inputs.PointsFilters,
        answers=outputs.PointsOutput,
        listed=True,
    )
    def get(self, call: Call) -> Page:
        return wallets_page(call, accounts(call))


class PointsDetail(ApiView):
    @operation(
        "get_points_account",
        "Get a points account",
        scope=Scope.WALLETS_READ,
        customers=True,
        answers=outputs.PointsOutput,
        example_answer=examples.POINTS,
    )
    def get(self, call: Call, account_id: UUID) -> RewardWallet:
        return own(call, accounts(call), account_id)


class PointsStatement(ApiView):
    @operation(
        "get_points_statement",
        "List the movements of points",
        scope=Scope.WALLETS_READ,
        customers=True,
        filters=StatementFilters,
        answers=outputs.PointsStatementLineOutput,
        listed=True,
    )
    def get(self, call: Call, account_id: UUID) -> Page:
        return statement(call, history_of(own(call, accounts(call), account_id)))


class PointsBalance(ApiView):
    @operation(
        "get_points_balance",
        "Get the balance of a points account at an instant",
        scope=Scope.WALLETS_READ,
        customers=True,
        filters=BalanceFilters,
        answers=outputs.PointsBalanceOutput,
    )
    def get(self, call: Call, account_id: UUID) -> Any:
        account = own(call, accounts(call), account_id)
        return rewards_at(account, at=call.filters.get("at") or call.now)


class PointsLots(ApiView):
    @operation(
        "list_points_lots",
        "List the credits of a points account, with what is left of each",
        scope=Scope.WALLETS_READ,
        customers=True,
        filters=inputs.LotFilters,
        answers=outputs.PointsLotOutput,
        listed=True,
    )
    def get(self, call: Call, account_id: UUID) -> Page:
        return lots_page(call, own(call, accounts(call), account_id))


class PointsCredits(ApiView):
    @operation(
        "credit_points",
        "Credit points by hand",
        scope=Scope.REWARDS_WRITE,
        takes=inputs.PointsCreditInput,
        answers=outputs.PointsAdjustmentOutput,
        status=201,
        other_status=202,
        moves_money=True,
        codes=CHANGES,
        example=examples.POINTS_CREDIT,
        description=WAITS,
    )
    def post(self, call: Call, account_id: UUID) -> Answer:
        return _adjust(call, account_id, RewardDirection.CREDIT)


class PointsDebits(ApiView):
    @operation(
        "debit_points",
        "Debit points by hand",
        scope=Scope.REWARDS_WRITE,
        takes=inputs.PointsDebitInput,
        answers=outputs.PointsAdjustmentOutput,
        status=201,
        other_status=202,
        moves_money=True,
        codes=("insufficient_funds", *CHANGES),
        example=examples.POINTS_DEBIT,
        description=f"It takes what expires soonest. {WAITS}",
    )
    def post(self, call: Call, account_id: UUID) -> Answer:
        return _adjust(call, account_id, RewardDirection.DEBIT)


def accounts(call: Call) -> QuerySet[RewardWallet]:
    """The points accounts, with what is shown of them."""
    return with_amounts(RewardWallet.objects.filter(currency=POINTS), now=call.now)


def _adjust(call: Call, account_id: UUID, direction: RewardDirection) -> Answer:
    account = own(call, accounts(call), account_id)
    return adjust(call, account, direction, from_minor(call.data["points"], POINTS))
