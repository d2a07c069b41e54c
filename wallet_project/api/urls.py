"""Every address below `/api/v1/`. An app brings its own in `<app>/api/urls.py`."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path, re_path

from wallet_project.api import pages, states

app_name = "api"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("wallet_project.checkout.api.urls")),
    path("", include("wallets.api.urls")),
    path("", include("refunds.api.urls")),
    path("", include("rewards.api.urls")),
    path("", include("notifications.api.urls")),
    path("health/", states.Health.as_view(), name="health"),
    path("ready/", states.Ready.as_view(), name="ready"),
    path("schema/", pages.schema, name="schema"),
    path("docs/", pages.docs, name="docs"),
    path("errors/", pages.errors, name="errors"),
    re_path("", pages.nothing_here),
]
