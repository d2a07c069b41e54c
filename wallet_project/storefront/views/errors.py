"""What is shown when something is wrong. These pages carry the whole frame, the wallet too; where
even that can't be made (no database, say), a plain page that needs nothing."""

from __future__ import annotations

import logging

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.views.decorators.csrf import requires_csrf_token

logger = logging.getLogger(__name__)


@requires_csrf_token
def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _error_page(request, "400.html", 400)


@requires_csrf_token
def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _error_page(request, "403.html", 403)


@requires_csrf_token
def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _error_page(request, "404.html", 404)


@requires_csrf_token
def server_error(request: HttpRequest) -> HttpResponse:
    return _error_page(request, "500.html", 500)


def _error_page(request: HttpRequest, template: str, status: int) -> HttpResponse:
    try:
        body = render_to_string(template, request=request)
    except Exception:
        logger.exception("The page for error %d could not be made.", status)
        body = render_to_string("components/plain_error.html")
    return HttpResponse(body, status=status)
