"""Addresses of the customer's side of rewards."""

from __future__ import annotations

from django.urls import include, path

from rewards.views import home

app_name = "rewards"

urlpatterns = [
    path("", home.rewards, name="home"),
    path("", include("rewards.urls_referral")),
]
