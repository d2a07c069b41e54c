"""Messages, preferences, webhook endpoints and their deliveries."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.utils import timezone

from notifications.enums import Status
from notifications.models import WebhookEndpoint
from notifications.services import send_test_event
from tests.api_rows import STORE_ONLY, Row, World
from tests.factories.notifications import make_endpoint, make_message
from wallet_project.core.api.callers import reference_of

PREFERENCES = {
    "refused": [{"group": "reminders", "channel": "email"}],
    "quiet_from": None,
    "quiet_until": None,
    "pace": "at_once",
    "digest_hour": 9,
}


def message(suffix: str = "") -> Any:
    def path(world: World) -> str:
        made = make_message(recipient=world.owner, dedupe_key=uuid4().hex)
        return f"/notifications/{made.pk}/{suffix}"

    return path


def owner(world: World) -> Any:
    return {"customer": reference_of(world.owner)}


def preferences(world: World) -> str:
    return f"/notifications/preferences/?customer={reference_of(world.owner)}"


def endpoint(suffix: str = "") -> Any:
    return lambda world: f"/webhook-endpoints/{make_endpoint().pk}/{suffix}"


def delivery(suffix: str = "") -> Any:
    def path(world: World) -> str:
        made: WebhookEndpoint = make_endpoint()
        told = send_test_event(endpoint_id=made.pk, now=timezone.now())
        type(told).objects.filter(pk=told.pk).update(status=Status.DEAD)
        return f"/webhook-endpoints/{made.pk}/deliveries/{told.pk}/{suffix}"

    return path


def nothing(world: World) -> Any:
    return {}


def store_only(path: Any, right: int = 200, body: Any = None) -> Row:
    return Row(path, right, STORE_ONLY, STORE_ONLY, body)


ROWS = {
    "list_notifications": Row(lambda world: "/notifications/", 200, 200, 200),
    "get_notification": Row(message(), 200, 200, 404),
    "mark_notification_read": Row(message("read/"), 200, 200, 404, nothing),
    "archive_notification": Row(message("archive/"), 200, 200, 404, nothing),
    "mark_all_notifications_read": Row(lambda world: "/notifications/read/", 200, 200, 404, owner),
    "get_notification_preferences": Row(preferences, 200, 200, 404),
    "set_notification_preferences": Row(preferences, 200, 200, 404, lambda world: PREFERENCES),
    "list_webhook_endpoints": store_only(lambda world: "/webhook-endpoints/"),
    "add_webhook_endpoint": store_only(
        lambda world: "/webhook-endpoints/", 201, lambda world: {"url": "https://93.184.215.14/hooks"}
    ),
    "get_webhook_endpoint": store_only(endpoint()),
    "remove_webhook_endpoint": store_only(endpoint(), 204),
    "rotate_webhook_secret": store_only(endpoint("rotate/"), 200, nothing),
    "send_webhook_test": store_only(endpoint("test/"), 201, nothing),
    "disable_webhook_endpoint": store_only(endpoint("disable/"), 200, nothing),
    "enable_webhook_endpoint": store_only(endpoint("enable/"), 200, nothing),
    "list_webhook_deliveries": store_only(endpoint("deliveries/")),
    "get_webhook_delivery": store_only(delivery()),
    "replay_webhook_delivery": store_only(delivery("replay/"), 200, nothing),
}
