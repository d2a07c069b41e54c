"""Where the gateway's webhooks arrive: verified, stored once, answered at once, handled after that."""

from __future__ import annotations

from typing import Final

from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from wallet_project.core.db import after_commit
from wallet_project.tasks import handle_gateway_event
from wallets.gateways.base import EventKind, GatewayEvent, WebhookRejected
from wallets.gateways.registry import get_gateway
from wallets.models import GatewayEventRecord

LARGEST_BODY: Final = 256 * 1024
# What we put into metadata ourselves; anything else there is not ours to keep.
OUR_METADATA = ("purpose", "top_up", "payment", "tender", "customer", "refund")


@csrf_exempt
@require_POST
def stripe_webhook(request: HttpRequest) -> HttpResponse:
    """200 for an event that is stored, now or before; 400 with a code for what must not be believed.

    The signature stands in for the CSRF token: no browser can make one.
    """
    if int(request.META.get("CONTENT_LENGTH") or 0) > LARGEST_BODY:
        return JsonResponse({"code": "too_large"}, status=413)
    try:
        event = get_gateway().read_event(payload=request.body, headers=request.headers)
    except WebhookRejected as rejected:
        return JsonResponse({"code": rejected.code}, status=400)
    store_event(event)
    return JsonResponse({"received": event.id})


def store_event(event: GatewayEvent) -> GatewayEventRecord:
    """Keep an event once by its id, and have it handled soon. Safe to repeat, also at once."""
    handled_at = timezone.now() if event.kind == EventKind.IGNORED else None
    with transaction.atomic():
        record, is_new = GatewayEventRecord.objects.get_or_create(
            event_id=event.id,
            defaults={
                "type": event.type,
                "kind": event.kind.value,
                "body": _body(event),
                "created_at": event.created_at,
                "handled_at": handled_at,
            },
        )
        if is_new and handled_at is None:
            after_commit(handle_gateway_event, record_id=record.pk)
        return record


def _body(event: GatewayEvent) -> dict[str, object]:
    ids = {
        name: getattr(event, name) for name in ("session", "payment", "refund", "dispute", "payment_method")
    }
    metadata = {name: event.metadata[name][:100] for name in OUR_METADATA if name in event.metadata}
    return {**{name: value for name, value in ids.items() if value}, "metadata": metadata}
