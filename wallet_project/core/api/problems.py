"""Errors as RFC 9457 problems: `type title status detail code`, and `errors` by field for bad input."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404
from djmoney.money import Money
from rest_framework import exceptions
from rest_framework.response import Response

from wallet_project.core.api.codes import CODES, UNKNOWN
from wallet_project.core.exceptions import WalletProjectError
from wallet_project.core.money import as_data

logger = logging.getLogger(__name__)

MEDIA_TYPE = "application/problem+json"
TYPE_BASE = "/api/v1/errors/#"
TOP = "body"  # errors of the body as a whole

# What Django and DRF raise, and what we call it.
FRAMEWORK: tuple[tuple[type[Exception], str], ...] = (
    (exceptions.ParseError, "malformed_request"),
    (exceptions.NotAuthenticated, "authentication_required"),
    (exceptions.AuthenticationFailed, "invalid_credentials"),
    (exceptions.NotFound, "not_found"),
    (Http404, "not_found"),
    (exceptions.MethodNotAllowed, "method_not_allowed"),
    (exceptions.UnsupportedMediaType, "unsupported_media_type"),
    (exceptions.PermissionDenied, "permission_denied"),
    (PermissionDenied, "permission_denied"),
)


class ApiError(WalletProjectError):
    """An error of the call itself, not of what it wanted: a missing key, a missing scope, too many calls."""

    def __init__(
        self, code: str, message: str, *, headers: Mapping[str, str] | None = None, **data: Any
    ) -> None:
        super().__init__(message, **data)
        self.code = code
        self.headers = dict(headers or {})


def handle_exception(error: Exception, context: Mapping[str, Any]) -> Response:
    """DRF's handler of exceptions (`EXCEPTION_HANDLER`). What nobody foresaw is logged and is a 500
    that says nothing of what is inside."""
    headers = _headers_of(error)
    if isinstance(error, exceptions.ValidationError):
        body = input_problem(error)
    elif isinstance(error, WalletProjectError):
        body = problem(error.code, error.message, **error.data)
    else:
        body = _framework_problem(error)
    return Response(body, status=body["status"], headers=headers, content_type=MEDIA_TYPE)


def problem(code: str, detail: str, **data: Any) -> dict[str, Any]:
    """A problem; `data` stands beside its members: `available`, `limit` and the like."""
    if code not in CODES:
        logger.error("The error code %s has no status", code)
        code = UNKNOWN
    known = CODES[code]
    members = {name: _plain(value) for name, value in data.items() if value not in (None, "")}
    return members | {
        "type": TYPE_BASE + code,
        "title": str(known.title),
        "status": known.status,
        "detail": detail,
        "code": code,
    }


def input_problem(error: exceptions.ValidationError) -> dict[str, Any]:
    """Bad input, by field. Where all fields are wrong in the same known way, that is the code."""
    errors: dict[str, list[dict[str, str]]] = {}
    for path, detail in _flat(error.detail):
        errors.setdefault(path or TOP, []).append({"code": _field_code(detail), "detail": str(detail)})
    codes = {one["code"] for found in errors.values() for one in found}
    code = codes.pop() if len(codes) == 1 and codes <= CODES.keys() else "invalid_input"
    detail = next((one["detail"] for found in errors.values() for one in found), "")
    return problem(code, detail, errors=errors)


def _flat(detail: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    if isinstance(detail, Mapping):
        for name, inner in detail.items():
            own = "" if name == "non_field_errors" else str(name)
            yield from _flat(inner, ".".join(part for part in (path, own) if part))
    elif isinstance(detail, list):
        for index, inner in enumerate(detail):
            nested = isinstance(inner, Mapping | list)
            yield from _flat(inner, f"{path}.{index}" if nested and path else path)
    else:
        yield path, detail


def _field_code(detail: Any) -> str:
    return str(getattr(detail, "code", "") or "invalid")


def _plain(value: Any) -> Any:
    if isinstance(value, Money):
        return as_data(value)
    return value if isinstance(value, bool | int | dict | list) else str(value)


def _headers_of(error: Exception) -> dict[str, str]:
    headers = dict(getattr(error, "headers", {}))
    if challenge := getattr(error, "auth_header", ""):
        headers["WWW-Authenticate"] = challenge
    return headers


def _framework_problem(error: Exception) -> dict[str, Any]:
    for kind, code in FRAMEWORK:
        if isinstance(error, kind):
            return problem(code, str(getattr(error, "detail", "") or CODES[code].title))
    logger.error("An API call failed", exc_info=error)
    return problem("server_error", str(CODES["server_error"].title))
