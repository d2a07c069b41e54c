"""Addresses of a customer's returns."""

from __future__ import annotations

from django.urls import path

from refunds.views import asking, photos, returns

app_name = "refunds"

urlpatterns = [
    path("", returns.returns, name="returns"),
    path("new/<str:reference>/", asking.ask, name="new_return"),
    path("new/<str:reference>/outcomes/", asking.outcomes, name="return_outcomes"),
    path("photos/<uuid:photo_id>/", photos.photo, name="photo"),
    path("<uuid:return_id>/", returns.one, name="return"),
    path("<uuid:return_id>/cancel/", returns.cancel, name="cancel_return"),
]
