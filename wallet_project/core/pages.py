"""What every page of a customer needs: to be logged in, their time zone, and no answer about others'."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import resolve_url
from django.utils import timezone
from django.views.decorators.cache import never_cache

from wallet_project.core.exceptions import NotFound
from wallet_project.core.zones import zone_of

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


def uuid_of(text: str | None) -> UUID | None:
    """An id as it stands in an address or a form; anything else is none."""
    try:
        return UUID(text or "")
    except ValueError:
        return None
