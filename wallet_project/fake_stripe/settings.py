"""Django settings of the fake alone. It shares nothing with the shop that it serves."""

from __future__ import annotations

import secrets
from pathlib import Path

from wallet_project.fake_stripe.config import read_config

HERE = Path(__file__).resolve().parent

DEBUG = False
SECRET_KEY = f"fake-stripe:{read_config().secret_key}" if read_config().secret_key else secrets.token_hex(32)
ALLOWED_HOSTS = ["*"]
ROOT_URLCONF = "wallet_project.fake_stripe.urls"
APPEND_SLASH = False
USE_TZ = True
DATABASES: dict[str, dict[str, str]] = {}
INSTALLED_APPS: list[str] = []
MIDDLEWARE = [
    "wallet_project.fake_stripe.pages.security.SecurityHeaders",
    "django.middleware.csrf.CsrfViewMiddleware",
]
# Ports share cookies: the shop on the same host must not find ours.
CSRF_COOKIE_NAME = "fake_stripe_csrf"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [HERE / "templates"],
        "OPTIONS": {"context_processors": ["django.template.context_processors.request"]},
    }
]
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"stderr": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    # Declines and refusals are what this program is for.
    "loggers": {"django.request": {"level": "ERROR"}},
}
