"""What a staff member may credit or debit alone, and within a day: wallets and rewards alike."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Protocol

from django.contrib.auth import get_user_model
from django.utils.translation import gettext as _
from djmoney.money import Money

from wallet_project.core.money import from_minor, to_minor, zero
from wallet_project.core.words import written
from wallets.exceptions import AdjustmentNotAllowed, NeedsSecondPerson
from wallets.limits import staff_limits_for

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

    from wallets.models import ApprovalRequest


@dataclass(frozen=True, slots=True)
class Powers:
    """The permissions for one kind of money: to move it up to the limit of operations, up to that of
    finance, and to decide what others ask for. `refused` is what who has none of them is told."""

    adjust: str
    adjust_large: str
    approve: str
    refused: StrOrPromise
    refused_own: StrOrPromise


def find_actor(actor_id: int, powers: Powers, *, customer_id: int) -> Any:
    """The staff member, who may adjust this customer's money at all. Raises `AdjustmentNotAllowed`."""
    actor = _staff_member(actor_id, powers)
    if not _may_adjust(actor, powers):
        raise AdjustmentNotAllowed(str(powers.refused))
    if customer_id == actor_id:
        raise AdjustmentNotAllowed(str(powers.refused_own))
    return actor


def limit_of(actor: Any, powers: Powers, currency: str, *, now: datetime) -> Decimal | None:
    """How much of a currency they may move alone each time; None for any amount."""
    limits = staff_limits_for(currency, now=now)
    return limits.finance_each if actor.has_perm(powers.adjust_large) else limits.operations_each


def may_alone(actor: Any, powers: Powers, amount: Money, *, now: datetime) -> bool:
    """Whether no second person is needed."""
    each = limit_of(actor, powers, str(amount.currency), now=now)
    return each is None or amount.amount <= each


def require_alone(actor: Any, powers: Powers, amount: Money, *, now: datetime) -> None:
    """Raise `NeedsSecondPerson` for more than they may move alone."""
    if not may_alone(actor, powers, amount, now=now):
        each = limit_of(actor, powers, str(amount.currency), now=now)
        raise NeedsSecondPerson(in_currency(each or 0, str(amount.currency)))


def require_within_day(actor_id: int, amount: Money, *, now: datetime) -> None:
    """Raise `AdjustmentNotAllowed` if this amount is `beyond_the_day`. Call with the staff member's row
    locked."""
    refusal = beyond_the_day(actor_id, amount, now=now)
    if refusal:
        raise AdjustmentNotAllowed(refusal)


def beyond_the_day(actor_id: int, amount: Money, *, now: datetime) -> str:
    """Why this amount is beyond what one admin may move, ask for and approve within 24 hours, over all
    kinds of money in its currency; empty if it is not. Exact with the staff member's row locked."""
    currency = str(amount.currency)
    daily = staff_limits_for(currency, now=now).per_admin_and_day
    if daily is None:
        return ""
    used = moved_within_day(actor_id, currency, now=now)
    if (amount + used).amount <= daily:
        return ""
    message = _("Your limit within 24 hours is %(limit)s; %(rest)s of it is left.")
    rest = in_currency(max(daily - used.amount, Decimal(0)), currency)
    return message % {"limit": written(in_currency(daily, currency)), "rest": written(rest)}


class MovedWithinDay(Protocol):
    """What one admin moved of one kind, asked for, or approved within 24 hours in a currency."""

    def __call__(self, actor_id: int, currency: str, *, now: datetime) -> Money: ...


_moved: dict[str, MovedWithinDay] = {}


def register_moved(kind: str, moved: MovedWithinDay) -> None:
    """Count this kind of money in the daily sum of an admin. Call it when the app is ready."""
    _moved[kind] = moved


def moved_within_day(actor_id: int, currency: str, *, now: datetime, besides: str = "") -> Money:
    """What one admin moved, asked for, or approved within 24 hours in a currency: of every kind but
    `besides`."""
    sums = (moved(actor_id, currency, now=now) for kind, moved in _moved.items() if kind != besides)
    return sum(sums, start=zero(currency))


def require_may_decide(
    actor_id: int, powers: Powers, request: ApprovalRequest, amount: Money, *, now: datetime
) -> None:
    """Raise `AdjustmentNotAllowed` unless the staff member may approve or reject this: neither who asked
    for it nor who gets it, by the permission to approve or because they might move that much alone."""
    if actor_id in (request.requester_id, request.customer_id):
        raise AdjustmentNotAllowed(
            _("Somebody else has to decide this: not who asked for it, nor who gets it.")
        )
    actor = _staff_member(actor_id, powers)
    if not (actor.has_perm(powers.approve) or _covers(actor, powers, amount, now)):
        raise AdjustmentNotAllowed(_("Your role does not allow deciding on this."))


def _covers(actor: Any, powers: Powers, amount: Money, now: datetime) -> bool:
    return _may_adjust(actor, powers) and may_alone(actor, powers, amount, now=now)


def _may_adjust(actor: Any, powers: Powers) -> bool:
    return bool(actor.has_perm(powers.adjust) or actor.has_perm(powers.adjust_large))


def _staff_member(actor_id: int, powers: Powers) -> Any:
    actor = get_user_model().objects.get(pk=actor_id)
    if not (actor.is_active and actor.is_staff):
        raise AdjustmentNotAllowed(str(powers.refused))
    return actor


def in_currency(amount: Decimal | int, currency: str) -> Money:
    """An amount of the settings in the currency's own decimals."""
    return from_minor(to_minor(Money(amount, currency)), currency)
