"""The schema, its documentation, and what every error code means."""

from __future__ import annotations

from functools import cache

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.cache import cache_control
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe
from drf_spectacular.generators import SchemaGenerator

from wallet_project.core.api.answers import as_json, as_response, rendered_problem
from wallet_project.core.api.codes import CODES
from wallet_project.core.api.problems import problem


@cache
def schema_bytes() -> bytes:
    """The OpenAPI document; made once by each process."""
    with translation.override("en"):
        generator = SchemaGenerator()  # type: ignore[no-untyped-call]
        return as_json(generator.get_schema(request=None, public=True))  # type: ignore[no-untyped-call]


@require_safe
@cache_control(public=True, max_age=300)
def schema(request: HttpRequest) -> HttpResponse:
    return HttpResponse(schema_bytes(), content_type="application/vnd.oai.openapi+json")


@require_safe
def docs(request: HttpRequest) -> HttpResponse:
    return render(request, "api/docs.html")


@require_safe
def errors(request: HttpRequest) -> HttpResponse:
    return render(request, "api/errors.html", {"codes": CODES})


@csrf_exempt
def nothing_here(request: HttpRequest) -> HttpResponse:
    """A path that is none, as a problem too."""
    return as_response(rendered_problem(problem("not_found", str(CODES["not_found"].title))))
