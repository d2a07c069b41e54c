"""Stripe's exceptions, as ours. https://docs.stripe.com/error-handling"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager

import requests
import stripe
from django.utils.translation import gettext as _

from wallets.gateways.base import GatewayError
from wallets.gateways.stripe.declines import explain
from wallets.gateways.stripe.results import optional

log = logging.getLogger(__name__)


@contextmanager
def translated() -> Iterator[None]:
    """Around each call: no exception of the SDK leaves the adapter."""
    try:
        yield
    except stripe.StripeError as error:
        log.warning("Stripe: %s, request %s", type(error).__name__, error.request_id)
        raise translate(error) from error


def translate(error: stripe.StripeError) -> GatewayError:
    """Refusals are permanent; whatever leaves open what happened may be tried again with the same key."""
    if isinstance(error, stripe.APIConnectionError):
        return _unreachable(error)
    if isinstance(error, stripe.RateLimitError):
        return _again("rate_limited")
    if isinstance(error, stripe.CardError):
        return GatewayError("declined", _decline_words(error), permanent=True)
    if isinstance(error, (stripe.AuthenticationError, stripe.PermissionError)):
        return _refused("authentication")
    if _is_unsettled(error):
        return _again("unavailable")
    return _refused("not_found" if _is_missing(error) else "invalid_request")


def _unreachable(error: stripe.APIConnectionError) -> GatewayError:
    timed_out = isinstance(error.__cause__, requests.exceptions.Timeout)
    return _again("timeout" if timed_out else "unavailable")


def _is_unsettled(error: stripe.StripeError) -> bool:
    """A failure on Stripe's side, or the same key at work in another call."""
    status = error.http_status or 0
    refused = isinstance(error, (stripe.InvalidRequestError, stripe.IdempotencyError))
    return status == 409 or not (refused and 400 <= status < 500)


def _is_missing(error: stripe.StripeError) -> bool:
    return error.code == "resource_missing" or error.http_status == 404


def _decline_words(error: stripe.CardError) -> str:
    return explain(optional(error.error, "decline_code"), error.code)


def _again(code: str) -> GatewayError:
    reason = _("The payment service doesn't answer just now. Nothing is lost: we keep trying.")
    return GatewayError(code, reason, permanent=False)


def _refused(code: str) -> GatewayError:
    reason = _("The payment service refused this request.")
    return GatewayError(code, reason, permanent=True)
