"""What every call has in common: authentication, parameters, idempotency, faults, headers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.crypto import constant_time_compare
from django.views.decorators.csrf import csrf_exempt

from wallet_project.fake_stripe.api import faults, idempotency, journal
from wallet_project.fake_stripe.api.expand import expanded
from wallet_project.fake_stripe.api.idempotency import Attempt, SavedAnswer
from wallet_project.fake_stripe.config import read_config
from wallet_project.fake_stripe.errors import ApiError, unauthorized
from wallet_project.fake_stripe.params import Params, nest
from wallet_project.fake_stripe.store import Doc, get_store, new_id
from wallet_project.fake_stripe.webhooks.events import API_VERSION, current_request

# Takes the parameters, and the ids of its path by keyword; acts, and returns the document to show.
Endpoint = Callable[..., Doc]


@dataclass(frozen=True, slots=True)
class Call:
    """A call on its way."""

    request: HttpRequest
    endpoint: Endpoint
    ids: dict[str, str]
    values: dict[str, Any]
    request_id: str
    fault: faults.Fault | None

    @property
    def key(self) -> str:
        return self.request.headers.get("Idempotency-Key", "") if self.request.method == "POST" else ""


def api(**endpoints: Endpoint) -> Callable[..., HttpResponse]:
    """A view that serves one path; the keywords are the methods in lower case."""

    @csrf_exempt
    def view(request: HttpRequest, **ids: str) -> HttpResponse:
        request_id = new_id("req")
        try:
            answer, replayed = _answer(request, endpoints, ids, request_id)
        except ApiError as error:
            answer, replayed = SavedAnswer(error.status, error.body, request_id), False
            return _respond(request, answer, request_id, replayed, error.headers)
        return _respond(request, answer, request_id, replayed, {})

    return view


def _answer(
    request: HttpRequest, endpoints: dict[str, Endpoint], ids: dict[str, str], request_id: str
) -> tuple[SavedAnswer, bool]:
    authenticate(request)
    endpoint = endpoints.get((request.method or "").lower())
    if endpoint is None:
        message = f"Unrecognized request URL ({request.method}: {request.path})."
        raise ApiError(404, {"type": "invalid_request_error", "message": message})
    fault = faults.take(request.method or "", request.path)
    values = nest(_pairs(request))
    return _perform(Call(request, endpoint, ids, values, request_id, fault))


def authenticate(request: HttpRequest) -> None:
    """Raises 401 without this fake's secret key."""
    scheme, _, key = request.headers.get("Authorization", "").partition(" ")
    if scheme != "Bearer" or not constant_time_compare(key.strip(), read_config().secret_key):
        raise unauthorized(key)


def _pairs(request: HttpRequest) -> list[tuple[str, str]]:
    text = request.META.get("QUERY_STRING", "")
    if request.method == "POST":
        text = request.body.decode()
    return parse_qsl(text, keep_blank_values=True)


def _perform(call: Call) -> tuple[SavedAnswer, bool]:
    sock = call.request.META.get("gunicorn.socket")
    faults.before(call.fault, sock)
    if not call.key:
        answer, replayed = _run(call, None), False
    else:
        answer, replayed = _run_once(call)
    faults.after(call.fault, sock)
    return answer, replayed


def _run_once(call: Call) -> tuple[SavedAnswer, bool]:
    attempt = idempotency.attempt_of(call.key, call.request.method or "", call.request.path, call.values)
    with idempotency.claim(attempt) as saved:
        if saved is not None:
            return saved, True
        faults.while_running(call.fault)
        return _run(call, attempt), False


def _run(call: Call, attempt: Attempt | None) -> SavedAnswer:
    """Execute and keep the answer, in one transaction."""
    token = current_request.set((call.request_id, call.key or None))
    try:
        with get_store().transaction():
            answer = _execute(call)
            if attempt is not None:
                idempotency.keep(attempt, answer)
            return answer
    finally:
        current_request.reset(token)


def _execute(call: Call) -> SavedAnswer:
    kind = call.fault.kind if call.fault else None
    if kind is faults.FaultKind.ERROR_500:
        return SavedAnswer(500, {"error": faults.SERVER_ERROR}, call.request_id)
    params = Params({**call.values, "_base_url": base_url(call.request)})
    params.ignore("_base_url")
    wanted = params.texts("expand")
    try:
        doc = call.endpoint(params, **call.ids)
        answer = SavedAnswer(200, expanded(doc, wanted), call.request_id)
    except ApiError as error:
        if not error.executed:
            raise
        answer = SavedAnswer(error.status, error.body, call.request_id)
    if kind is faults.FaultKind.ERROR_500_AFTER:
        return SavedAnswer(500, {"error": faults.SERVER_ERROR}, call.request_id)
    return answer


def base_url(request: HttpRequest) -> str:
    """The address under which the customer's browser reaches the fake."""
    return read_config().public_url.rstrip("/") or f"{request.scheme}://{request.get_host()}"


def _respond(
    request: HttpRequest, answer: SavedAnswer, request_id: str, replayed: bool, headers: dict[str, str]
) -> HttpResponse:
    key = request.headers.get("Idempotency-Key", "")
    journal.CALLS.append(journal.Call(request.method or "", request.path, answer.status, key, replayed))
    response = JsonResponse(answer.body, status=answer.status, json_dumps_params={"indent": 2})
    response["Request-Id"] = request_id
    response["Stripe-Version"] = request.headers.get("Stripe-Version", API_VERSION)
    if key:
        response["Idempotency-Key"] = key
    if replayed:
        response["Idempotent-Replayed"] = "true"
        response["Original-Request"] = answer.request_id
    if answer.status >= 500:
        response["Stripe-Should-Retry"] = "false"
    for name, value in headers.items():
        response[name] = value
    return response
