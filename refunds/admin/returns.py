"""Returns: the queue, each with all that speaks for and against it, and one button for each step."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from refunds.admin.return_forms import StepForm
from refunds.admin.return_steps import BUTTONS, STEPS, Pressed
from refunds.enums import ReturnState
from refunds.limits import HANDLE_RETURN, ISSUE
from refunds.models import ReturnPhoto, ReturnRequest
from refunds.photo_files import photo_response
from refunds.queries_returns import history_of, live_refund_of, policy_of_return
from refunds.return_words import TO_DO
from refunds.services import quote_return
from wallet_project.core.admin_tools import DayRangeFilter, ReadOnlyAdmin, detail_action, read_uuid, shown
from wallet_project.core.exceptions import WalletProjectError
from wallets.admin.cells import link
from wallets.admin.dashboard import Task, register_tasks

LABELS = {
    ReturnState.REQUESTED.value: "warning",
    ReturnState.APPROVED.value: "info",
    ReturnState.LABEL_SENT.value: "info",
    ReturnState.RECEIVED.value: "warning",
    ReturnState.INSPECTED.value: "warning",
    ReturnState.REFUNDED.value: "success",
    ReturnState.REJECTED.value: "danger",
}


# What waits for a person of the store, not for the customer or the post.
TO_HANDLE = (ReturnState.REQUESTED, ReturnState.RECEIVED, ReturnState.INSPECTED)


def _tasks(request: HttpRequest) -> Iterator[Task]:
    if request.user.has_perm("refunds.view_returnrequest"):
        count = ReturnRequest.objects.filter(state__in=TO_HANDLE).count()
        address = reverse("admin:refunds_returnrequest_changelist")
        yield Task(gettext("Returns to look after"), str(count), f"{address}?state__in={','.join(TO_HANDLE)}")


register_tasks(_tasks)


@admin.register(ReturnRequest)
class ReturnRequestAdmin(ReadOnlyAdmin):
    list_display = (
        "created_at",
        "shown_order",
        "shown_customer",
        "shown_goods",
        "reason",
        "destination",
        "shown_state",
        "moved_at",
        "shown_to_do",
    )
    list_select_related = ("customer", "payment")
    list_filter = ("state", "reason", ("created_at", DayRangeFilter))
    search_ids = ("pk", "payment_id")
    search_texts = ("order_reference", "customer__email__icontains", "tracking")
    search_help_text = _("Order number, customer, tracking, return or payment id")
    ordering = ("-pk",)
    view_on_site = False
    fields = (
        "shown_to_do",
        ("shown_order", "shown_customer"),
        ("state", "moved_at"),
        ("reason", "destination"),
        "words",
        "shown_goods_in_full",
        "shown_photos",
        "shown_money",
        "shown_history",
        "shown_policy",
        "tracking",
        "shown_events",
    )
    readonly_fields = (
        "shown_to_do",
        "shown_order",
        "shown_customer",
        "shown_goods_in_full",
        "shown_photos",
        "shown_money",
        "shown_history",
        "shown_policy",
        "shown_events",
    )
    actions_detail = ("approve", "label", "receive", "inspect", "refund", "reject")

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).prefetch_related("lines")

    @shown(_("order"))
    def shown_order(self, found: ReturnRequest) -> SafeString:
        return link("checkout_payment_change", found.order_reference, found.payment_id)

    @shown(_("customer"))
    def shown_customer(self, found: ReturnRequest) -> SafeString:
        return link("accounts_user_change", found.customer, found.customer_id)

    @shown(_("goods"))
    def shown_goods(self, found: ReturnRequest) -> str:
        return ", ".join(str(line) for line in found.lines.all())

    @shown(_("goods"))
    def shown_goods_in_full(self, found: ReturnRequest) -> SafeString:
        return _rendered("_goods", lines=found.lines.all())

    @shown(_("state"), label=LABELS)
    def shown_state(self, found: ReturnRequest) -> tuple[str, str]:
        return found.state, found.get_state_display()

    @shown(_("what to do next"))
    def shown_to_do(self, found: ReturnRequest) -> str:
        return str(TO_DO[found.state])

    @shown(_("photos"))
    def shown_photos(self, found: ReturnRequest) -> SafeString | str:
        photos = found.photos.all()
        return _rendered("_photos", photos=photos, found=found) if photos else "–"

    @shown(_("money"))
    def shown_money(self, found: ReturnRequest) -> SafeString:
        outcome = quote_return(found, now=timezone.now())
        return _rendered("_money", refund=live_refund_of(found), outcome=outcome)

    @shown(_("the customer so far"))
    def shown_history(self, found: ReturnRequest) -> SafeString:
        return _rendered("_history", history=history_of(found.customer_id, now=timezone.now()))

    @shown(_("policy of the order"))
    def shown_policy(self, found: ReturnRequest) -> SafeString | str:
        if found.policy_id is None:
            return gettext("None was published then; sane terms hold.")
        return link("refunds_storecreditpolicy_change", policy_of_return(found), found.policy_id)

    @shown(_("history"))
    def shown_events(self, found: ReturnRequest) -> SafeString:
        return _rendered("_events", events=found.events.select_related("actor"))

    def has_handle_permission(self, request: HttpRequest, object_id: Any = None) -> bool:
        return request.user.has_perm(HANDLE_RETURN)

    def has_pay_permission(self, request: HttpRequest, object_id: Any = None) -> bool:
        return request.user.has_perm(ISSUE)

    def get_actions_detail(self, request: HttpRequest, object_id: Any) -> list[Any]:
        """Only what may follow, and nothing for who returns."""
        found = ReturnRequest.objects.filter(pk__in=[read_uuid(str(object_id))]).first()
        if found is None or found.customer_id == request.user.pk or live_refund_of(found):
            return []
        following = BUTTONS.get(found.state, ())
        actions = super().get_actions_detail(request, object_id)
        return [one for one in actions if str(one.method.__name__) in following]

    @detail_action(_("Approve"), path="approve", permission="handle")
    def approve(self, request: HttpRequest, object_id: str) -> HttpResponse:
        return self._step(request, object_id, "approve")

    @detail_action(_("Send label"), path="label", permission="handle")
    def label(self, request: HttpRequest, object_id: str) -> HttpResponse:
        return self._step(request, object_id, "label")

    @detail_action(_("Received"), path="receive", permission="handle")
    def receive(self, request: HttpRequest, object_id: str) -> HttpResponse:
        return self._step(request, object_id, "receive")

    @detail_action(_("Inspected"), path="inspect", permission="handle")
    def inspect(self, request: HttpRequest, object_id: str) -> HttpResponse:
        return self._step(request, object_id, "inspect")

    @detail_action(_("Refund"), path="refund", permission="pay")
    def refund(self, request: HttpRequest, object_id: str) -> HttpResponse:
        return self._step(request, object_id, "refund")

    @detail_action(_("Reject"), path="reject", permission="handle")
    def reject(self, request: HttpRequest, object_id: str) -> HttpResponse:
        return self._step(request, object_id, "reject")

    def _step(self, request: HttpRequest, object_id: str, name: str) -> HttpResponse:
        """Ask for what the step needs, and on a POST do it: one service call."""
        rows = ReturnRequest.objects.select_related("payment", "policy", "customer")
        found: ReturnRequest = get_object_or_404(rows, pk__in=[read_uuid(object_id)])
        if found.customer_id == request.user.pk:
            raise PermissionDenied
        form = STEPS[name].form(request.POST if request.method == "POST" else None, found=found)
        if request.method == "POST" and form.is_valid() and self._do(request, found, name, form):
            return redirect("admin:refunds_returnrequest_change", found.pk)
        return self._question(request, found, name, form)

    def _do(self, request: HttpRequest, found: ReturnRequest, name: str, form: StepForm) -> bool:
        step = STEPS[name]
        assert request.user.pk is not None
        try:
            step.do(Pressed(found.pk, request.user.pk, timezone.now(), form.cleaned_data))
        except WalletProjectError as error:
            form.add_error(None, str(error))
            return False
        self.log_change(request, found, str(step.title))
        messages.success(request, self._outcome(found))
        return True

    def _outcome(self, found: ReturnRequest) -> str:
        """What is now, where it is not what the button said: a refund may wait for another person."""
        refund = live_refund_of(found)
        if refund is not None and refund.is_waiting:
            return gettext("The refund is above the limit of your role: it waits for a second person.")
        return gettext("Done.")

    def _question(
        self, request: HttpRequest, found: ReturnRequest, name: str, form: StepForm
    ) -> HttpResponse:
        context = {
            "title": STEPS[name].title,
            "explanation": STEPS[name].explanation,
            "found": found,
            "form": form,
            "outcome": quote_return(found, now=timezone.now()) if name == "refund" else None,
            "back": reverse("admin:refunds_returnrequest_change", args=[found.pk]),
        }
        frame = {**admin.site.each_context(request), "opts": ReturnRequest._meta, "model_admin": self}
        return TemplateResponse(request, "admin/refunds/return_step.html", {**frame, **context})

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.photo)
        own = path("<uuid:return_id>/photos/<uuid:photo_id>/", view, name="refunds_returnrequest_photo")
        return [own, *super().get_urls()]

    def photo(self, request: HttpRequest, return_id: UUID, photo_id: UUID) -> FileResponse:
        """A photo of a return, for staff who may read returns."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        return photo_response(ReturnPhoto.objects.filter(pk=photo_id, return_request=return_id).first())


def _rendered(name: str, **context: Any) -> SafeString:
    return render_to_string(f"admin/refunds/{name}.html", context)
