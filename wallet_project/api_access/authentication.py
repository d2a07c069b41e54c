"""Who calls: a key of the store's back end, a browser's session, or an app's session token.

Each answers DRF with the user and a `Caller`.
"""

from __future__ import annotations

from typing import Any

from allauth.headless.internal.sessionkit import authenticate_by_x_session_token
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework import exceptions
from rest_framework.authentication import BaseAuthentication, CSRFCheck
from rest_framework.request import Request

from wallet_project.api_access.models import ApiKey
from wallet_project.api_access.services import find_api_key
from wallet_project.core.api.callers import KEY_PREFIX, Caller, customer_caller
from wallet_project.core.api.limits import address_of
from wallet_project.core.api.problems import ApiError

SCHEME = "Api-Key"
TOKEN_HEADER = "X-Session-Token"  # noqa: S105
TOKEN_META = "HTTP_X_SESSION_TOKEN"  # noqa: S105


class ApiKeyAuthentication(BaseAuthentication):
    """`Authorization: Api-Key sw_…`."""

    def authenticate(self, request: Request) -> tuple[Any, Caller] | None:
        scheme, _space, text = request.META.get("HTTP_AUTHORIZATION", "").partition(" ")
        if scheme.lower() != SCHEME.lower():
            return None
        key = find_api_key(text.strip(), address=address_of(request), now=timezone.now())
        if key is None:
            raise exceptions.AuthenticationFailed(_("This API key is not valid, or not from here."))
        return SimpleLazyObject(lambda: key.acts_for or AnonymousUser()), key_caller(key)

    def authenticate_header(self, request: Request) -> str:
        return SCHEME


class AppTokenAuthentication(BaseAuthentication):
    """`X-Session-Token`, as allauth gives it to apps."""

    def authenticate(self, request: Request) -> tuple[Any, Caller] | None:
        token = request.META.get(TOKEN_META, "")
        if not token:
            return None
        found = authenticate_by_x_session_token(token)
        if found is None or not found[0].is_active:
            raise exceptions.AuthenticationFailed(_("This session has ended. Log in again."))
        return found[0], customer_caller(found[0])


class BrowserAuthentication(BaseAuthentication):
    """The browser's session; whatever changes something needs the CSRF token."""

    def authenticate(self, request: Request) -> tuple[Any, Caller] | None:
        user = getattr(request._request, "user", None)
        if user is None or not user.is_active:
            return None
        check = CSRFCheck(_no_view)
        check.process_request(request._request)
        if reason := check.process_view(request._request, _no_view, (), {}):
            raise ApiError("csrf_failed", _("The CSRF token is missing or wrong."), reason=str(reason))
        return user, customer_caller(user)


def _no_view(request: HttpRequest) -> HttpResponse:
    """What the CSRF check is given in the place of a view."""
    return HttpResponse()


def key_caller(key: ApiKey) -> Caller:
    return Caller(
        id=f"{KEY_PREFIX}{key.lineage}",
        scopes=frozenset(key.scopes),
        actor_id=key.acts_for_id,
        key_id=key.pk,
        return_hosts=tuple(key.return_hosts),
    )


class ApiKeyScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    target_class = ApiKeyAuthentication
    name = "apiKey"

    def get_security_definition(self, auto_schema: Any) -> dict[str, Any]:
        return {
            "type": "apiKey",
            "in": "header",
            "name": "Authorization",
            "description": "For a store's back end: `Api-Key sw_…`, with the word before the key.",
        }


class AppTokenScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    target_class = AppTokenAuthentication
    name = "appSession"

    def get_security_definition(self, auto_schema: Any) -> dict[str, Any]:
        return {
            "type": "apiKey",
            "in": "header",
            "name": TOKEN_HEADER,
            "description": "For a customer's app: the session token that it got from allauth headless.",
        }


class BrowserScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    target_class = BrowserAuthentication
    name = "browserSession"

    def get_security_definition(self, auto_schema: Any) -> dict[str, Any]:
        return {
            "type": "apiKey",
            "in": "cookie",
            "name": "sessionid",
            "description": "For pages of this site; what changes something needs the CSRF token, too.",
        }
