"""Deciding about what others ask for: one queue over all kinds, and each kind's own page."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, ClassVar

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET
from unfold.widgets import UnfoldAdminTextInputWidget

from wallet_project.api_access.admin.by_key import ByKeyAdmin
from wallet_project.core.admin_tools import (
    DayRangeFilter,
    ReadOnlyAdmin,
    ReasonForm,
    detail_action,
    read_uuid,
    shown,
)
from wallet_project.core.exceptions import WalletProjectError
from wallet_project.core.words import written
from wallets.admin.cells import entry_link, link
from wallets.admin.pages import actor_of, may, page
from wallets.admin.waiting import Answer, Waiting, all_waiting, kinds_for
from wallets.allowances import Powers
from wallets.enums import ApprovalStatus
from wallets.models import AdjustmentRequest, ApprovalRequest

LABELS: Mapping[str, str] = {
    ApprovalStatus.REQUESTED: "warning",
    ApprovalStatus.APPROVED: "success",
    ApprovalStatus.REJECTED: "danger",
}
Decide = Callable[..., object]


class RejectForm(ReasonForm):
    reason = forms.CharField(
        label=_("Why not"),
        max_length=300,
        widget=UnfoldAdminTextInputWidget,
        help_text=_("Who asked for it reads this."),
    )


@require_GET
def approvals(request: HttpRequest) -> HttpResponse:
    """All that waits for a second person, what has the least time left first."""
    if not kinds_for(request):
        raise PermissionDenied
    rows = [{"row": row, "is_own": row.concerns(request.user.pk)} for row in all_waiting(request)]
    title = gettext("Waiting for a second person")
    return page(request, "admin/wallets/approvals.html", title, AdjustmentRequest, rows=rows)


class ApprovalAdmin(ByKeyAdmin, ReadOnlyAdmin):
    """Requests of one kind: a list to read, and a page on which somebody else decides."""

    powers: ClassVar[Powers]
    approve_service: ClassVar[Decide]
    reject_service: ClassVar[Decide]
    tab = "customer_wallet"
    list_display = (
        "created_at",
        "shown_customer",
        "shown_what",
        "reason",
        "shown_status",
        "requester",
        "shown_key",
        "approver",
        "decide_until",
    )
    list_select_related: tuple[str, ...] = ("wallet__customer", "customer", "requester", "approver")
    list_filter: tuple[Any, ...] = ("status", ("created_at", DayRangeFilter))
    search_ids = ("pk", "wallet")
    search_texts: ClassVar[tuple[str, ...]] = (
        "key",
        "customer__email__icontains",
        "requester__email__icontains",
        "approver__email__icontains",
    )
    search_help_text = _("Customer, staff member, key or id")
    ordering = ("-pk",)
    fields: tuple[str, ...] = (
        "created_at",
        "shown_customer",
        "shown_what",
        "reason",
        "note",
        "customer_note",
        "status",
        "requester",
        "shown_key",
        "decide_until",
        "approver",
        "decided_at",
        "decision_note",
        "shown_entry",
    )
    readonly_fields = fields
    actions_detail = ("approve", "reject")

    def waiting_of(self, requests: QuerySet[Any]) -> list[Waiting]:
        """The requests with what they are decided by, in a fixed number of queries."""
        raise NotImplementedError

    @shown(_("customer"))
    def shown_customer(self, row: Any) -> SafeString:
        return link(self.tab, row.customer, row.customer_id)

    @shown(_("credit or debit"))
    def shown_what(self, row: Any) -> str:
        return str(row)

    @shown(_("status"), label=LABELS)
    def shown_status(self, row: Any) -> tuple[str, str]:
        return row.status, row.get_status_display()

    @shown(_("entry"))
    def shown_entry(self, row: Any) -> Any:
        return entry_link(row.adjustment.entry_id) if row.adjustment_id else "–"

    def has_decide_permission(self, request: HttpRequest, object_id: Any = None) -> bool:
        """Who may adjust at all may decide on what they could move alone: the service says so."""
        powers = self.powers
        return may(request, powers.approve, powers.adjust, powers.adjust_large)

    def get_actions_detail(self, request: HttpRequest, object_id: Any) -> list[Any]:
        row = self.model.objects.filter(pk__in=[read_uuid(str(object_id))]).first()
        if row is None or not row.is_waiting or _concerns(request, row):
            return []
        return list(super().get_actions_detail(request, object_id))

    @detail_action(_("Approve"), path="approve", permission="decide")
    def approve(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """What it would do and why it was asked for, and the button."""
        form = ReasonForm(request.POST or None)

        def decide(row: ApprovalRequest, reason: str) -> object:
            return type(self).approve_service(request_id=row.pk, approver_id=actor_of(request), note=reason)

        return self._decide(request, object_id, gettext("Approve"), form, decide)

    @detail_action(_("Reject"), path="reject", permission="decide")
    def reject(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """The same, with words for who asked."""
        form = RejectForm(request.POST or None)

        def decide(row: ApprovalRequest, reason: str) -> object:
            return type(self).reject_service(request_id=row.pk, approver_id=actor_of(request), reason=reason)

        return self._decide(request, object_id, gettext("Reject"), form, decide)

    def _decide(
        self, request: HttpRequest, object_id: str, verb: str, form: forms.Form, decide: Decide
    ) -> HttpResponse:
        found = self.model.objects.filter(pk__in=[read_uuid(object_id)])
        row = get_object_or_404(found)
        if _concerns(request, row):
            raise PermissionDenied
        back = reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_change", args=[row.pk])
        if request.method == "POST" and form.is_valid():
            try:
                decide(row, form.cleaned_data["reason"])
            except WalletProjectError as error:
                form.add_error(None, str(error))
            else:
                self.log_change(request, row, f"{verb}. {form.cleaned_data['reason']}".strip())
                messages.success(request, gettext("Done."))
                return redirect(back)
        waiting = self.waiting_of(found)[0]
        return decision_page(request, self.model, waiting, form=form, verb=verb, back=back)


def decision_page(
    request: HttpRequest,
    model: Any,
    waiting: Waiting,
    *,
    form: forms.Form,
    verb: str,
    back: str,
    template: str = "admin/wallets/decide_waiting.html",
    **context: Any,
) -> HttpResponse:
    """What waits, with its evidence, above the form that decides about it."""
    shown = {"waiting": waiting, "form": form, "verb": verb, "back": back, **context}
    return page(request, template, f"{verb}: {waiting.what}", model, **shown)


def answer_of(row: Any, address: str) -> Answer:
    """What became of a request, for who asked for it."""
    return Answer(
        what=f"{row}, {row.customer}",
        link=address,
        status=row.get_status_display(),
        words=row.decision_note,
        decided_by=row.approver,
        decided_at=row.decided_at,
    )


def asked_since(model: Any, user_id: int, since: datetime) -> QuerySet[Any]:
    """The newest requests of a staff member."""
    rows = model.objects.filter(requester_id=user_id, created_at__gte=since)
    found: QuerySet[Any] = rows.select_related("customer", "approver").order_by("-created_at")
    return found[:20]


def still_waiting(model: Any) -> QuerySet[Any]:
    """The requests of one model that can still be decided, the first to expire first."""
    rows: QuerySet[Any] = model.objects.filter(
        status=ApprovalStatus.REQUESTED, decide_until__gt=timezone.now()
    )
    return rows.order_by("decide_until")


def limit_note(row: Any) -> str:
    """Why one person was not enough."""
    return gettext("%(amount)s is above what %(who)s may move alone.") % {
        "amount": written(row.money),
        "who": row.requester,
    }


def _concerns(request: HttpRequest, row: ApprovalRequest) -> bool:
    """Whether the staff member asked for this, or gets it."""
    return request.user.pk in (row.requester_id, row.customer_id)
