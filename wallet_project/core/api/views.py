"""The base of every view of the API."""

from __future__ import annotations

from functools import cache
from typing import Any

from django.utils.translation import gettext as _
from rest_framework.exceptions import AuthenticationFailed, NotAuthenticated
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from wallet_project.core.api.callers import Caller, caller_of
from wallet_project.core.api.limits import count_call, count_failed_credentials
from wallet_project.core.api.operations import Operation, operation_of
from wallet_project.core.api.parsers import StrictJsonParser
from wallet_project.core.api.problems import ApiError
from wallet_project.core.api.schema import ApiSchema
from wallet_project.core.middleware import POLICY

# An answer is read by a program; a browser that shows it loads nothing for it.
NOTHING_IS_LOADED = "default-src 'none'; frame-ancestors 'none'"
LARGEST_BODY = 256 * 1024


class AlwaysJson(BaseContentNegotiation):
    """There is JSON and nothing else, whatever the caller would like."""

    def select_parser(self, request: Request, parsers: Any) -> Any:
        """By the media type alone: JSON has one encoding, whatever `charset` says."""
        sent = request.content_type.partition(";")[0].strip().lower()
        return next((parser for parser in parsers if sent == parser.media_type), None)

    def select_renderer(self, request: Request, renderers: Any, format_suffix: Any = None) -> Any:
        return renderers[0], renderers[0].media_type


class ApiView(APIView):
    """Methods are made with `@operation`. Who may call is checked here, before anything is read."""

    schema = ApiSchema()
    parser_classes = [StrictJsonParser]
    renderer_classes = [JSONRenderer]
    content_negotiation_class = AlwaysJson
    http_method_names = ["get", "post", "put", "patch", "delete", "head"]

    @property
    def default_response_headers(self) -> dict[str, str]:
        kind: Any = type(self)
        return {"Allow": _allowed(kind)}

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        self.format_kwarg = None
        request.accepted_renderer, request.accepted_media_type = self.perform_content_negotiation(request)
        promised = operation_of(self, str(request.method).replace("HEAD", "GET"))
        caller = self._authenticated(request)
        if promised is not None:
            require_allowed(promised, caller)
        count_call(request, caller, looks_up=promised is not None and promised.looks_up)
        if int(request.META.get("CONTENT_LENGTH") or 0) > LARGEST_BODY:
            raise ApiError("request_too_large", _("A request has at most 256 KiB."))

    def _authenticated(self, request: Request) -> Caller | None:
        try:
            caller = caller_of(request)
        except AuthenticationFailed:
            count_failed_credentials(request)
            raise
        request._request.caller = caller  # type: ignore[attr-defined]
        return caller

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Response:
        finished = super().finalize_response(request, response, *args, **kwargs)
        finished.headers.setdefault("Cache-Control", "no-store")
        finished.headers[POLICY] = NOTHING_IS_LOADED
        return finished


@cache
def _allowed(view: Any) -> str:
    """The methods of a kind of view."""
    return ", ".join(view().allowed_methods)


def require_allowed(promised: Operation, caller: Caller | None) -> None:
    """Raise unless this caller may do this at all."""
    if promised.public:
        return
    if caller is None:
        raise NotAuthenticated(_("Send an API key, or log in."))
    if not caller.is_store:
        if not (promised.customers or (promised.staff and caller.is_staff)):
            raise ApiError("store_only", _("Customers can't do this; the store can."))
    elif promised.scope is not None and promised.scope not in caller.scopes:
        message = _("This key lacks the scope %(scope)s.") % {"scope": promised.scope}
        raise ApiError("scope_required", message, scope=str(promised.scope))
