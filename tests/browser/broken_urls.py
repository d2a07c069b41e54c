"""The shop's addresses, and two pages of it that are broken."""

from __future__ import annotations

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.urls import path

from wallet_project import urls

handler400, handler403, handler404, handler500 = (
    urls.handler400,
    urls.handler403,
    urls.handler404,
    urls.handler500,
)


def fails(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("broken on purpose")


def is_not_understood(request: HttpRequest) -> HttpResponse:
    raise BadRequest("broken on purpose")


urlpatterns = [path("broken/", fails), path("bad/", is_not_understood), *urls.urlpatterns]
