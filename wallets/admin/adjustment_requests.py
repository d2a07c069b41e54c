"""Credits and debits of wallets that wait for a second person."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _

from wallet_project.api_access.queries import key_names
from wallets.admin.approvals import (
    ApprovalAdmin,
    answer_of,
    approvals,
    asked_since,
    limit_note,
    still_waiting,
)
from wallets.admin.waiting import Answer, Waiting, WaitingKind, register_waiting
from wallets.models import AdjustmentRequest
from wallets.services import approve_adjustment, reject_adjustment
from wallets.services.adjustments import POWERS


@admin.register(AdjustmentRequest)
class AdjustmentRequestAdmin(ApprovalAdmin):
    powers = POWERS
    approve_service = staticmethod(approve_adjustment)
    reject_service = staticmethod(reject_adjustment)

    def get_urls(self) -> list[URLPattern]:
        queue = path("waiting/", self.admin_site.admin_view(approvals), name="approvals")
        return [queue, *super().get_urls()]

    def waiting_of(self, requests: QuerySet[Any]) -> list[Waiting]:
        return waiting_rows(requests)


def waiting_rows(requests: QuerySet[AdjustmentRequest]) -> list[Waiting]:
    """The requests with the balance before and after; one query, and one for the names of keys."""
    rows = list(requests.select_related("wallet__available_account", "customer", "requester"))
    names = key_names(row.key_line for row in rows)
    return [_waiting(row, names.get(row.key_line, "")) for row in rows]


def _waiting(row: AdjustmentRequest, key_name: str) -> Waiting:
    before = row.wallet.available
    evidence = [(_("The customer's wallet"), reverse("admin:customer_wallet", args=[row.customer_id]))]
    facts = [limit_note(row)]
    if row.reference:
        facts.append(_("Order or reference: %(reference)s") % {"reference": row.reference})
    return Waiting(
        what=str(row),
        link=_address(row),
        customer=row.customer,
        requester=row.requester,
        asked_at=row.created_at,
        decide_until=row.decide_until,
        reason=row.get_reason_display(),
        figure=_("Available in the %(currency)s wallet") % {"currency": row.currency},
        before=before,
        after=before + row.signed,
        note=row.note,
        customer_note=row.customer_note,
        facts=facts,
        evidence=evidence,
        key_name=key_name,
    )


def _address(row: AdjustmentRequest) -> str:
    return reverse("admin:wallets_adjustmentrequest_change", args=[row.pk])


def _answers(user_id: int, since: datetime) -> Sequence[Answer]:
    return [answer_of(row, _address(row)) for row in asked_since(AdjustmentRequest, user_id, since)]


register_waiting(
    WaitingKind(
        permission="wallets.view_adjustmentrequest",
        waiting=lambda: still_waiting(AdjustmentRequest),
        rows=lambda most: waiting_rows(still_waiting(AdjustmentRequest)[:most]),
        answers=_answers,
    )
)
