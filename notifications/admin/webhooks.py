"""Endpoints of other systems, and every call with its answer."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import admin
from django.contrib import messages as notices
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from notifications import services
from notifications.admin.forms import EndpointForm
from notifications.admin.messages import STATUS_LABELS
from notifications.enums import EndpointStatus
from notifications.exceptions import AddressRefused
from notifications.models import WebhookDelivery, WebhookEndpoint
from wallet_project.core.admin_tools import DayRangeFilter, ReadOnlyAdmin, detail_action, read_uuid, shown
from wallet_project.core.exceptions import NotFound

ENDPOINT_LABELS: dict[str, str] = {EndpointStatus.ACTIVE: "success", EndpointStatus.DISABLED: "danger"}


@admin.register(WebhookEndpoint)
class WebhookEndpointAdmin(ReadOnlyAdmin):
    list_display = ("name", "url", "shown_events", "shown_status", "failing_since", "created_at")
    list_display_links = ("name",)
    list_filter = ("status",)
    search_texts = ("name__icontains", "url__icontains")
    search_help_text = _("Name or address")
    ordering = ("name",)
    fields = (
        "name", "url", "shown_events", "status", "status_reason", "failing_since", "previous_until", "owner",
        "created_at",
    )  # fmt: skip
    readonly_fields = ("shown_events",)
    actions_detail: ClassVar[list[str]] = ["send_test", "rotate", "switch_off", "switch_on"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows: QuerySet[Any] = super().get_queryset(request)
        return rows.exclude(status=EndpointStatus.REMOVED)

    @shown(_("events"))
    def shown_events(self, endpoint: WebhookEndpoint) -> str:
        return ", ".join(endpoint.events) or gettext("all")

    @shown(_("status"), label=ENDPOINT_LABELS)
    def shown_status(self, endpoint: WebhookEndpoint) -> tuple[str, str]:
        return endpoint.status, endpoint.get_status_display()

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm("notifications.add_webhookendpoint")

    def has_manage_permission(self, request: HttpRequest, object_id: Any = None) -> bool:
        return request.user.has_perm("notifications.change_webhookendpoint")

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        """A form of our own: the address is looked up, which is nothing to do in a transaction."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = EndpointForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            try:
                endpoint = services.add_endpoint(**form.cleaned_data, owner_id=request.user.pk)
            except AddressRefused as error:
                form.add_error("url", error.message)
            else:
                self.log_addition(request, endpoint, gettext("Added."))
                self._show_secret(request, endpoint)
                return redirect("admin:notifications_webhookendpoint_change", endpoint.pk)
        frame = {**admin.site.each_context(request), "opts": WebhookEndpoint._meta, "model_admin": self}
        words = {"title": gettext("Add a webhook endpoint"), "form": form}
        return TemplateResponse(request, "admin/notifications/endpoint.html", {**frame, **words})

    def _show_secret(self, request: HttpRequest, endpoint: WebhookEndpoint) -> None:
        text = gettext("Its secret is %(secret)s. It is shown this once: keep it where the other system is.")
        notices.success(request, text % {"secret": endpoint.secret})

    @detail_action(_("Send a test event"), path="test", permission="manage")
    def send_test(self, request: HttpRequest, object_id: str) -> HttpResponse:
        return self._change(
            request,
            object_id,
            lambda pk: services.send_test_event(endpoint_id=pk, now=timezone.now()),
            gettext("A test event is on its way. See the deliveries for the answer."),
        )

    @detail_action(_("New secret"), path="rotate", permission="manage")
    def rotate(self, request: HttpRequest, object_id: str) -> HttpResponse:
        def change(pk: Any) -> None:
            self._show_secret(request, services.rotate_secret(endpoint_id=pk, now=timezone.now()))

        done = gettext("For 24 hours every event is signed with the old secret too.")
        return self._change(request, object_id, change, done)

    @detail_action(_("Switch off"), path="disable", permission="manage")
    def switch_off(self, request: HttpRequest, object_id: str) -> HttpResponse:
        reason = gettext("Switched off by %(who)s.") % {"who": request.user}
        return self._change(
            request,
            object_id,
            lambda pk: services.disable_endpoint(endpoint_id=pk, reason=reason),
            gettext("It is told nothing any more."),
        )

    @detail_action(_("Switch on"), path="enable", permission="manage")
    def switch_on(self, request: HttpRequest, object_id: str) -> HttpResponse:
        return self._change(
            request,
            object_id,
            lambda pk: services.enable_endpoint(endpoint_id=pk),
            gettext("It is told of what happens from now on."),
        )

    def _change(self, request: HttpRequest, object_id: str, change: Any, done: str) -> HttpResponse:
        """Ask first, then do it by POST: a link must not change anything."""
        pk = read_uuid(object_id)
        endpoint = self.get_queryset(request).filter(pk=pk).first() if pk else None
        if endpoint is None:
            notices.error(request, NotFound(gettext("webhook endpoint")).message)
            return redirect("admin:notifications_webhookendpoint_changelist")
        if request.method != "POST":
            frame = {**admin.site.each_context(request), "opts": WebhookEndpoint._meta, "model_admin": self}
            context = {**frame, "title": endpoint.name, "endpoint": endpoint}
            return TemplateResponse(request, "admin/notifications/confirm.html", context)
        change(endpoint.pk)
        self.log_change(request, endpoint, done)
        notices.success(request, done)
        return redirect("admin:notifications_webhookendpoint_change", endpoint.pk)


@admin.register(WebhookDelivery)
class WebhookDeliveryAdmin(ReadOnlyAdmin):
    list_display = (
        "created_at", "endpoint", "event", "subject", "shown_status", "attempts", "response_status",
        "duration_ms", "last_error",
    )  # fmt: skip
    list_filter = ("status", "endpoint", ("created_at", DayRangeFilter))
    list_select_related = ("endpoint",)
    search_ids = ("pk", "event_id", "message__pk")
    search_texts = ("subject", "event")
    search_help_text = _("Event, what it is about, or an id")
    ordering = ("-pk",)
    exclude = ("message",)
    actions = ("send_again",)

    @shown(_("status"), label=STATUS_LABELS)
    def shown_status(self, delivery: WebhookDelivery) -> tuple[str, str]:
        return delivery.status, delivery.get_status_display()

    def has_replay_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("notifications.replay_webhookdelivery")

    @admin.action(description=_("Send again"), permissions=["replay"])
    def send_again(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        ids = list(queryset.values_list("pk", flat=True))
        count = services.replay_webhooks(delivery_ids=ids, now=timezone.now())
        text = ngettext(
            "%(count)d event is on its way again.", "%(count)d events are on their way again.", count
        )
        level = notices.SUCCESS if count else notices.WARNING
        self.message_user(request, text % {"count": count}, level)
