"""What staff decide about refunds that wait or failed, and about those that are to be taken back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from refunds.admin.waiting import waiting_rows
from refunds.enums import RefundStatus
from refunds.limits import APPROVE, ISSUE
from refunds.models import Refund
from refunds.services import (
    approve_refund,
    pay_failed_refund_to_wallet,
    rehearse_reversal,
    rehearse_waiting,
    reject_refund,
    retry_failed_refund,
    reverse_refund,
)
from wallet_project.core.admin_tools import ReadOnlyAdmin, ReasonForm, detail_action, read_uuid
from wallet_project.core.exceptions import WalletProjectError
from wallet_project.core.words import written
from wallets.admin.approvals import decision_page
from wallets.admin.pages import actor_of, page

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

# Which buttons a refund has in which state.
BUTTONS: Mapping[str, tuple[str, ...]] = {
    RefundStatus.REQUESTED: ("approve", "reject"),
    RefundStatus.APPROVED: ("reject",),
    RefundStatus.FAILED: ("retry", "pay_to_wallet"),
    RefundStatus.DONE: ("take_back",),
}


@dataclass(frozen=True, slots=True)
class Choice:
    """Something to decide about a refund: the page's title and words, and the service behind the button.
    One that `rehearses` shows beforehand what it would take back."""

    title: StrOrPromise
    do: Callable[[Refund, int, str], object]
    words: StrOrPromise = ""
    rehearses: bool = False


CHOICES: Mapping[str, Choice] = {
    "approve": Choice(
        _("Approve"),
        lambda refund, actor, reason: approve_refund(refund_id=refund.pk, approver_id=actor, note=reason),
    ),
    "reject": Choice(
        _("Reject"),
        lambda refund, actor, reason: reject_refund(refund_id=refund.pk, approver_id=actor, reason=reason),
    ),
    "retry": Choice(
        _("Try a failed refund again"),
        lambda refund, actor, reason: retry_failed_refund(refund_id=refund.pk, actor_id=actor),
        _(
            "What the bank did not take of %(amount)s for order %(order)s is sent to the same card again. It"
            " can't arrive twice: what was tried before has ended."
        ),
    ),
    "pay_to_wallet": Choice(
        _("Pay a failed refund to the wallet"),
        lambda refund, actor, reason: pay_failed_refund_to_wallet(refund_id=refund.pk, actor_id=actor),
        _(
            "What the bank did not take of %(amount)s for order %(order)s goes to the wallet of %(customer)s,"
            " who is told."
        ),
    ),
    "take_back": Choice(
        _("Take a refund back"),
        lambda refund, actor, reason: reverse_refund(refund_id=refund.pk, actor_id=actor, reason=reason),
        _(
            "The customer kept what order %(order)s was refunded for. What is still there of the refund goes"
            " back to the store; %(customer)s reads your reason."
        ),
        rehearses=True,
    ),
}


class RefundDecisions(ReadOnlyAdmin):
    """The buttons of a refund, each with a page that says what it does."""

    actions_detail = tuple(CHOICES)

    def has_decide_permission(self, request: HttpRequest, object_id: Any = None) -> bool:
        return request.user.has_perm(ISSUE) or request.user.has_perm(APPROVE)

    def get_actions_detail(self, request: HttpRequest, object_id: Any) -> list[Any]:
        refund = Refund.objects.filter(pk__in=[read_uuid(str(object_id))]).first()
        if refund is None or _concerns(request, refund):
            return []
        wanted = BUTTONS.get(refund.status, ())
        actions = super().get_actions_detail(request, object_id)
        return [one for one in actions if one.action_name.endswith(wanted)] if wanted else []

    @detail_action(_("Approve"), path="approve", permission="decide")
    def approve(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """What would go where, why it was asked for, words, and the button."""
        return self._decide_waiting(request, object_id, CHOICES["approve"])

    @detail_action(_("Reject"), path="reject", permission="decide")
    def reject(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """The reason is what the customer reads, if they asked for it themselves."""
        return self._decide_waiting(request, object_id, CHOICES["reject"])

    @detail_action(_("Try the card again"), path="retry", permission="decide")
    def retry(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """What the bank did not take, once more."""
        return self._decide(request, object_id, CHOICES["retry"])

    @detail_action(_("Pay to the wallet instead"), path="pay-to-wallet", permission="decide")
    def pay_to_wallet(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """What the bank did not take."""
        return self._decide(request, object_id, CHOICES["pay_to_wallet"])

    @detail_action(_("Take back: the goods were kept"), path="take-back", permission="decide")
    def take_back(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """What of it is still there, a reason, and the button."""
        return self._decide(request, object_id, CHOICES["take_back"])

    def _decide_waiting(self, request: HttpRequest, object_id: str, choice: Choice) -> HttpResponse:
        refund = _found(request, object_id)
        form = ReasonForm(request.POST or None)
        if request.method == "POST" and form.is_valid() and self._do(request, refund, choice, form):
            return redirect("admin:refunds_refund_change", refund.pk)
        waiting = waiting_rows(Refund.objects.filter(pk=refund.pk))[0]
        back = reverse("admin:refunds_refund_change", args=[refund.pk])
        seen = _seen_waiting(refund)
        template, verb = "admin/refunds/decide_waiting.html", str(choice.title)
        return decision_page(
            request, Refund, waiting, form=form, verb=verb, back=back, template=template, **seen
        )

    def _decide(self, request: HttpRequest, object_id: str, choice: Choice) -> HttpResponse:
        """Ask for a reason and do it; never for a refund that concerns who asks."""
        refund = _found(request, object_id)
        form = ReasonForm(request.POST or None)
        if request.method == "POST" and form.is_valid() and self._do(request, refund, choice, form):
            return redirect("admin:refunds_refund_change", refund.pk)
        details = {
            "amount": written(refund.money),
            "order": refund.payment.order_reference,
            "customer": refund.customer,
        }
        seen = _seen_reversal(request, refund) if choice.rehearses else {}
        return page(
            request,
            "admin/refunds/take_back.html" if choice.rehearses else "admin/wallets/decide.html",
            str(choice.title),
            Refund,
            form=form,
            explanation=choice.words % details,
            back=reverse("admin:refunds_refund_change", args=[refund.pk]),
            **{"doubt": refund.failure, **seen},
        )

    def _do(self, request: HttpRequest, refund: Refund, choice: Choice, form: ReasonForm) -> bool:
        """Whether it was done; a refusal stands on the form, with what was typed."""
        reason = form.cleaned_data["reason"]
        try:
            choice.do(refund, actor_of(request), reason)
        except WalletProjectError as error:
            form.add_error(None, str(error))
            return False
        self.log_change(request, refund, reason)
        messages.success(request, gettext("Done."))
        return True


def _found(request: HttpRequest, object_id: str) -> Refund:
    found = Refund.objects.select_related("payment", "customer", "requester")
    refund: Refund = get_object_or_404(found, pk__in=[read_uuid(object_id)])
    if _concerns(request, refund):
        raise PermissionDenied
    return refund


def _concerns(request: HttpRequest, refund: Refund) -> bool:
    """Whether the staff member asked for this refund, or gets it."""
    return request.user.pk in (refund.requester_id, refund.customer_id)


def _seen_waiting(refund: Refund) -> dict[str, Any]:
    """What it would do if it were approved now, or why it can't be."""
    try:
        return {"seen": rehearse_waiting(refund_id=refund.pk, now=timezone.now())}
    except WalletProjectError as error:
        return {"doubt": str(error)}


def _seen_reversal(request: HttpRequest, refund: Refund) -> dict[str, Any]:
    """What could be taken back now, or why it can't be."""
    try:
        return {"seen": rehearse_reversal(refund_id=refund.pk, actor_id=actor_of(request))}
    except WalletProjectError as error:
        return {"doubt": str(error)}
