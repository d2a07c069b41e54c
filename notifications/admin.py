"""The outbox, to read; what was given up can be sent again."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from unfold.admin import ModelAdmin

from notifications.models import OutboxMessage
from notifications.services import replay_messages


@admin.register(OutboxMessage)
class OutboxMessageAdmin(ModelAdmin):  # type: ignore[misc]
    """Read-only; `status` filtered to "Given up" is the dead-letter list."""

    list_display = ("created_at", "kind", "recipient", "status", "attempts", "next_attempt_at", "last_error")
    list_filter = ("status", "kind", "created_at")
    list_select_related = ("recipient",)
    list_per_page = 50
    show_full_result_count = False
    search_fields = ("recipient__email", "dedupe_key")
    ordering = ("-id",)
    actions = ("send_again",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: OutboxMessage | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: OutboxMessage | None = None) -> bool:
        return False

    def has_replay_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("notifications.replay_outboxmessage")

    @admin.action(description=_("Send again"), permissions=["replay"])
    def send_again(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        ids = list(queryset.values_list("pk", flat=True))
        count = replay_messages(message_ids=ids, now=timezone.now())
        text = ngettext(
            "%(count)d message is on its way again.", "%(count)d messages are on their way again.", count
        )
        level = messages.SUCCESS if count else messages.WARNING
        self.message_user(request, text % {"count": count}, level)
