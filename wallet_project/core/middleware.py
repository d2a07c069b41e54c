"""Who asks, where proxies stand in front of the store; and what a page may load."""

from __future__ import annotations

from collections.abc import Callable
from ipaddress import ip_address

from csp.middleware import CSPMiddleware
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

POLICY = "Content-Security-Policy"


class ContentSecurityPolicyMiddleware(CSPMiddleware):
    """The store's policy, for every answer that brings none of its own."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        return response if POLICY in response.headers else super().process_response(request, response)


class ClientAddressMiddleware:
    """Put the client's address into `REMOTE_ADDR`, where `settings.TRUSTED_PROXIES` proxies each add
    the address that they were asked from to `X-Forwarded-For`.

    Only what our own proxies wrote is believed: the address is counted from the right, and what a
    client put before it is never read. A header that is missing, too short or no address changes
    nothing. Comes first, so that limits and logs see the same address.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        address = forwarded_for(request.META.get("HTTP_X_FORWARDED_FOR", ""), settings.TRUSTED_PROXIES)
        if address:
            request.META["REMOTE_ADDR"] = address
        return self.get_response(request)


def forwarded_for(header: str, proxies: int) -> str:
    """The client's address as the outermost of our `proxies` saw it; empty where that can't be told."""
    stops = [stop.strip() for stop in header.split(",")]
    if not 0 < proxies <= len(stops):
        return ""
    try:
        return str(ip_address(stops[-proxies]))
    except ValueError:
        return ""
