"""`/_control/`: the strings behind the fake, as JSON, for tests and the demo. Needs the secret key."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from django.http import HttpRequest, JsonResponse
from django.views.decorators.csrf import csrf_exempt

from wallet_project.fake_stripe import control_actions as actions
from wallet_project.fake_stripe.api import faults, journal
from wallet_project.fake_stripe.api.answers import authenticate
from wallet_project.fake_stripe.errors import ApiError
from wallet_project.fake_stripe.knobs import read_knobs, turn
from wallet_project.fake_stripe.store import get_store
from wallet_project.fake_stripe.webhooks import delivery

Body = dict[str, Any]
SHOWN = ("state", "attempts", "last_status")


def control(action: Callable[..., Any]) -> Callable[..., JsonResponse]:
    """A view of an action that takes the JSON body and returns something to answer with."""

    @csrf_exempt
    def view(request: HttpRequest, **ids: str) -> JsonResponse:
        try:
            authenticate(request)
            body = json.loads(request.body or b"{}")
            return JsonResponse({"result": action(body, **ids)})
        except ApiError as error:
            return JsonResponse(error.body, status=error.status)
        except (ValueError, TypeError, KeyError) as error:
            return JsonResponse({"error": {"message": str(error)}}, status=400)

    return view


def health(request: HttpRequest) -> JsonResponse:
    """Up. Needs no key."""
    get_store().query("SELECT 1")
    return JsonResponse({"status": "ok"})


def settings(body: Body) -> Body:
    """Turn the knobs that are named; answer with all of them."""
    return asdict(turn(body) if body else read_knobs())


def events(body: Body) -> list[Body]:
    """Events of some types (all without `types`), oldest first, each with its deliveries."""
    wanted = body.get("types") or []
    rows = get_store().query("SELECT event, state, attempts, last_status FROM deliveries ORDER BY id")
    sent: dict[str, list[Body]] = {}
    for row in rows:
        sent.setdefault(row["event"], []).append({name: row[name] for name in SHOWN})
    found = [event for event in get_store().newest("event") if not wanted or event["type"] in wanted]
    return [event | {"deliveries": sent.get(event["id"], [])} for event in reversed(found)]


def deliver(body: Body) -> list[int]:
    """Send events now: `ids` in their order, or all held ones; `times` each, `parallel` or in turn."""
    ids = body.get("ids") or delivery.held_events()
    return delivery.deliver(ids * int(body.get("times", 1)), parallel=bool(body.get("parallel")))


def settle_payment(body: Body, payment: str) -> Body:
    return actions.settle_payment(payment, succeeded=body["succeeded"])


def dispute_payment(body: Body, payment: str) -> Body:
    return actions.dispute_payment(payment, reason=body.get("reason", "fraudulent"))


def close_dispute(body: Body, dispute: str) -> Body:
    return actions.close_dispute(dispute, won=body["won"])


def settle_refund(body: Body, refund: str) -> Body:
    return actions.settle_refund(refund, succeeded=body["succeeded"])


def add_fault(body: Body) -> Body:
    """Order a fault, or without a body lift all of them."""
    if body:
        faults.add(body)
    else:
        faults.lift()
    return body


def calls(body: Body) -> list[Body]:
    """The last calls of the API, oldest first."""
    return [asdict(call) for call in list(journal.CALLS)]


def clock(body: Body) -> float:
    return actions.advance_clock(float(body["seconds"]))


def reset(body: Body) -> bool:
    actions.reset()
    return True
