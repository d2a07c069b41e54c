"""The mark that a browser keeps, so that a customer who invites themselves is noticed.

The cookie holds a random number, signed; what is stored is a hash of it with the store's key. Neither
says anything about the device or the person.
"""

from __future__ import annotations

import secrets
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac

COOKIE: Final = "device"
SALT: Final = "rewards.device"
# Browsers keep a cookie 400 days at most.
KEEP_SECONDS: Final = 400 * 24 * 60 * 60


def device_of(request: HttpRequest) -> str:
    """The mark of the browser that asks, as it is stored; empty if it has none, or a forged one."""
    secret = _secret_of(request)
    return _mark(secret) if secret else ""


def keep_device(request: HttpRequest, response: HttpResponse) -> str:
    """Let the browser keep its mark for another while, a new one if it has none; answers with it."""
    secret = _secret_of(request) or secrets.token_urlsafe(24)
    response.set_signed_cookie(
        COOKIE,
        secret,
        salt=SALT,
        max_age=KEEP_SECONDS,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return _mark(secret)


def _secret_of(request: HttpRequest) -> str:
    return str(request.get_signed_cookie(COOKIE, default="", salt=SALT, max_age=KEEP_SECONDS) or "")


def _mark(secret: str) -> str:
    return salted_hmac("rewards.device_mark", secret, algorithm="sha256").hexdigest()
