"""Addresses of the customer's side of rewards."""

from __future__ import annotations

from django.urls import include, path

app_name = "rewards"

urlpatterns = [
    path("", include("rewards.urls_referral")),
]
