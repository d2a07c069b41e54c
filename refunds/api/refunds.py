"""Refunds over REST: asked for, decided by somebody else where they must be, and looked at."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from refunds import services
from refunds.api import examples, inputs, outputs
from refunds.enums import Destination, RefundReason, RefundStatus
from refunds.models import Refund, RefundAllocation
from refunds.services import LineWanted, RefundRequest
from wallet_project.checkout.models import Payment
from wallet_project.core.api.answers import Answer, Later
from wallet_project.core.api.callers import Caller, Scope, customer_named, for_caller, one_for_caller
from wallet_project.core.api.decisions import DECISION_CODES, ApprovalInput, RejectionInput
from wallet_project.core.api.operations import Call, operation
from wallet_project.core.api.pages import Page, page_by_key
from wallet_project.core.api.views import ApiView
from wallets.api.examples import AMOUNT_CODES

PAYMENT, REFUND = _("payment"), _("refund")
REFUND_DECISION_CODES = ("approval_required", *DECISION_CODES, "payment_disputed")


def shown() -> QuerySet[Refund]:
    """Refunds with what is shown of them."""
    parts = Prefetch("allocations", RefundAllocation.objects.select_related("tender"))
    return Refund.objects.select_related("customer", "payment").prefetch_related(parts, "lines")


class RefundList(ApiView):
    @operation(
        "list_refunds",
        "List refunds",
        scope=Scope.WALLETS_READ,
        customers=True,
        filters=inputs.RefundFilters,
        answers=outputs.RefundOutput,
        listed=True,
    )
    def get(self, call: Call) -> Page:
        asked = call.filters
        wanted = Q(**{name: asked[name] for name in ("payment", "status") if name in asked})
        if "customer" in asked:
            wanted &= customer_named(asked["customer"], "customer__")
        if "since" in asked:
            wanted &= Q(created_at__gte=asked["since"])
        if "until" in asked:
            wanted &= Q(created_at__lt=asked["until"])
        return page_by_key(for_caller(shown(), call.caller).filter(wanted), call.page)

    @operation(
        "create_refund",
        "Refund a payment, or ask for it",
        scope=Scope.REFUNDS_WRITE,
        customers=True,
        takes=inputs.RefundInput,
        answers=outputs.RefundOutput,
        status=201,
        other_status=202,
        moves_money=True,
        codes=(
            "not_found",
            "refund_exceeds_captured",
            "refund_not_offered",
            "payment_disputed",
            "permission_denied",
            "invalid_state",
            "currency_mismatch",
            *AMOUNT_CODES,
        ),
        example=examples.REFUND,
        example_answer=examples.REFUNDED,
        description="An amount, or lines of the order. 201: the money is on its way; a part that goes to a"
        " card is `processing` or `pending_gateway` until the bank has it. 202: it waits for a second person,"
        " because it is above what the key (or whoever it acts for) may refund alone, or because the policy"
        " lets customers only ask. Nothing has moved then; see `approve`.",
    )
    def post(self, call: Call) -> Answer | Later:
        rows = Payment.objects.all()
        payment = one_for_caller(rows, call.caller, PAYMENT, pk=call.data["payment"])
        refund = services.begin_refund(request=_request(call, payment.pk), now=call.now)
        return _settled(refund, lambda: _made(refund.pk))


class RefundDetail(ApiView):
    @operation(
        "get_refund",
        "Get a refund",
        scope=Scope.WALLETS_READ,
        customers=True,
        answers=outputs.RefundOutput,
        example_answer=examples.REFUNDED,
    )
    def get(self, call: Call, refund_id: UUID) -> Refund:
        return one_for_caller(shown(), call.caller, REFUND, pk=refund_id)


class RefundApproval(ApiView):
    @operation(
        "approve_refund",
        "Approve a refund that waits",
        scope=Scope.REFUNDS_WRITE,
        staff=True,
        takes=ApprovalInput,
        answers=outputs.RefundOutput,
        moves_money=True,
        codes=(*REFUND_DECISION_CODES, "refund_exceeds_captured"),
        example={"note": "Photos seen"},
        description="By another key than the one that asked, or by a member of staff in a session, who must"
        " be neither who asked nor who gets the money: else `approval_required`. A key and those that it was"
        " rotated to are one.",
    )
    def post(self, call: Call, refund_id: UUID) -> Answer | Later:
        refund = services.begin_approval(
            refund_id=refund_id, **_decider(call.caller), note=call.data["note"], now=call.now
        )
        return _settled(refund, lambda: Answer(shown().get(pk=refund_id), 200))


class RefundRejection(ApiView):
    @operation(
        "reject_refund",
        "Reject a refund that waits",
        scope=Scope.REFUNDS_WRITE,
        staff=True,
        takes=RejectionInput,
        answers=outputs.RefundOutput,
        moves_money=True,
        codes=REFUND_DECISION_CODES,
        example={"reason": "It came back worn"},
        description="By somebody who may approve it.",
    )
    def post(self, call: Call, refund_id: UUID) -> Refund:
        services.reject_refund(
            refund_id=refund_id, **_decider(call.caller), reason=call.data["reason"], now=call.now
        )
        return shown().get(pk=refund_id)


def _request(call: Call, payment_id: UUID) -> RefundRequest:
    data, caller = call.data, call.caller
    return RefundRequest(
        payment_id=payment_id,
        reason=RefundReason(data["reason"]),
        destination=Destination(data["destination"]),
        requester_id=caller.person_id,
        requester_key=caller.key_line,
        amount=data.get("amount"),
        lines=tuple(LineWanted(**line) for line in data["lines"]),
        waive_fees=data["waive_fees"],
        note=data["note"],
        customer_note=data["customer_note"],
        key=call.key,
    )


def _decider(caller: Caller) -> dict[str, Any]:
    """Who decides: the key, and whoever it acts for; or a member of staff in a session."""
    return {"approver_id": caller.person_id, "approver_key": caller.key_line}


def _settled(refund: Refund, answer: Any) -> Answer | Later:
    """The answer; after a word with the gateway, if a part goes there."""

    def ask() -> Answer:
        services.settle_refund(refund_id=refund.pk)
        told: Answer = answer()
        return told

    return Later(ask) if refund.is_at_gateway else answer()


def _made(refund_id: UUID) -> Answer:
    refund = shown().get(pk=refund_id)
    return Answer(refund, 202 if refund.status == RefundStatus.REQUESTED else 201)
