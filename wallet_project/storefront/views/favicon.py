"""The icon that browsers ask for for by itself where a page names none."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe


@require_safe
@cache_control(public=True, max_age=86_400)
def favicon(request: HttpRequest) -> HttpResponse:
    """On to the shop's own drawing, wherever the static files are served."""
    return redirect(static("img/brand.svg"))
