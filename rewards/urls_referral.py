"""Addresses for those who invite friends."""

from __future__ import annotations

from django.urls import path

from rewards.views import referral

urlpatterns = [
    path("referral/", referral.referral, name="referral"),
    path("referral/open/", referral.referral_open, name="referral_open"),
]
