"""What staff who asked for a second person are told of the decision, in its transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import Model
from django.urls import NoReverseMatch, reverse
from djmoney.money import Money

from notifications.services import enqueue, sentence
from wallet_project.core.money import as_data

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


def tell_requester(
    request: Model,
    *,
    requester_id: int,
    what: StrOrPromise,
    amount: Money,
    customer: Any,
    status: str,
    words: str,
    decided_by: Any,
) -> None:
    """That `request` was approved, rejected or not decided in time; once for each of these. `decided_by`
    is None for one that nobody decided, and one that an API key did."""
    label = request._meta.label_lower
    enqueue(
        kind="approval_decided",
        recipient_id=requester_id,
        dedupe_key=f"approval_decided:{label}:{request.pk}:{status}",
        context={
            "what": what,
            "amount": amount,
            "about": str(customer),
            "decision": status,
            "reason": sentence(words),
            "by": str(decided_by) if decided_by else "",
            "url": _address(request),
        },
        data={"request": str(request.pk), "kind": label, "status": status, "amount": as_data(amount)},
    )


def _address(request: Model) -> str:
    """The request's page in the admin; the first page of the store where there is no admin."""
    meta, key = request._meta, request.pk
    assert isinstance(key, UUID)
    try:
        return reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[key])
    except NoReverseMatch:
        return "/"
