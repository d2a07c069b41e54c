"""Asking the gateway how the card's part of a refund stands, and bringing the refund there."""

from __future__ import annotations

from uuid import UUID

from django.utils import timezone

from refunds.enums import AllocationStatus, Target
from refunds.models import Refund, RefundAllocation
from refunds.queries import get_refund
from refunds.services.gateway import consult_gateway
from refunds.services.results import apply_refusal, apply_result
from wallets.gateways.base import GatewayError


def settle_refund(*, refund_id: UUID) -> Refund:
    """Send the gateway its part of a refund, or ask how that stands, and bring the refund there: done,
    failed, or still waiting.

    Issuing, webhook and reconciler all call this; whoever comes first settles, once. A gateway that
    can't be asked leaves everything as it is. A refund that came back after it had arrived has failed.
    Makes calls to the outside: never call it in a transaction. Raises `NotFound`. Safe to repeat.
    """
    refund = get_refund(refund_id)
    for part in refund.allocations.all():
        if part.target == Target.ORIGINAL and part.status != AllocationStatus.FAILED:
            _settle(part)
    return get_refund(refund_id)


def _settle(part: RefundAllocation) -> None:
    try:
        result = consult_gateway(part)
    except GatewayError as error:
        if error.permanent and part.is_open and not part.gateway_refund:
            apply_refusal(allocation_id=part.pk, gateway_key=part.gateway_key, reason=error.reason)
        else:
            this_attempt = RefundAllocation.objects.filter(pk=part.pk, gateway_key=part.gateway_key)
            this_attempt.update(checked_at=timezone.now())
        return
    apply_result(allocation_id=part.pk, gateway_key=part.gateway_key, result=result)
