"""Messages and their deliveries, to read; what was given up can be sent again."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib import messages as notices
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from notifications.details import read
from notifications.enums import Status
from notifications.models import Delivery, OutboxMessage
from notifications.services import replay_deliveries
from wallet_project.core.admin_tools import DayRangeFilter, ReadOnlyAdmin, shown

STATUS_LABELS: dict[str, str] = {
    Status.PENDING: "info",
    Status.SENT: "success",
    Status.FAILED: "warning",
    Status.DEAD: "danger",
    Status.DROPPED: "info",
}


@admin.register(OutboxMessage)
class OutboxMessageAdmin(ReadOnlyAdmin):
    list_display = ("created_at", "kind", "recipient", "subject", "dispatched_at", "read_at")
    list_filter = ("kind", ("created_at", DayRangeFilter))
    list_select_related = ("recipient",)
    search_ids = ("pk",)
    search_texts = ("recipient__email__icontains", "dedupe_key")
    search_help_text = _("Customer, key or id")
    ordering = ("-pk",)
    exclude = ("context",)
    readonly_fields = ("shown_details",)

    @shown(_("details"))
    def shown_details(self, message: OutboxMessage) -> str:
        return "; ".join(f"{name}: {value}" for name, value in read(message.context).items() if value)


@admin.register(Delivery)
class DeliveryAdmin(ReadOnlyAdmin):
    """Filtered to "Given up" it is the dead-letter list."""

    list_display = (
        "created_at", "channel", "shown_kind", "shown_recipient", "shown_status", "attempts",
        "next_attempt_at", "digest", "last_error",
    )  # fmt: skip
    list_filter = ("status", "channel", ("created_at", DayRangeFilter))
    list_select_related = ("message__recipient", "digest__recipient")
    search_ids = ("pk", "message__pk")
    search_texts = ("message__recipient__email__icontains", "message__dedupe_key")
    search_help_text = _("Customer, key or id")
    ordering = ("-pk",)
    actions = ("send_again",)

    @shown(_("kind"))
    def shown_kind(self, delivery: Delivery) -> str:
        return delivery.message.get_kind_display()

    @shown(_("recipient"))
    def shown_recipient(self, delivery: Delivery) -> str:
        return str(delivery.message.recipient)

    @shown(_("status"), label=STATUS_LABELS)
    def shown_status(self, delivery: Delivery) -> tuple[str, str]:
        return delivery.status, delivery.get_status_display()

    def has_replay_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("notifications.replay_delivery")

    @admin.action(description=_("Send again"), permissions=["replay"])
    def send_again(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        ids = list(queryset.values_list("pk", flat=True))
        count = replay_deliveries(delivery_ids=ids, now=timezone.now())
        text = ngettext(
            "%(count)d message is on its way again.", "%(count)d messages are on their way again.", count
        )
        level = notices.SUCCESS if count else notices.WARNING
        self.message_user(request, text % {"count": count}, level)
