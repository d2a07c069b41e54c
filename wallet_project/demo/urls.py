"""Addresses that only the demo has."""

from __future__ import annotations

from django.urls import path

from wallet_project.demo import mailbox

app_name = "demo"

urlpatterns = [
    path("", mailbox.mailbox, name="mailbox"),
    path("<str:name>/", mailbox.letter, name="letter"),
    path("<str:name>/html/", mailbox.letter_html, name="letter_html"),
]
