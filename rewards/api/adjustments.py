"""Credits and debits of rewards by hand over REST, once they are made: what became of them, and who
decides."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from rewards.api import outputs
from rewards.api.wallets import REWARD_WALLET
from rewards.enums import POINTS
from rewards.models import RewardAdjustment, RewardAdjustmentRequest, RewardWallet
from rewards.services import approve_reward_adjustment, reject_reward_adjustment
from wallet_project.core.api.callers import Scope
from wallet_project.core.api.decisions import DECISION_CODES, ApprovalInput, RejectionInput
from wallet_project.core.api.operations import Call, operation
from wallet_project.core.api.pages import Page
from wallet_project.core.api.views import ApiView
from wallet_project.core.exceptions import NotFound
from wallets.api.adjustments import DECIDED_BY, KEPT, STAYS, UNBOOKED, Adjustments
from wallets.api.inputs import AdjustmentFilters

ADJUSTMENTS = Adjustments(
    RewardAdjustment, RewardAdjustmentRequest, approve_reward_adjustment, reject_reward_adjustment
)
# A credit may have come to its last day while it waited.
APPROVAL_CODES = (*DECISION_CODES, "insufficient_funds", "amount_out_of_range")
APPROVAL, REJECTION = {"note": "Heard the call"}, {"reason": "They got a voucher for it"}


class RewardWalletAdjustmentList(ApiView):
    @operation(
        "list_reward_wallet_adjustments",
        "List the credits and debits of a reward wallet that wait, or were refused",
        scope=Scope.WALLETS_READ,
        filters=AdjustmentFilters,
        answers=outputs.RewardAdjustmentOutput,
        listed=True,
        description=UNBOOKED,
    )
    def get(self, call: Call, wallet_id: UUID) -> Page:
        return ADJUSTMENTS.unbooked(call, _of_money(wallet_id))


class RewardWalletAdjustment(ApiView):
    @operation(
        "get_reward_wallet_adjustment",
        "Get a credit or debit of a reward wallet by hand",
        scope=Scope.WALLETS_READ,
        answers=outputs.RewardAdjustmentOutput,
        description=KEPT,
    )
    def get(self, call: Call, wallet_id: UUID, adjustment_id: UUID) -> Any:
        return ADJUSTMENTS.find(_of_money(wallet_id), adjustment_id)


class RewardWalletAdjustmentApproval(ApiView):
    @operation(
        "approve_reward_wallet_adjustment",
        "Approve a credit or debit of a reward wallet that waits",
        scope=Scope.REWARDS_WRITE,
        staff=True,
        takes=ApprovalInput,
        answers=outputs.RewardAdjustmentOutput,
        moves_money=True,
        codes=APPROVAL_CODES,
        example=APPROVAL,
        description=f"{DECIDED_BY} {STAYS}",
    )
    def post(self, call: Call, wallet_id: UUID, adjustment_id: UUID) -> Any:
        return ADJUSTMENTS.approved(call, _of_money(wallet_id), adjustment_id)


class RewardWalletAdjustmentRejection(ApiView):
    @operation(
        "reject_reward_wallet_adjustment",
        "Reject a credit or debit of a reward wallet that waits",
        scope=Scope.REWARDS_WRITE,
        staff=True,
        takes=RejectionInput,
        answers=outputs.RewardAdjustmentOutput,
        moves_money=True,
        codes=DECISION_CODES,
        example=REJECTION,
        description=DECIDED_BY,
    )
    def post(self, call: Call, wallet_id: UUID, adjustment_id: UUID) -> Any:
        return ADJUSTMENTS.rejected(call, _of_money(wallet_id), adjustment_id)


class PointsAdjustmentList(ApiView):
    @operation(
        "list_points_adjustments",
        "List the credits and debits of points that wait, or were refused",
        scope=Scope.WALLETS_READ,
        filters=AdjustmentFilters,
        answers=outputs.PointsAdjustmentOutput,
        listed=True,
        description=UNBOOKED,
    )
    def get(self, call: Call, account_id: UUID) -> Page:
        return ADJUSTMENTS.unbooked(call, _of_points(account_id))


class PointsAdjustment(ApiView):
    @operation(
        "get_points_adjustment",
        "Get a credit or debit of points by hand",
        scope=Scope.WALLETS_READ,
        answers=outputs.PointsAdjustmentOutput,
        description=KEPT,
    )
    def get(self, call: Call, account_id: UUID, adjustment_id: UUID) -> Any:
        return ADJUSTMENTS.find(_of_points(account_id), adjustment_id)


class PointsAdjustmentApproval(ApiView):
    @operation(
        "approve_points_adjustment",
        "Approve a credit or debit of points that waits",
        scope=Scope.REWARDS_WRITE,
        staff=True,
        takes=ApprovalInput,
        answers=outputs.PointsAdjustmentOutput,
        moves_money=True,
        codes=APPROVAL_CODES,
        example=APPROVAL,
        description=f"{DECIDED_BY} {STAYS}",
    )
    def post(self, call: Call, account_id: UUID, adjustment_id: UUID) -> Any:
        return ADJUSTMENTS.approved(call, _of_points(account_id), adjustment_id)


class PointsAdjustmentRejection(ApiView):
    @operation(
        "reject_points_adjustment",
        "Reject a credit or debit of points that waits",
        scope=Scope.REWARDS_WRITE,
        staff=True,
        takes=RejectionInput,
        answers=outputs.PointsAdjustmentOutput,
        moves_money=True,
        codes=DECISION_CODES,
        example=REJECTION,
        description=DECIDED_BY,
    )
    def post(self, call: Call, account_id: UUID, adjustment_id: UUID) -> Any:
        return ADJUSTMENTS.rejected(call, _of_points(account_id), adjustment_id)


def _of_money(wallet_id: UUID) -> UUID:
    """The id, if it is of a reward wallet and no points account. Raises `NotFound`."""
    return _one_of(wallet_id, is_points=False)


def _of_points(account_id: UUID) -> UUID:
    """The id, if it is of a points account. Raises `NotFound`."""
    return _one_of(account_id, is_points=True)


def _one_of(wallet_id: UUID, *, is_points: bool) -> UUID:
    unit = RewardWallet.objects.filter(pk=wallet_id).values_list("currency", flat=True).first()
    if unit is None or (unit == POINTS) != is_points:
        raise NotFound(str(REWARD_WALLET))
    return wallet_id
