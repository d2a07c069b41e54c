"""What it takes to be ready, as plain functions; the project says which of them are asked."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

import redis
from django.conf import settings
from django.db import connection

from wallet_project.core import heartbeat

logger = logging.getLogger(__name__)

# A check answers with what is not well, in a few words without secrets; empty if all is well.
Check = Callable[[datetime], str]

# Workers are given a task every 15 seconds; one that waits this long means that they are too busy.
LONGEST_SILENCE = timedelta(seconds=90)


def database_answers(now: datetime) -> str:
    """PostgreSQL answers a query."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return ""


def broker_answers(now: datetime) -> str:
    """Redis answers."""
    with redis.Redis.from_url(settings.REDIS_URL, socket_timeout=2, socket_connect_timeout=2) as client:
        client.ping()
    return ""


def worker_lives(now: datetime) -> str:
    """A worker has done a task lately."""
    return _silent_for(heartbeat.WORKER, now)


def beat_lives(now: datetime) -> str:
    """Beat has handed out a task lately."""
    return _silent_for(heartbeat.BEAT, now)


def run_checks(checks: Mapping[str, Check], *, now: datetime) -> dict[str, str]:
    """What is not well, by name. A check that raises is not well; why is only in the log."""
    answers = {name: _run(name, check, now) for name, check in checks.items()}
    return {name: answer for name, answer in answers.items() if answer}


def _run(name: str, check: Check, now: datetime) -> str:
    try:
        return check(now)
    except Exception as error:
        logger.warning("The check of %s failed: %s", name, error)
        return "does not answer"


def _silent_for(name: str, now: datetime) -> str:
    silence = heartbeat.silence(name, now=now)
    if silence is None:
        return "no sign of it yet"
    return "" if silence <= LONGEST_SILENCE else f"no sign of it for {silence.total_seconds():.0f} seconds"
