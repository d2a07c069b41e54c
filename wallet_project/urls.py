"""Every address of the store."""

from __future__ import annotations

from django.conf import settings
from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path

from rewards.views.referral import invited
from wallet_project import health, webhooks

handler400 = "wallet_project.storefront.views.errors.bad_request"
handler403 = "wallet_project.storefront.views.errors.forbidden"
handler404 = "wallet_project.storefront.views.errors.not_found"
handler500 = "wallet_project.storefront.views.errors.server_error"

urlpatterns: list[URLPattern | URLResolver] = [
    path("api/v1/", include("wallet_project.api.urls")),
    path("health/", health.live, name="health"),
    path("ready/", health.ready, name="ready"),
    path("webhooks/stripe/", webhooks.stripe_webhook, name="stripe_webhook"),
    path("admin/", admin.site.urls),
    path("account/", include("allauth.urls")),
    path("_allauth/", include("allauth.headless.urls")),
    path("wallet/", include("wallets.urls")),
    path("messages/", include("notifications.urls")),
    path("rewards/", include("rewards.urls")),
    path("returns/", include("refunds.urls")),
    path("r/<str:code>/", invited, name="invited"),
    path("", include("wallet_project.storefront.urls")),
]
if settings.DEMO or settings.TESTING:
    urlpatterns.insert(0, path("mailbox/", include("wallet_project.demo.urls")))
