"""Django for the benchmarks of bulk work: the ledger, and the apps that credit and expire rewards."""

from __future__ import annotations

from datetime import timedelta

from benchmarks.settings import *  # noqa: F403

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "djmoney",
    "wallet_project.core",
    "wallet_project.accounts",
    "notifications",
    "wallets.ledger",
    "wallets",
    "rewards",
]
AUTH_USER_MODEL = "accounts.User"
STORE_CURRENCY = "EUR"
LANGUAGE_CODE = "en"
NOTIFICATIONS_BULK_PER_MINUTE = 900
REWARDS_SHOPPERS = "rewards.campaigns.ports.NoShoppers"
CELERY_BROKER_URL = "memory://"
VALID = timedelta(days=30)
