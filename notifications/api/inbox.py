"""A customer's messages over REST, and what they want to hear of."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from notifications import queries, services
from notifications.api import inputs, outputs
from notifications.enums import ChannelName, Group
from notifications.kinds import FACTS
from notifications.models import OutboxMessage
from notifications.texts import Notice, page_of, render_for_recipients
from wallet_project.core.api.callers import (
    Scope,
    customer_named,
    find_customer,
    for_caller,
    one_for_caller,
    reference_of,
)
from wallet_project.core.api.operations import Call, operation
from wallet_project.core.api.pages import Page, page_by_key, within
from wallet_project.core.api.serializers import Nothing, OfCustomer
from wallet_project.core.api.views import ApiView

OWNER = "recipient_id"
PREFERENCES = {
    "refused": [{"group": "reminders", "channel": "sms"}],
    "quiet_from": "22:00",
    "quiet_until": "08:00",
    "pace": "weekly",
    "digest_hour": 9,
}


class NotificationList(ApiView):
    @operation(
        "list_notifications",
        "List messages to customers",
        scope=Scope.WALLETS_READ,
        customers=True,
        filters=inputs.NotificationFilters,
        answers=outputs.NotificationOutput,
        listed=True,
    )
    def get(self, call: Call) -> Page:
        asked = call.filters
        rows = for_caller(_messages(), call.caller, owner=OWNER)
        rows = rows.filter(archived_at__isnull=not asked["archived"])
        if "customer" in asked:
            rows = rows.filter(customer_named(asked["customer"], "recipient__"))
        if "kind" in asked:
            rows = rows.filter(kind=asked["kind"])
        if "unread" in asked:
            rows = rows.filter(read_at__isnull=asked["unread"])
        page = page_by_key(within(rows, asked), call.page)
        return Page(
            [told(row, notice) for row, notice in render_for_recipients(page.results)],
            next=page.next,
            previous=page.previous,
        )


class NotificationDetail(ApiView):
    @operation(
        "get_notification",
        "Get a message",
        scope=Scope.WALLETS_READ,
        customers=True,
        answers=outputs.NotificationOutput,
    )
    def get(self, call: Call, message_id: UUID) -> Any:
        return _told_one(_own(call, message_id))


class NotificationRead(ApiView):
    @operation(
        "mark_notification_read",
        "Mark a message as read",
        scope=Scope.CUSTOMERS_WRITE,
        customers=True,
        takes=Nothing,
        answers=outputs.NotificationOutput,
    )
    def post(self, call: Call, message_id: UUID) -> Any:
        message = _own(call, message_id)
        services.mark_read(recipient_id=message.recipient_id, message_id=message_id, now=call.now)
        return _told_one(_own(call, message_id))


class NotificationArchive(ApiView):
    @operation(
        "archive_notification",
        "Take a message out of the inbox",
        scope=Scope.CUSTOMERS_WRITE,
        customers=True,
        takes=Nothing,
        answers=outputs.NotificationOutput,
    )
    def post(self, call: Call, message_id: UUID) -> Any:
        message = _own(call, message_id)
        services.archive_message(recipient_id=message.recipient_id, message_id=message_id, now=call.now)
        return _told_one(_own(call, message_id))


class NotificationsRead(ApiView):
    @operation(
        "mark_all_notifications_read",
        "Mark all messages of a customer as read",
        scope=Scope.CUSTOMERS_WRITE,
        customers=True,
        takes=OfCustomer,
        answers=outputs.MarkedOutput,
        codes=("not_found",),
        example={"customer": "shop-4711"},
    )
    def post(self, call: Call) -> Any:
        customer = find_customer(call.caller, call.data.get("customer"))
        return {"marked": services.mark_all_read(recipient_id=customer.pk, now=call.now)}


class Preferences(ApiView):
    @operation(
        "get_notification_preferences",
        "Get what a customer wants to hear of",
        scope=Scope.WALLETS_READ,
        customers=True,
        filters=inputs.CustomerFilter,
        answers=outputs.PreferencesOutput,
        codes=("not_found",),
        example_answer=PREFERENCES,
    )
    def get(self, call: Call) -> Any:
        return wishes_of(find_customer(call.caller, call.filters.get("customer")).pk)

    @operation(
        "set_notification_preferences",
        "Choose what a customer wants to hear of",
        scope=Scope.CUSTOMERS_WRITE,
        customers=True,
        filters=inputs.CustomerFilter,
        takes=inputs.PreferencesInput,
        answers=outputs.PreferencesOutput,
        codes=("not_found", "stays_on"),
        example=PREFERENCES,
        description="It replaces all that was chosen before. Messages about security can't be refused.",
    )
    def put(self, call: Call) -> Any:
        customer = find_customer(call.caller, call.filters.get("customer"))
        refused = [(Group(one["group"]), ChannelName(one["channel"])) for one in call.data["refused"]]
        services.save_preferences(user_id=customer.pk, now=call.now, **{**call.data, "refused": refused})
        return wishes_of(customer.pk)


def _told_one(message: OutboxMessage) -> dict[str, Any]:
    [(found, notice)] = render_for_recipients([message])
    return told(found, notice)


def told(message: OutboxMessage, notice: Notice) -> dict[str, Any]:
    """A message with its words, which are in its recipient's language."""
    return {
        "id": message.pk,
        "customer": reference_of(message.recipient),
        "kind": message.kind,
        "group": FACTS[message.kind].group,  # type: ignore[index]
        "subject": notice.subject,
        "text": notice.text,
        "link": page_of(message),
        "read_at": message.read_at,
        "archived_at": message.archived_at,
        "created_at": message.created_at,
    }


def wishes_of(user_id: int) -> dict[str, Any]:
    """What a customer has turned off, and when they want to hear."""
    wishes = queries.settings_of(user_id)
    refused = sorted(queries.refusals(user_id))
    return {
        "refused": [{"group": group, "channel": channel} for group, channel in refused],
        "quiet_from": wishes.quiet_from,
        "quiet_until": wishes.quiet_until,
        "pace": wishes.pace,
        "digest_hour": wishes.digest_hour,
    }


def _messages() -> QuerySet[OutboxMessage]:
    return OutboxMessage.objects.select_related("recipient")


def _own(call: Call, message_id: UUID) -> OutboxMessage:
    return one_for_caller(_messages(), call.caller, _("message"), owner=OWNER, pk=message_id)
