"""Disputes and gateway refunds of an order's card part, noted as the gateway tells of them."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from djmoney.money import Money

from wallet_project.checkout.enums import CardReturnKind, CardReturnStatus
from wallet_project.checkout.locks import lock_payment
from wallet_project.checkout.models import CardReturn, Tender
from wallet_project.core.exceptions import NotFound

# Only forward: what is read late must not undo what is known. A refund that arrived can still fail.
FORWARD = (CardReturnStatus.OPEN, CardReturnStatus.RETURNED, CardReturnStatus.KEPT)


def record_card_return(
    *,
    tender_id: UUID,
    kind: CardReturnKind,
    status: CardReturnStatus,
    gateway_id: str,
    amount: Money,
    reason: str = "",
) -> CardReturn | None:
    """Note how a dispute or a refund of a card tender stands; moves no money.

    None for an amount of zero (an inquiry: nothing was taken) of which nothing is noted yet. Raises
    `NotFound`. Safe to repeat, in any order.
    """
    payment_id = Tender.objects.filter(pk=tender_id).values_list("payment_id", flat=True).first()
    if payment_id is None:
        raise NotFound(_("tender"))
    with transaction.atomic():
        lock_payment(payment_id)
        noted = CardReturn.objects.filter(gateway_id=gateway_id).first()
        if noted is not None:
            return _moved_on(noted, status)
        if amount.amount <= 0:
            return None
        return CardReturn.objects.create(
            tender_id=tender_id,
            kind=kind,
            status=status,
            gateway_id=gateway_id,
            amount=amount,
            reason=reason[:100],
        )


def _moved_on(noted: CardReturn, status: CardReturnStatus) -> CardReturn:
    if FORWARD.index(status) > FORWARD.index(CardReturnStatus(noted.status)):
        noted.status = status
        noted.save(update_fields=["status", "updated_at"])
    return noted
