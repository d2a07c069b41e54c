"""What pages of the wallet read from their address."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme


def currency_of(request: HttpRequest) -> str:
    """The currency that a page is about: the store's unless the address says another."""
    return request.GET.get("currency", "") or settings.STORE_CURRENCY


def local_path(request: HttpRequest, address: str) -> str:
    """An address to go back to, if it is a path of this site; else empty."""
    is_path = address.startswith("/") and url_has_allowed_host_and_scheme(
        address, allowed_hosts=None, require_https=request.is_secure()
    )
    return address if is_path else ""
