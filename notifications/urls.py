"""Addresses of a person's messages."""

from __future__ import annotations

from django.urls import path

from notifications.views import inbox, phone, preferences

app_name = "notifications"

urlpatterns = [
    path("", inbox.inbox, name="inbox"),
    path("archive/", inbox.archive, name="archive"),
    path("news/", inbox.news, name="news"),
    path("read/", inbox.read_all, name="read_all"),
    path("preferences/", preferences.preferences, name="preferences"),
    path("phone/", phone.phone, name="phone"),
    path("phone/code/", phone.phone_code, name="phone_code"),
    path("phone/remove/", phone.phone_remove, name="phone_remove"),
    path("push/", phone.push, name="push"),
    path("unsubscribe/<str:token>/", preferences.unsubscribe, name="unsubscribe"),
    path("<uuid:message_id>/", inbox.message, name="message"),
    path("<uuid:message_id>/read/", inbox.read, name="read"),
    path("<uuid:message_id>/archive/", inbox.put_away, name="put_away"),
]
