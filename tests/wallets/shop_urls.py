"""The store, and pages that answer with errors."""

from __future__ import annotations

from django.core.exceptions import BadRequest, PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template import RequestContext, Template
from django.urls import path

from wallet_project import urls
from wallet_project.urls import handler400, handler403, handler404, handler500

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]


def breaks(request: HttpRequest) -> HttpResponse:
    raise RuntimeError


def forbidden(request: HttpRequest) -> HttpResponse:
    raise PermissionDenied


def bad(request: HttpRequest) -> HttpResponse:
    raise BadRequest


def any_page(request: HttpRequest) -> HttpResponse:
    template = Template("<h1>A page of another shop</h1>{% load wallet %}{% wallet_block %}")
    return HttpResponse(template.render(RequestContext(request)))


urlpatterns = [
    path("breaks/", breaks),
    path("forbidden/", forbidden),
    path("bad/", bad),
    path("any/", any_page),
    *urls.urlpatterns,
]
