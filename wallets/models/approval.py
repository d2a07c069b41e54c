"""What staff ask for beyond what they may move alone: it waits for a second person."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from wallet_project.core.ids import uuid7
from wallets.enums import APPROVAL_REFUSED, ApprovalStatus

USER = settings.AUTH_USER_MODEL


class ApprovalRequest(models.Model):
    """Who asked, for whose money, and who decided. Nothing has moved before it is approved.

    `key` books at most once, whoever approves and however often; a refused request frees it. What is
    booked has the id of its request. `key_line` is the line of API keys that it was asked for with.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    customer = models.ForeignKey(USER, models.PROTECT, related_name="+", verbose_name=_("customer"))
    status = models.CharField(
        _("status"), max_length=10, choices=ApprovalStatus.choices, default=ApprovalStatus.REQUESTED
    )
    requester = models.ForeignKey(USER, models.PROTECT, related_name="+", verbose_name=_("asked for by"))
    key_line = models.UUIDField(_("with the key"), null=True, blank=True, editable=False)
    approver = models.ForeignKey(
        USER, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("decided by")
    )
    note = models.TextField(_("internal note"), max_length=2000, blank=True)
    customer_note = models.CharField(_("note to the customer"), max_length=300, blank=True)
    decision_note = models.CharField(_("reason of the decision"), max_length=300, blank=True)
    key = models.CharField(_("idempotency key"), max_length=200)
    created_at = models.DateTimeField(_("asked for at"), auto_now_add=True)
    decide_until = models.DateTimeField(_("to be decided until"))
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)

    class Meta:
        abstract = True
        ordering = ["-id"]

    @property
    def is_waiting(self) -> bool:
        return self.status == ApprovalStatus.REQUESTED

    def is_overdue(self, now: datetime) -> bool:
        """Whether the time to decide is over."""
        return self.decide_until <= now


def approval_constraints(name: str) -> list[models.BaseConstraint]:
    """The rules of a table of requests; `name` begins their names."""
    waits, expired = Q(status=ApprovalStatus.REQUESTED), Q(status=ApprovalStatus.EXPIRED)
    decided = Q(status__in=(ApprovalStatus.APPROVED, ApprovalStatus.REJECTED))
    return [
        models.UniqueConstraint(
            "key", name=f"{name}_key_is_used_once", condition=~Q(status__in=APPROVAL_REFUSED)
        ),
        models.CheckConstraint(name=f"{name}_status_is_known", condition=Q(status__in=ApprovalStatus.values)),
        models.CheckConstraint(
            name=f"{name}_is_not_asked_for_by_who_gets_it", condition=~Q(requester=F("customer"))
        ),
        models.CheckConstraint(
            name=f"{name}_is_not_decided_by_who_asked_for_it",
            condition=Q(approver=None) | ~Q(approver=F("requester")),
        ),
        models.CheckConstraint(
            name=f"{name}_is_not_decided_by_who_gets_it",
            condition=Q(approver=None) | ~Q(approver=F("customer")),
        ),
        models.CheckConstraint(
            name=f"{name}_says_who_decided_and_when",
            condition=(waits & Q(approver=None, decided_at=None))
            | (expired & Q(approver=None, decided_at__isnull=False))
            | (decided & Q(approver__isnull=False, decided_at__isnull=False)),
        ),
        models.CheckConstraint(
            name=f"{name}_says_why_it_was_rejected",
            condition=~Q(status=ApprovalStatus.REJECTED) | ~Q(decision_note=""),
        ),
        models.CheckConstraint(
            name=f"{name}_moved_money_when_approved",
            condition=Q(status=ApprovalStatus.APPROVED, adjustment__isnull=False)
            | (~Q(status=ApprovalStatus.APPROVED) & Q(adjustment=None)),
        ),
    ]


def approval_indexes(name: str) -> list[models.Index]:
    """How a table of requests is read: what waits, and what somebody asked for or decided lately."""
    return [
        models.Index(
            name=f"{name}_waiting", fields=["decide_until"], condition=Q(status=ApprovalStatus.REQUESTED)
        ),
        models.Index(name=f"{name}_asked_by", fields=["requester", "created_at"]),
        models.Index(name=f"{name}_decided_by", fields=["approver", "decided_at"]),
    ]
