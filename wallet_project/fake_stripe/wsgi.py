"""The WSGI application. Set the `FAKE_STRIPE_*` variables first, or start with `python -m`."""

from __future__ import annotations

import os

from django.core.handlers.wsgi import WSGIHandler
from django.core.wsgi import get_wsgi_application


def build_application() -> WSGIHandler:
    """The fake, whatever settings the environment names for the shop."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "wallet_project.fake_stripe.settings"
    return get_wsgi_application()
