"""Credits and debits of rewards that wait for a second person."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet, Sum
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from djmoney.money import Money

from rewards.admin.book import TAB
from rewards.admin.customer_page import title_of
from rewards.enums import RewardDirection
from rewards.expiries import last_day
from rewards.models import CreditLot, RewardAdjustmentRequest
from rewards.services import approve_reward_adjustment, reject_reward_adjustment
from rewards.services.adjustments import POWERS
from wallet_project.api_access.queries import key_names
from wallet_project.core.money import from_minor
from wallets.admin.approvals import ApprovalAdmin, answer_of, asked_since, limit_note, still_waiting
from wallets.admin.waiting import Answer, Waiting, WaitingKind, register_waiting


@admin.register(RewardAdjustmentRequest)
class RewardAdjustmentRequestAdmin(ApprovalAdmin):
    powers = POWERS
    approve_service = staticmethod(approve_reward_adjustment)
    reject_service = staticmethod(reject_reward_adjustment)
    tab = TAB
    fields = (*ApprovalAdmin.fields, "expires_at")
    readonly_fields = fields

    def waiting_of(self, requests: QuerySet[Any]) -> list[Waiting]:
        return waiting_rows(requests)


def waiting_rows(requests: QuerySet[RewardAdjustmentRequest]) -> list[Waiting]:
    """The requests with what can be spent before and after; two queries, and one for the names of
    keys."""
    rows = list(requests.select_related("wallet", "customer", "requester"))
    left = _left_in({row.wallet_id for row in rows})
    names = key_names(row.key_line for row in rows)
    return [
        _waiting(row, from_minor(left.get(row.wallet_id, 0), row.currency), names.get(row.key_line, ""))
        for row in rows
    ]


def _left_in(wallet_ids: set[Any]) -> dict[Any, int]:
    """What is left in these reward wallets and has not expired, in minor units."""
    unexpired = Q(expires_at=None) | Q(expires_at__gt=timezone.now())
    lots = CreditLot.objects.filter(unexpired, wallet_id__in=wallet_ids, remaining__gt=0)
    return dict(lots.order_by().values_list("wallet_id").annotate(total=Sum("remaining")))


def _waiting(row: RewardAdjustmentRequest, before: Money, key_name: str) -> Waiting:
    facts = [limit_note(row)]
    if row.expires_at is not None:
        facts.append(_("Valid until %(day)s") % {"day": date_format(last_day(row.expires_at))})
    elif row.direction == RewardDirection.CREDIT:
        facts.append(_("Never expires"))
    return Waiting(
        what=str(row),
        link=_address(row),
        customer=row.customer,
        requester=row.requester,
        asked_at=row.created_at,
        decide_until=row.decide_until,
        reason=row.get_reason_display(),
        figure=f"{_('Available')}: {title_of(row.wallet)}",
        before=before,
        after=before + row.signed,
        note=row.note,
        customer_note=row.customer_note,
        facts=facts,
        evidence=[(_("The customer's rewards"), reverse(f"admin:{TAB}", args=[row.customer_id]))],
        key_name=key_name,
    )


def _address(row: RewardAdjustmentRequest) -> str:
    return reverse("admin:rewards_rewardadjustmentrequest_change", args=[row.pk])


def _answers(user_id: int, since: datetime) -> Sequence[Answer]:
    rows = asked_since(RewardAdjustmentRequest, user_id, since).select_related("wallet")
    return [answer_of(row, _address(row)) for row in rows]


register_waiting(
    WaitingKind(
        permission="rewards.view_rewardadjustmentrequest",
        waiting=lambda: still_waiting(RewardAdjustmentRequest),
        rows=lambda most: waiting_rows(still_waiting(RewardAdjustmentRequest)[:most]),
        answers=_answers,
    )
)
