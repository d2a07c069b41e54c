"""What the customer is told of a refund, in the transaction of the change."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy
from djmoney.money import Money

from notifications.services import Detail, enqueue, sentence, tell_systems
from refunds.enums import RefundStatus, Target
from refunds.models import Refund, RefundAllocation
from wallet_project.core.money import as_data, zero
from wallets.services import tell_requester


def tell_refunded(refund: Refund) -> None:
    """Where the money went; once more where a part came back from the bank and went to the wallet."""
    parts = list(refund.allocations.all())
    rerouted = sum(1 for part in parts if part.gateway_key and part.target == Target.WALLET)
    bonus = refund.bonus_money
    in_lots = bonus if refund.bonus_lot_id else zero(refund.currency)
    _tell(
        refund,
        "refunded",
        key=f"{refund.pk}:{rerouted}",
        wallet=_written(_sum(parts, Target.WALLET, refund.currency) + bonus - in_lots),
        reward=_written(_sum(parts, Target.LOTS, refund.currency) + in_lots),
        card=_written(_sum(parts, Target.ORIGINAL, refund.currency)),
        bonus=_written(bonus),
        fee=_written(refund.fee_money),
        note=refund.customer_note,
    )


def tell_failed(refund: Refund, part: RefundAllocation) -> None:
    """The bank did not take it; the store looks for another way."""
    _tell(
        refund,
        "refund_failed",
        key=part.attempt_key,
        event={"failed": _part(part)},
        amount=part.paid,
        reason=sentence(part.failure),
    )


def tell_rejected(refund: Refund) -> None:
    """Only whoever asked has to know: the customer, or else other systems, one of which it may be."""
    if refund.asked_by_customer:
        _tell(refund, "refund_rejected", key=str(refund.pk), reason=sentence(refund.decision_note))
        return
    tell_systems(
        event=f"refund.{refund.status}",
        customer=refund.customer,
        subject=f"customer:{refund.customer_id}",
        data={**_event(refund), "decision_note": refund.decision_note},
        now=refund.decided_at or timezone.now(),
    )


def tell_who_asked(refund: Refund) -> None:
    """The staff member who asked for it is told what a second person has decided; a customer is told by
    the refund itself, and by `tell_rejected`."""
    if refund.requester_id is None or refund.asked_by_customer:
        return
    tell_requester(
        refund,
        requester_id=refund.requester_id,
        what=gettext_lazy("Refund"),
        amount=refund.money,
        customer=refund.customer,
        status=refund.status,
        words="" if refund.status == RefundStatus.EXPIRED else refund.decision_note,
        decided_by=refund.approver,
    )


def tell_reversed(refund: Refund, taken: Money, reason: str) -> None:
    _tell(
        refund,
        "refund_reversed",
        key=str(refund.pk),
        event={"taken": as_data(taken)},
        taken=_written(taken),
        reason=reason,
    )


def _tell(
    refund: Refund, kind: str, *, key: str, event: Mapping[str, Any] | None = None, **context: Detail
) -> None:
    enqueue(
        kind=kind,
        recipient_id=refund.customer_id,
        dedupe_key=f"{kind}:{key}",
        context={
            "order": refund.payment.order_reference,
            "amount": refund.money,
            **_address(refund),
            **context,
        },
        data={**_event(refund), **(event or {})},
    )


def _event(refund: Refund) -> dict[str, Any]:
    """What other systems compute with, named as in the API. `parts` are there once money has moved."""
    asked_for = refund.return_request_id
    parts = refund.allocations.select_related("tender")
    return {
        "refund": str(refund.pk),
        "payment": str(refund.payment_id),
        "order_reference": refund.payment.order_reference,
        "status": str(refund.status),
        "return": None if asked_for is None else str(asked_for),
        "reason": str(refund.reason),
        "destination": str(refund.destination),
        "amount": as_data(refund.money),
        "fee": as_data(refund.fee_money),
        "bonus": as_data(refund.bonus_money),
        "parts": [_part(part) for part in parts],
    }


def _part(part: RefundAllocation) -> dict[str, Any]:
    return {
        "tender": str(part.tender.kind),
        "target": str(part.target),
        "amount": as_data(part.gross),
        "fee": as_data(part.fee_money),
        "bonus": as_data(part.bonus_money),
    }


def _address(refund: Refund) -> dict[str, str]:
    """Where the letter leads: to the return that it was for."""
    found = refund.return_request
    return {"url": found.get_absolute_url()} if found is not None else {}


def _sum(parts: list[RefundAllocation], target: Target, currency: str) -> Money:
    return sum((part.paid for part in parts if part.target == target), start=zero(currency))


def _written(amount: Money) -> Detail:
    return amount if amount.amount else ""
