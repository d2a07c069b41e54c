"""The bank desk: one page where a person plays the bank."""

from __future__ import annotations

from collections.abc import Callable
from itertools import islice
from typing import Any

from django.core.signing import BadSignature, TimestampSigner
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.crypto import constant_time_compare
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.http import require_http_methods, require_POST

from wallet_project.fake_stripe import control_actions as actions
from wallet_project.fake_stripe.config import read_config
from wallet_project.fake_stripe.currencies import format_amount
from wallet_project.fake_stripe.errors import ApiError
from wallet_project.fake_stripe.knobs import Delivery, read_knobs, turn
from wallet_project.fake_stripe.pages.pay import SeeOther
from wallet_project.fake_stripe.store import Doc, get_store
from wallet_project.fake_stripe.webhooks import delivery

COOKIE = "fake_stripe_desk"
SHOWN = 50
signer = TimestampSigner(salt="bank-desk")

VERBS: dict[str, Callable[[str], Any]] = {
    "settle": lambda target: actions.settle_payment(target, succeeded=True),
    "refuse": lambda target: actions.settle_payment(target, succeeded=False),
    "dispute": actions.dispute_payment,
    "win": lambda target: actions.close_dispute(target, won=True),
    "lose": lambda target: actions.close_dispute(target, won=False),
    "refund_arrives": lambda target: actions.settle_refund(target, succeeded=True),
    "refund_fails": lambda target: actions.settle_refund(target, succeeded=False),
    "resend": lambda target: delivery.deliver([target], parallel=False),
    "deliver_held": lambda target: delivery.deliver(delivery.held_events(), parallel=False),
    "delivery": lambda target: turn({"delivery": target}),
}


def _is_open(request: HttpRequest) -> bool:
    try:
        return signer.unsign(request.COOKIES.get(COOKIE, ""), max_age=12 * 3600) == "open"
    except BadSignature:
        return False


@csrf_protect
@require_http_methods(["GET", "HEAD", "POST"])
def desk(request: HttpRequest) -> HttpResponse:
    """The desk for those who know the secret key, and the door for everyone else."""
    if request.method == "POST":
        return _unlock(request)
    if not _is_open(request):
        return render(request, "fake_stripe/door.html", status=401)
    return _show(request)


def _unlock(request: HttpRequest) -> HttpResponse:
    if not constant_time_compare(request.POST.get("key", "").strip(), read_config().secret_key):
        return render(request, "fake_stripe/door.html", {"error": "That is not this fake's key."}, status=401)
    response = SeeOther(request.path)
    response.set_cookie(COOKIE, signer.sign("open"), httponly=True, samesite="Strict")
    return response


@csrf_protect
@require_POST
def act(request: HttpRequest) -> HttpResponse:
    """One button of the desk."""
    if not _is_open(request):
        return render(request, "fake_stripe/door.html", status=401)
    verb, _, target = request.POST.get("do", "").partition(" ")
    try:
        VERBS[verb](target or request.POST.get("target", ""))
    except (ApiError, KeyError, ValueError) as error:
        return _show(request, error=str(error), status=409)
    return SeeOther("/_control/")


def _show(request: HttpRequest, *, error: str = "", status: int = 200) -> HttpResponse:
    knobs = read_knobs()
    disputes = [_with_amount(doc) for doc in _some("dispute")]
    context = {
        "error": error,
        "payments": [_with_amount(doc) for doc in _some("payment_intent")],
        "disputes": disputes,
        "disputed": {doc["payment_intent"] for doc in disputes},
        "refunds": [_with_amount(doc) for doc in _some("refund")],
        "events": list(islice(_some("event"), 20)),
        "held": len(delivery.held_events()),
        "modes": [(mode.value, mode is knobs.delivery) for mode in Delivery],
        "knobs": knobs,
    }
    return render(request, "fake_stripe/desk.html", context, status=status)


def _some(kind: str) -> Any:
    return islice(get_store().newest(kind), SHOWN)


def _with_amount(doc: Doc) -> Doc:
    return doc | {"shown": format_amount(doc["amount"], doc["currency"])}
