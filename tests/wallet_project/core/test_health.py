from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from celery.signals import beat_init, before_task_publish, worker_ready
from django.db import connection
from django.test import Client
from django.utils import timezone

from tests.factories.wallets import make_customer
from wallet_project.core import heartbeat
from wallet_project.core.tasks import beat_heart

pytestmark = pytest.mark.django_db


@pytest.fixture
def alive() -> None:
    """Workers and beat have just shown themselves."""
    for name in (heartbeat.WORKER, heartbeat.BEAT):
        heartbeat.mark(name, now=timezone.now())


def ask(path: str = "/ready/") -> tuple[int, dict[str, Any]]:
    answer = Client().get(path)
    assert "Set-Cookie" not in answer.headers
    assert "no-store" in answer.headers["Cache-Control"]
    return answer.status_code, answer.json()


def test_live_as_long_as_the_process_answers(query_count: Any) -> None:
    with query_count(0):
        assert ask("/health/") == (200, {"status": "ok"})


@pytest.mark.usefixtures("alive")
def test_ready_when_all_parts_are_well() -> None:
    assert ask() == (200, {"status": "ok", "unwell": {}})


def test_not_ready_before_workers_and_beat_have_come() -> None:
    status, answer = ask()
    assert status == 503
    assert answer == {
        "status": "unwell",
        "unwell": {"worker": "no sign of it yet", "beat": "no sign of it yet"},
    }


@pytest.mark.parametrize("name", ["worker", "beat"])
@pytest.mark.usefixtures("alive")
def test_not_ready_when_a_part_has_gone_silent(name: str) -> None:
    heartbeat.mark(name, now=timezone.now() - timedelta(seconds=100))
    status, answer = ask()
    assert (status, list(answer["unwell"])) == (503, [name])
    assert re.fullmatch(r"no sign of it for 1\d\d seconds", answer["unwell"][name])


@pytest.mark.usefixtures("alive")
def test_not_ready_without_the_broker(settings: Any) -> None:
    settings.REDIS_URL = "redis://:secret@127.0.0.1:1/0"
    assert ask() == (503, {"status": "unwell", "unwell": {"broker": "does not answer"}})


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("alive")
def test_not_ready_without_the_database() -> None:
    connection.close()
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(connection.settings_dict, "NAME", "no_such_database")
        status, answer = ask()
    assert status == 503
    assert answer["unwell"] == {"database": "does not answer", "ledger seal": "does not answer"}


@pytest.mark.usefixtures("alive")
def test_not_ready_when_entries_wait_too_long_for_their_seal() -> None:
    make_customer("10.00")
    assert ask()[0] == 200
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("UPDATE ledger_entry SET posted_at = posted_at - interval '1 hour'")
        cursor.execute("SET LOCAL session_replication_role = DEFAULT")
    status, answer = ask()
    assert status == 503
    assert answer["unwell"]["ledger seal"].startswith("an entry has waited 360")


def test_a_task_that_is_done_shows_a_worker() -> None:
    beat_heart.delay()
    silence = heartbeat.silence(heartbeat.WORKER, now=timezone.now())
    assert silence is not None
    assert silence < timedelta(seconds=5)


def test_a_worker_shows_itself_when_it_starts() -> None:
    worker_ready.send(None)
    assert heartbeat.silence(heartbeat.WORKER, now=timezone.now()) is not None


def test_beat_shows_itself_when_it_starts_and_with_each_task() -> None:
    before_task_publish.send(None)
    assert heartbeat.silence(heartbeat.BEAT, now=timezone.now()) is None
    beat_init.send(None)
    assert heartbeat.silence(heartbeat.BEAT, now=timezone.now()) is not None
    heartbeat.forget()
    before_task_publish.send(None)
    assert heartbeat.silence(heartbeat.BEAT, now=timezone.now()) is not None


def test_a_cache_that_is_down_does_not_stop_a_worker(settings: Any) -> None:
    backend = "django.core.cache.backends.redis.RedisCache"
    settings.CACHES = {"default": {"BACKEND": backend, "LOCATION": "redis://127.0.0.1:1/0"}}
    beat_heart.delay().get()
