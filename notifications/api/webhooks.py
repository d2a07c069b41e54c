"""Endpoints of other systems over REST, and every call to them with its answer."""

from __future__ import annotations

from urllib.parse import urlsplit
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from notifications import services
from notifications.api import inputs, outputs
from notifications.enums import EndpointStatus
from notifications.exceptions import AddressRefused
from notifications.models import WebhookDelivery, WebhookEndpoint
from wallet_project.core.api.callers import Scope, one_for_caller
from wallet_project.core.api.operations import Call, operation
from wallet_project.core.api.pages import Page, page_by_key, within
from wallet_project.core.api.problems import ApiError
from wallet_project.core.api.serializers import Nothing
from wallet_project.core.api.views import ApiView
from wallet_project.core.exceptions import InvalidState

EXAMPLE = {"url": "https://erp.example/hooks", "name": "ERP", "events": ["payment.captured", "refund.done"]}


class EndpointList(ApiView):
    @operation(
        "list_webhook_endpoints",
        "List webhook endpoints",
        scope=Scope.WEBHOOKS_WRITE,
        filters=inputs.EndpointFilters,
        answers=outputs.EndpointOutput,
        listed=True,
    )
    def get(self, call: Call) -> Page:
        rows = endpoints()
        if "status" in call.filters:
            rows = rows.filter(status=call.filters["status"])
        return page_by_key(rows, call.page)

    @operation(
        "add_webhook_endpoint",
        "Make a webhook endpoint",
        scope=Scope.WEBHOOKS_WRITE,
        takes=inputs.EndpointInput,
        answers=outputs.SecretEndpointOutput,
        status=201,
        calls_gateway=True,
        codes=("address_refused", "unknown_events", "unavailable", "idempotency_conflict"),
        example=EXAMPLE,
        description="Calls are signed as Standard Webhooks has it. The secret is in this answer alone.",
    )
    def post(self, call: Call) -> WebhookEndpoint:
        data = call.data
        name = data["name"] or (urlsplit(data["url"]).hostname or "")[:80]
        try:
            return services.add_endpoint(
                name=name,
                url=data["url"],
                events=data["events"],
                owner_id=call.caller.actor_id,
                key=call.key,
            )
        except AddressRefused as error:
            if error.permanent:
                raise
            message = _now("The name can't be looked up at the moment. Check it, or send it again later.")
            raise ApiError("unavailable", message) from error


class EndpointDetail(ApiView):
    @operation(
        "get_webhook_endpoint",
        "Get a webhook endpoint",
        scope=Scope.WEBHOOKS_WRITE,
        answers=outputs.EndpointOutput,
    )
    def get(self, call: Call, endpoint_id: UUID) -> WebhookEndpoint:
        return own_endpoint(call, endpoint_id)

    @operation(
        "remove_webhook_endpoint",
        "Remove a webhook endpoint",
        scope=Scope.WEBHOOKS_WRITE,
        status=204,
    )
    def delete(self, call: Call, endpoint_id: UUID) -> None:
        services.remove_endpoint(endpoint_id=endpoint_id)


class EndpointRotate(ApiView):
    @operation(
        "rotate_webhook_secret",
        "Give a webhook endpoint a new secret",
        scope=Scope.WEBHOOKS_WRITE,
        takes=Nothing,
        answers=outputs.SecretEndpointOutput,
        description="For 24 hours every event is signed with the old secret too.",
    )
    def post(self, call: Call, endpoint_id: UUID) -> WebhookEndpoint:
        return services.rotate_secret(endpoint_id=endpoint_id, now=call.now)


class EndpointTest(ApiView):
    @operation(
        "send_webhook_test",
        "Send a test event to a webhook endpoint",
        scope=Scope.WEBHOOKS_WRITE,
        takes=Nothing,
        answers=outputs.WebhookDeliveryOutput,
        status=201,
        description="It goes the way of real events; ask for the delivery to see the answer.",
    )
    def post(self, call: Call, endpoint_id: UUID) -> WebhookDelivery:
        return services.send_test_event(endpoint_id=endpoint_id, now=call.now)


class EndpointDisable(ApiView):
    @operation(
        "disable_webhook_endpoint",
        "Switch a webhook endpoint off",
        scope=Scope.WEBHOOKS_WRITE,
        takes=Nothing,
        answers=outputs.EndpointOutput,
    )
    def post(self, call: Call, endpoint_id: UUID) -> WebhookEndpoint:
        reason = _now("Switched off over the API.")
        return services.disable_endpoint(endpoint_id=endpoint_id, reason=reason)


class EndpointEnable(ApiView):
    @operation(
        "enable_webhook_endpoint",
        "Switch a webhook endpoint on again",
        scope=Scope.WEBHOOKS_WRITE,
        takes=Nothing,
        answers=outputs.EndpointOutput,
        description="It is told of what happens from now on.",
    )
    def post(self, call: Call, endpoint_id: UUID) -> WebhookEndpoint:
        return services.enable_endpoint(endpoint_id=endpoint_id)


class DeliveryList(ApiView):
    @operation(
        "list_webhook_deliveries",
        "List what a webhook endpoint was told, and what it answered",
        scope=Scope.WEBHOOKS_WRITE,
        filters=inputs.DeliveryFilters,
        answers=outputs.WebhookDeliveryOutput,
        listed=True,
    )
    def get(self, call: Call, endpoint_id: UUID) -> Page:
        rows = _deliveries(own_endpoint(call, endpoint_id).pk)
        wanted = {name: call.filters[name] for name in ("status", "event") if name in call.filters}
        return page_by_key(within(rows.filter(**wanted), call.filters), call.page)


class DeliveryDetail(ApiView):
    @operation(
        "get_webhook_delivery",
        "Get what a webhook endpoint was told once",
        scope=Scope.WEBHOOKS_WRITE,
        answers=outputs.WebhookDeliveryOutput,
    )
    def get(self, call: Call, endpoint_id: UUID, delivery_id: UUID) -> WebhookDelivery:
        return own_delivery(call, endpoint_id, delivery_id)


class DeliveryReplay(ApiView):
    @operation(
        "replay_webhook_delivery",
        "Tell again what was given up",
        scope=Scope.WEBHOOKS_WRITE,
        takes=Nothing,
        answers=outputs.WebhookDeliveryOutput,
        codes=("invalid_state",),
    )
    def post(self, call: Call, endpoint_id: UUID, delivery_id: UUID) -> WebhookDelivery:
        delivery = own_delivery(call, endpoint_id, delivery_id)
        if not services.replay_webhooks(delivery_ids=[delivery.pk], now=call.now):
            message = _now("Only what was given up is told again.")
            raise InvalidState(message, state=delivery.status)
        return own_delivery(call, endpoint_id, delivery_id)


def endpoints() -> QuerySet[WebhookEndpoint]:
    """All but the removed ones."""
    return WebhookEndpoint.objects.exclude(status=EndpointStatus.REMOVED)


def own_endpoint(call: Call, endpoint_id: UUID) -> WebhookEndpoint:
    """Raises `NotFound`."""
    return one_for_caller(endpoints(), call.caller, _("webhook endpoint"), pk=endpoint_id)


def own_delivery(call: Call, endpoint_id: UUID, delivery_id: UUID) -> WebhookDelivery:
    """Raises `NotFound`."""
    rows = _deliveries(own_endpoint(call, endpoint_id).pk)
    return one_for_caller(rows, call.caller, _("webhook delivery"), pk=delivery_id)


def _deliveries(endpoint_id: UUID) -> QuerySet[WebhookDelivery]:
    return WebhookDelivery.objects.filter(endpoint_id=endpoint_id).select_related("endpoint")
