"""What every test shares. PostgreSQL and Redis are started by the settings when none is given."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.core.servers.basehttp import WSGIRequestHandler
from django.db import connection
from django.test import Client
from django.utils import translation

from tests.support.cleaning import quick_clean_up
from tests.support.template import end_sessions, migrated_template
from wallet_project.fake_stripe.client import FakeStripe
from wallet_project.fake_stripe.process import start_fake_stripe
from wallets.gateways.registry import get_gateway

# Each part of an answer goes out at once. Else most answers of a test's own web server wait 40 ms until the
# status line before them is acknowledged.
WSGIRequestHandler.disable_nagle_algorithm = True


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """With `--dist loadgroup`, what is heavy is run by one worker."""
    from tests.support.scheduling import Scheduler

    return Scheduler(config, log) if config.getvalue("dist") == "loadgroup" else None


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings: None, django_db_use_migrations: bool, django_db_blocker: Any
) -> None:
    """The tests' database is a copy of a migrated one."""
    if django_db_use_migrations:
        with django_db_blocker.unblock():
            connection.settings_dict["TEST"]["TEMPLATE"] = migrated_template()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The tests' database, emptied quickly between tests that commit."""
    with django_db_blocker.unblock(), quick_clean_up():
        yield
        end_sessions()


@pytest.fixture(autouse=True)
def _empty_cache() -> Iterator[None]:
    yield
    cache.clear()


@pytest.fixture(autouse=True)
def _keys_asked_for_each_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """So that a call costs the same queries whichever called before it."""
    monkeypatch.setattr("wallet_project.api_access.remembered.SECONDS", 0.0)


@pytest.fixture(autouse=True)
def _store_language() -> Iterator[None]:
    """Who answers a request leaves its language to the thread."""
    yield
    translation.deactivate()


@pytest.fixture
def as_customer() -> Any:
    """`as_customer(user)`: a client that is logged in, and that checks for CSRF if asked to."""

    def log_in(user: Any, **options: Any) -> Client:
        client = Client(**options)
        client.force_login(user)
        return client

    return log_in


@pytest.fixture
def query_count(db: Any, django_assert_num_queries: Any) -> Any:
    """`with query_count(3): ...`"""
    return django_assert_num_queries


@pytest.fixture
def server_now(db: Any) -> Any:
    """The database's clock."""

    def now() -> Any:
        with connection.cursor() as cursor:
            cursor.execute("SELECT clock_timestamp()")
            return cursor.fetchone()[0]

    return now


@pytest.fixture(scope="session")
def running_fake() -> Iterator[FakeStripe]:
    """One fake Stripe, a process of its own, for all the tests of this worker."""
    with start_fake_stripe() as fake:
        yield fake


@pytest.fixture
def fake(running_fake: FakeStripe, settings: Any) -> Iterator[FakeStripe]:
    """An empty fake Stripe that the store's gateway talks to. Webhooks are dropped unless asked for."""
    running_fake.reset()
    running_fake.configure(delivery="drop")
    settings.STRIPE_API_BASE = running_fake.base_url
    settings.STRIPE_SECRET_KEY = running_fake.secret_key
    settings.STRIPE_WEBHOOK_SECRETS = [running_fake.webhook_secret]
    get_gateway.cache_clear()
    yield running_fake
    get_gateway.cache_clear()
