from __future__ import annotations

import os
import runpy
from unittest.mock import patch

import pytest
from django.core.exceptions import ImproperlyConfigured

from tests.support.environments import PRODUCTION, ROOT, run_python
from wallet_project.celery import app


def error_of(**changes: str) -> str:
    """What the settings, read anew, say in production with these changes."""
    environment = {"TESTING": "0", **PRODUCTION, **changes}
    given = {name: value for name, value in environment.items() if value}
    with patch.dict(os.environ, given, clear=True):
        try:
            runpy.run_path(str(ROOT / "wallet_project" / "settings.py"))
        except ImproperlyConfigured as error:
            return str(error)
    return ""


def test_production_settings_start() -> None:
    assert error_of() == ""


def test_what_is_missing_ends_a_program_with_words() -> None:
    done = run_python("-c", "import wallet_project.settings", environment={**PRODUCTION, "SECRET_KEY": ""})
    assert done.returncode == 1
    assert done.stderr.rpartition("ImproperlyConfigured: ")[2].startswith("Set SECRET_KEY")


@pytest.mark.parametrize("name", sorted(PRODUCTION))
def test_what_production_lacks_is_an_error_that_names_it(name: str) -> None:
    assert error_of(**{name: ""}).startswith(f"Set {name}")


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("SECRET_KEY", "short", "Set SECRET_KEY to at least 50 random characters."),
        (
            "SITE_URL",
            "http://shop.example",
            "Set SITE_URL: the store's public address, beginning with https://.",
        ),
        ("DATABASE_URL", "sqlite:////tmp/x.db", "Set DATABASE_URL to a PostgreSQL address"),
        ("STRIPE_API_BASE", "http://127.0.0.1:12111", "Unset STRIPE_API_BASE"),
        ("STRIPE_SECRET_KEY", "pk_live_example", "Set STRIPE_SECRET_KEY to a secret or restricted key"),
        ("STRIPE_WEBHOOK_SECRETS", "secret", "Set STRIPE_WEBHOOK_SECRETS"),
        ("STORE_CURRENCY", "CHF", "Set STORE_CURRENCY to one of CURRENCIES."),
        ("CURRENCIES", "EUR,EURO", "Set CURRENCIES to ISO 4217 codes; EURO is none."),
        ("CURRENCIES", "EUR,PTS", "Set CURRENCIES to ISO 4217 codes; PTS is none."),
        ("SECURE_SSL_REDIRECT", "ture", "Set SECURE_SSL_REDIRECT to 1 or 0, not to 'ture'."),
        ("CONN_MAX_AGE", "-1", "Set CONN_MAX_AGE to a whole number, not to '-1'."),
    ],
)
def test_what_makes_no_sense_is_an_error_that_says_what_to_set(name: str, value: str, told: str) -> None:
    assert error_of(**{name: value}).startswith(told)


@pytest.mark.parametrize("mode", ["DEBUG", "DEMO", "TESTING"])
def test_a_live_key_is_refused_where_no_real_money_may_move(mode: str) -> None:
    assert error_of(**{mode: "1"}).startswith("Set STRIPE_SECRET_KEY to a test key")


def test_a_fake_address_is_allowed_with_a_test_key_and_warned_of() -> None:
    trial = {"STRIPE_API_BASE": "http://127.0.0.1:12111", "STRIPE_SECRET_KEY": "sk_test_example"}
    done = run_python(
        "manage.py", "check", "--deploy", "--fail-level", "WARNING", environment={**PRODUCTION, **trial}
    )
    assert done.returncode == 1
    assert "(wallet.W001) Stripe's test key takes no real money." in done.stderr
    assert "(wallet.W002) Payments go to another address than Stripe's." in done.stderr


def test_the_deployment_check_is_clean_in_production() -> None:
    done = run_python("manage.py", "check", "--deploy", "--fail-level", "WARNING", environment=PRODUCTION)
    assert done.returncode == 0, done.stderr


@pytest.mark.django_db
def test_everything_that_beat_gives_out_is_known_to_workers() -> None:
    app.loader.import_default_modules()
    wanted = {entry["task"] for entry in app.conf.beat_schedule.values()}
    assert wanted <= set(app.tasks)
