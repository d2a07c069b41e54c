"""Notes each call of the API, with how long it took."""

from __future__ import annotations

import time
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from wallet_project.api_access.calls import note_call
from wallet_project.core.api.callers import Caller
from wallet_project.core.api.limits import address_of

PREFIX = "/api/v1/"


class ApiCallMiddleware:
    """Stands first, so that it measures everything behind it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path.startswith(PREFIX):
            return self.get_response(request)
        start = time.perf_counter()
        response = self.get_response(request)
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
