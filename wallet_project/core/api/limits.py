"""How often somebody may call."""

from __future__ import annotations

import time
from functools import cache
from ipaddress import IPv4Address, ip_address, ip_network
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from wallet_project.core.api.callers import Caller
from wallet_project.core.api.counters import WINDOW, Counters
from wallet_project.core.api.problems import ApiError


@cache
def counters() -> Counters:
    return Counters(settings.CACHE_URL)


def count_call(request: Any, caller: Caller | None, *, looks_up: bool = False) -> None:
    """Count a call. Raises `ApiError` (`rate_limited`) when the caller, or for a customer and for
    nobody their address, has called too often within a minute."""
    if caller is None:
        _require(f"address:{_place_of(request)}", settings.API_LIMIT_PER_ADDRESS)
    elif caller.is_store:
        _require_below(settings.API_LIMIT_PER_KEY, counters().count_soon(caller.id, now=time.time()))
    else:
        _require(caller.id, settings.API_LIMIT_PER_CUSTOMER)
        _require(f"address:{_place_of(request)}", settings.API_LIMIT_PER_ADDRESS)
    if looks_up:
        _count_look_up(request, caller)


def _count_look_up(request: Any, caller: Caller | None) -> None:
    who = caller.id if caller else _place_of(request)
    is_store = caller is not None and caller.is_store
    limit = settings.API_LIMIT_LOOK_UPS_PER_KEY if is_store else settings.API_LIMIT_LOOK_UPS
    _require(f"look-up:{who}", limit)


def count_failed_credentials(request: Any) -> None:
    """Count a key or token that was not valid. Raises `ApiError` (`rate_limited`) after too many."""
    _require(f"bad:{_place_of(request)}", settings.API_LIMIT_BAD_CREDENTIALS)


def address_of(request: Any) -> str:
    """Where a call comes from; behind proxies, as `ClientAddressMiddleware` made it out."""
    return str(request.META.get("REMOTE_ADDR", ""))


def _place_of(request: Any) -> str:
    """The address, or of IPv6 the network of 64 bits that one subscriber has all of."""
    try:
        found = ip_address(address_of(request))
    except ValueError:
        return ""
    if isinstance(found, IPv4Address):
        return str(found)
    return str(found.ipv4_mapped or ip_network((found, 64), strict=False))


def _require(bucket: str, limit: int) -> None:
    _require_below(limit, counters().count(bucket, now=time.time()))


def _require_below(limit: int, count: float) -> None:
    if count > limit:
        seconds = WINDOW - int(time.time() % WINDOW)
        message = _("Too many requests: at most %(limit)d within a minute.") % {"limit": limit}
        raise ApiError("rate_limited", message, headers={"Retry-After": str(seconds)}, limit=limit)
