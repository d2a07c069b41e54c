"""Notes each call of the API, with how long it took; and answers calls with a key without what only
pages need."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve
from django.utils import timezone, translation

from wallet_project.api_access.authentication import SCHEME
from wallet_project.api_access.calls import note_call
from wallet_project.core.api.callers import Caller
from wallet_project.core.api.limits import address_of
from wallet_project.core.api.views import ApiView

PREFIX = "/api/v1/"
WITH_KEY = f"{SCHEME} ".lower()


class ApiCallMiddleware:
    """Stands before what sessions, forms and pages need. A call that sends a key has nothing of them, so
    its view is asked at once, in the language that it wishes."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(PREFIX):
            return self.get_response(request)
        start = time.perf_counter()
        view = view_by_key(request)
        response = self.get_response(request) if view is None else _asked_at_once(view, request)
        caller: Caller | None = getattr(request, "caller", None)
        if caller is not None:
            note_call(
                key_id=caller.key_id,
                customer_id=caller.customer_id,
                method=str(request.method),
                path=request.path,
                status=response.status_code,
                seconds=time.perf_counter() - start,
                address=address_of(request),
                now=timezone.now(),
            )
        return response


def view_by_key(request: HttpRequest) -> Any:
    """The view that is called with a key; None where there is no key, or for a page."""
    if not request.META.get("HTTP_AUTHORIZATION", "").lower().startswith(WITH_KEY):
        return None
    try:
        match = resolve(request.path_info)
    except Resolver404:
        return None
    if not issubclass(getattr(match.func, "cls", object), ApiView):
        return None
    request.resolver_match = match
    return match.func


def _asked_at_once(view: Any, request: HttpRequest) -> HttpResponse:
    language = translation.get_language_from_request(request)
    translation.activate(language)
    match: Any = request.resolver_match
    response: HttpResponse = view(request, *match.args, **match.kwargs)
    if hasattr(response, "render"):
        response = response.render()
    headers = response.headers
    headers["Content-Language"], headers["Content-Length"] = language, str(len(response.content))
    headers.setdefault("Vary", "Accept-Language")
    return response
