"""Credits and debits by hand over REST, once they are made: what became of them, and who decides."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from wallet_project.core.api.callers import Scope
from wallet_project.core.api.decisions import DECISION_CODES, ApprovalInput, RejectionInput, require_person
from wallet_project.core.api.operations import Call, operation
from wallet_project.core.api.pages import Page, page_by_key, within
from wallet_project.core.api.views import ApiView
from wallet_project.core.exceptions import NotFound
from wallets import services
from wallets.api import inputs, outputs
from wallets.api.views import own_wallet
from wallets.enums import ApprovalStatus
from wallets.exceptions import NotWaiting
from wallets.models import Adjustment, AdjustmentRequest

ADJUSTMENT = _("adjustment")
KEPT = "Booked, waiting for a second person, or refused by one. The id stays the same."
DECIDED_BY = (
    "By a key that acts for a member of staff, or by a member of staff in a session. They must be neither who"
    " asked nor who gets it, and their role must allow it: else `permission_denied`, as for a key that acts"
    " for nobody."
)
UNBOOKED = "What was asked for and has moved nothing. What is booked is in the statement."
STAYS = "Where it can't be booked now, nothing has moved and it still waits."


@dataclass(frozen=True, slots=True)
class Adjustments:
    """One kind of credits and debits: where they are kept, booked and asked for, and the services that
    decide on those that wait."""

    booked: type[Any]
    asked: type[Any]
    approve: Callable[..., Any]
    reject: Callable[..., Any]

    def find(self, wallet_id: UUID, adjustment_id: UUID) -> Any:
        """One of this wallet, booked or asked for. Raises `NotFound`."""
        booked = self.booked.objects.annotate(decision_note=F("request__decision_note"))
        # In this order, so that what is approved meanwhile is found as booked.
        for rows in (self._unbooked(), booked):
            found = rows.select_related("wallet").filter(wallet=wallet_id, pk=adjustment_id).first()
            if found is not None:
                return found
        raise NotFound(str(ADJUSTMENT))

    def unbooked(self, call: Call, wallet_id: UUID) -> Page:
        """What was asked for in this wallet and is not booked, as `inputs.AdjustmentFilters` wants it."""
        rows = self._unbooked().filter(wallet=wallet_id)
        if "status" in call.filters:
            rows = rows.filter(status=call.filters["status"])
        return page_by_key(within(rows.select_related("wallet"), call.filters), call.page)

    def approved(self, call: Call, wallet_id: UUID, adjustment_id: UUID) -> Any:
        """What it is once the caller approved it. Raises `NotFound`, `NotWaiting`, and as the service."""
        self._require_asked(wallet_id, adjustment_id)
        person, note = require_person(call.caller), call.data["note"]
        self.approve(request_id=adjustment_id, approver_id=person, note=note, now=call.now)
        return self.find(wallet_id, adjustment_id)

    def rejected(self, call: Call, wallet_id: UUID, adjustment_id: UUID) -> Any:
        """What it is once the caller rejected it. Raises as `approved`."""
        self._require_asked(wallet_id, adjustment_id)
        person, reason = require_person(call.caller), call.data["reason"]
        self.reject(request_id=adjustment_id, approver_id=person, reason=reason, now=call.now)
        return self.find(wallet_id, adjustment_id)

    def _unbooked(self) -> Any:
        return self.asked.objects.exclude(status=ApprovalStatus.APPROVED)

    def _require_asked(self, wallet_id: UUID, adjustment_id: UUID) -> None:
        if not self.asked.objects.filter(wallet=wallet_id, pk=adjustment_id).exists():
            self.find(wallet_id, adjustment_id)
            raise NotWaiting(outputs.DONE)


ADJUSTMENTS = Adjustments(
    Adjustment, AdjustmentRequest, services.approve_adjustment, services.reject_adjustment
)


class WalletAdjustmentList(ApiView):
    @operation(
        "list_wallet_adjustments",
        "List the credits and debits of a wallet that wait, or were refused",
        scope=Scope.WALLETS_READ,
        filters=inputs.AdjustmentFilters,
        answers=outputs.AdjustmentOutput,
        listed=True,
        description=UNBOOKED,
    )
    def get(self, call: Call, wallet_id: UUID) -> Page:
        return ADJUSTMENTS.unbooked(call, own_wallet(call, wallet_id).pk)


class WalletAdjustment(ApiView):
    @operation(
        "get_wallet_adjustment",
        "Get a credit or debit by hand",
        scope=Scope.WALLETS_READ,
        answers=outputs.AdjustmentOutput,
        description=KEPT,
    )
    def get(self, call: Call, wallet_id: UUID, adjustment_id: UUID) -> Any:
        return ADJUSTMENTS.find(wallet_id, adjustment_id)


class WalletAdjustmentApproval(ApiView):
    @operation(
        "approve_wallet_adjustment",
        "Approve a credit or debit that waits",
        scope=Scope.WALLETS_WRITE,
        staff=True,
        takes=ApprovalInput,
        answers=outputs.AdjustmentOutput,
        moves_money=True,
        codes=(*DECISION_CODES, "insufficient_funds", "wallet_frozen"),
        example={"note": "Heard the call"},
        description=f"{DECIDED_BY} {STAYS}",
    )
    def post(self, call: Call, wallet_id: UUID, adjustment_id: UUID) -> Any:
        return ADJUSTMENTS.approved(call, wallet_id, adjustment_id)


class WalletAdjustmentRejection(ApiView):
    @operation(
        "reject_wallet_adjustment",
        "Reject a credit or debit that waits",
        scope=Scope.WALLETS_WRITE,
        staff=True,
        takes=RejectionInput,
        answers=outputs.AdjustmentOutput,
        moves_money=True,
        codes=DECISION_CODES,
        example={"reason": "They got a voucher for it"},
        description=DECIDED_BY,
    )
    def post(self, call: Call, wallet_id: UUID, adjustment_id: UUID) -> Any:
        return ADJUSTMENTS.rejected(call, wallet_id, adjustment_id)
