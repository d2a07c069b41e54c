"""What a refund asks the gateway. Every call uses the key that its row was stored with."""

from __future__ import annotations

from contextlib import suppress

from django.utils import timezone

from refunds.models import RefundAllocation
from wallet_project.core.db import require_no_transaction
from wallets.gateways.base import Gateway, GatewayError, RefundResult
from wallets.gateways.registry import get_gateway


def consult_gateway(part: RefundAllocation) -> RefundResult:
    """How the card's part of a refund stands; begins it where that has not happened yet.

    Whoever may have asked before looks first for what came of it: the gateway remembers a key for a
    day only (docs.stripe.com/api/idempotent_requests). Raises `GatewayError`. Safe to repeat.
    """
    require_no_transaction()
    gateway = get_gateway()
    if part.gateway_refund:
        return gateway.fetch_refund(part.gateway_refund)
    if part.asked_at is not None:
        found = _find(gateway, part)
        if found is not None:
            return found
    this_attempt = RefundAllocation.objects.filter(pk=part.pk, gateway_key=part.gateway_key)
    this_attempt.filter(asked_at=None).update(asked_at=timezone.now())
    return _create(gateway, part)


def _create(gateway: Gateway, part: RefundAllocation) -> RefundResult:
    try:
        return gateway.create_refund(
            key=part.gateway_key,
            payment=part.tender.gateway_payment,
            amount=part.paid,
            metadata=_metadata(part),
        )
    except GatewayError as error:
        if error.permanent:
            with suppress(GatewayError):
                found = _find(gateway, part)
                if found is not None:
                    return found
        raise


def _find(gateway: Gateway, part: RefundAllocation) -> RefundResult | None:
    return gateway.find_refund(payment=part.tender.gateway_payment, metadata=_metadata(part))


def _metadata(part: RefundAllocation) -> dict[str, str]:
    """What a refund at the gateway is known by: an attempt is never taken for an earlier one."""
    names = {"purpose": "refund", "refund": str(part.pk), "tender": str(part.tender_id)}
    return names if part.attempt == 1 else {**names, "attempt": str(part.attempt)}
