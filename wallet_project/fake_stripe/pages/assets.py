"""The one style sheet, from our own host."""

from __future__ import annotations

from pathlib import Path

from django.http import HttpRequest, HttpResponse

STYLE = Path(__file__).resolve().parent.parent / "static" / "fake_stripe.css"


def style(request: HttpRequest) -> HttpResponse:
    response = HttpResponse(STYLE.read_bytes(), content_type="text/css; charset=utf-8")
    response["Cache-Control"] = "max-age=300"
    return response


def no_icon(request: HttpRequest) -> HttpResponse:
    return HttpResponse(status=204)
