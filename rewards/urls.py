"""Addresses of the customer's side of rewards."""

from __future__ import annotations

from django.urls import include, path

from rewards.views import home, statement

app_name = "rewards"

urlpatterns = [
    path("", home.rewards, name="home"),
    path("movements/", statement.statement, name="statement"),
    path("movements/export/", statement.export, name="statement_export"),
    path("movements/<int:entry_id>/", statement.movement, name="movement"),
    path("", include("rewards.urls_offers")),
    path("", include("rewards.urls_referral")),
]
