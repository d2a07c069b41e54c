"""Django for the benchmarks: the ledger alone, on the server that the benchmarks started."""

from __future__ import annotations

import environ
import moneyed

env = environ.Env()

SECRET_KEY = "only-for-benchmarks"
INSTALLED_APPS = ["wallet_project.core", "wallets.ledger"]
DATABASES = {"default": env.db_url("BENCH_DATABASE_URL")}
DATABASES["default"] |= {"CONN_MAX_AGE": None, "ENGINE": "wallet_project.core.postgresql"}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True
TIME_ZONE = "UTC"
CURRENCIES = ("EUR",)
DEFAULT_CURRENCY = "EUR"
if "PTS" not in moneyed.CURRENCIES:
    moneyed.add_currency("PTS", "Nil", sub_unit=1, name="Points")
