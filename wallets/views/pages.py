"""What every page of the wallet needs: its customer, their time zone, and no answer about others'."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import resolve_url
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache

from wallet_project.core.exceptions import NotFound
from wallets.zones import zone_of

View = Callable[..., HttpResponseBase]


def customer_page(view: View) -> View:
    """A page of one customer: logged in, never cached, in their time zone; what is not theirs is 404."""

    @wraps(view)
    def page(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        with timezone.override(zone_of(request.user)):
            try:
                return view(request, *args, **kwargs)
            except NotFound as error:
                raise Http404(error.message) from error

    return never_cache(login_required(page))


def customer_fragment(view: View) -> View:
    """As `customer_page`, for a part of a page: whoever was logged out meanwhile is sent to the log-in."""
    page = customer_page(view)

    @wraps(view)
    def fragment(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated:
            return page(request, *args, **kwargs)
        return HttpResponse(headers={"HX-Redirect": resolve_url(settings.LOGIN_URL)})

    return fragment


def customer_id(request: HttpRequest) -> int:
    """The logged-in customer's key."""
    pk = request.user.pk
    assert pk is not None
    return int(pk)


def currency_of(request: HttpRequest) -> str:
    """The currency that a page is about: the store's unless the address says another."""
    return request.GET.get("currency", "") or settings.STORE_CURRENCY


def local_path(request: HttpRequest, address: str) -> str:
    """An address to go back to, if it is a path of this site; else empty."""
    is_path = address.startswith("/") and url_has_allowed_host_and_scheme(
        address, allowed_hosts=None, require_https=request.is_secure()
    )
    return address if is_path else ""
