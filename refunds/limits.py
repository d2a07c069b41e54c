"""How much staff may refund, and decide on: the store's limits, sane ones where it has set none."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib.auth import get_user_model
from django.db.models import Q, Sum
from django.utils import timezone
from django.utils.translation import gettext as _
from djmoney.money import Money

from refunds.enums import REFUND_REFUSED
from refunds.exceptions import NeedsAnotherPerson, RefundNotAllowed
from refunds.models import Refund, RefundLimits
from refunds.terms import in_currency
from wallets.allowances import beyond_the_day
from wallets.limits import ROUND_UNITS

if TYPE_CHECKING:
    from wallet_project.accounts.models import User

ISSUE, ISSUE_LARGE, APPROVE = "refunds.issue_refund", "refunds.issue_large_refund", "refunds.approve_refund"
HANDLE_RETURN = "refunds.handle_return"


def limits_for(currency: str, *, now: datetime | None = None) -> RefundLimits:
    """The store's limits in a currency. Nobody refunds without bound until the store says so."""
    versions = RefundLimits.objects.filter(currency=currency, starts_at__lte=now or timezone.now())
    limits = versions.order_by("-starts_at").first()
    if limits is not None:
        return limits
    unit = Decimal(ROUND_UNITS.get(currency, 10))
    return RefundLimits(
        currency=currency,
        operations_each=unit * 10,
        finance_each=unit * 50,
        keys_each=unit * 50,
    )


def may_refund_alone(actor_id: int, amount: Money) -> bool:
    """Whether this amount is within what the staff member may refund without a second person.

    Of their own payments they are a customer like any other. Raises `RefundNotAllowed` for who may
    not refund at all.
    """
    actor = _actor(actor_id)
    if not actor.has_perm(ISSUE):
        raise RefundNotAllowed(_("Your role does not allow refunds."))
    return _covers(actor, amount)


def key_may_refund_alone(amount: Money) -> bool:
    """Whether this amount is within what an API key, that acts for nobody, may refund by itself."""
    each = limits_for(str(amount.currency)).keys_each
    return each is None or amount.amount <= each


def require_may_decide(actor_id: int | None, refund: Refund, *, key: UUID | None = None) -> None:
    """Raise `RefundNotAllowed` unless the staff member may approve or reject this refund: by the
    permission to approve, or because they might refund that much alone. `key` is the line of API keys
    that the call came with; one that acts for nobody decides on what another one, or a person, asked
    for."""
    if key is not None and key == refund.requester_key:
        raise NeedsAnotherPerson
    if actor_id is None:
        return
    if actor_id in (refund.requester_id, refund.customer_id):
        raise NeedsAnotherPerson
    actor = _actor(actor_id)
    if not (actor.has_perm(APPROVE) or (actor.has_perm(ISSUE) and _covers(actor, refund.money))):
        raise RefundNotAllowed(_("Your role does not allow deciding on this refund."))


def require_may_pay(actor_id: int, *, customer_id: int) -> None:
    """Raise `RefundNotAllowed` unless the staff member may move the money of a refund that was decided
    before: pay it another way, or take it back."""
    if actor_id == customer_id:
        raise RefundNotAllowed(_("Nobody may refund their own order."))
    actor = _actor(actor_id)
    if not (actor.has_perm(ISSUE) or actor.has_perm(APPROVE)):
        raise RefundNotAllowed(_("Your role does not allow refunds."))


def require_may_handle(actor_id: int, *, customer_id: int) -> None:
    """Raise `RefundNotAllowed` unless the staff member may decide on returns and take goods in; nobody may
    with a return of their own."""
    if actor_id == customer_id:
        raise RefundNotAllowed(_("Nobody may decide on their own return."))
    if not _actor(actor_id).has_perm(HANDLE_RETURN):
        raise RefundNotAllowed(_("Your role does not allow deciding on returns."))


def require_within_day(actor_id: int, amount: Money, *, now: datetime) -> None:
    """Raise `RefundNotAllowed` if this amount is beyond what one admin may move and approve within 24
    hours, credits, debits and refunds together. Call with the staff member's row locked."""
    refusal = beyond_the_day(actor_id, amount, now=now)
    if refusal:
        raise RefundNotAllowed(refusal)


def refunded_within_day(actor_id: int, currency: str, *, now: datetime) -> Money:
    """What one admin refunded, asked to refund, or approved within 24 hours; what was refused does not
    count."""
    since = now - timedelta(days=1)
    asked = Q(requester_id=actor_id, created_at__gte=since) & ~Q(customer_id=actor_id)
    decided = Q(approver_id=actor_id, decided_at__gte=since)
    rows = Refund.objects.filter(asked | decided, amount_currency=currency)
    total = rows.exclude(status__in=REFUND_REFUSED).aggregate(total=Sum("amount"))["total"] or 0
    return in_currency(Decimal(total), currency)


def _actor(actor_id: int) -> User | Any:
    actor = get_user_model().objects.get(pk=actor_id)
    if not (actor.is_active and actor.is_staff):
        raise RefundNotAllowed(_("Your role does not allow refunds."))
    return actor


def _covers(actor: User | Any, amount: Money) -> bool:
    limits = limits_for(str(amount.currency))
    each = limits.finance_each if actor.has_perm(ISSUE_LARGE) else limits.operations_each
    return each is None or amount.amount <= each
