"""Celery workers that send letters are killed with -9 at random: every letter arrives, none is lost.

A letter that arrives twice is one that the mail server had accepted when its worker was killed; it has
the same Message-ID. The short form sends some hundred letters; `make soak` 10,000, with twenty kills.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import psutil
import pytest
import redis
from django.db.models import F
from django.utils import timezone

from notifications.channels.email import message_id
from notifications.enums import OPEN_STATUSES, Status
from notifications.models import Delivery, OutboxMessage
from notifications.services.sending import LEASE
from tests.factories.wallets import make_user
from tests.fire.test_under_fire import SOAK
from tests.support.environments import ROOT
from tests.support.ledger import database_url
from tests.support.smtp_daemon import PostOffice, post_office
from wallet_project import embedded

pytestmark = [pytest.mark.soak, pytest.mark.django_db(transaction=True)]

LETTERS, KILLS = (10_000, 20) if SOAK else (300, 3)
CHILDREN = 2
PATIENCE = 3600 if SOAK else 240
WORKER = ["celery", "-A", "wallet_project", "worker", "--loglevel", "warning", "--without-mingle"]


class Shop:
    """A broker of its own, the clock, and Celery workers one after another, each with its children."""

    def __init__(self, folder: Path, office: PostOffice) -> None:
        self.office = office
        self.log = (folder / "workers.log").open("ab")
        self.environment = os.environ | {
            "DATABASE_URL": database_url(),
            "REDIS_URL": embedded.start_redis(folder / "redis"),
            "EMAIL_URL": f"smtp://127.0.0.1:{office.port}",
            "DEMO": "1",
            "TESTING": "0",
            "CELERY_EAGER": "0",
        }
        self.running: list[subprocess.Popen[bytes]] = []

    def start(self, *arguments: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", *arguments]
        started = subprocess.Popen(
            command,
            cwd=ROOT,
            env=self.environment,
            stdout=self.log,
            stderr=self.log,
            start_new_session=True,
        )
        self.running.append(started)
        return started

    def start_worker(self) -> subprocess.Popen[bytes]:
        return self.start(*WORKER, "--concurrency", str(CHILDREN))

    def kill(self, started: subprocess.Popen[bytes]) -> None:
        """With -9, and all its children."""
        family = [psutil.Process(started.pid)]
        family += family[0].children(recursive=True)
        for one in family:
            one.kill()
        psutil.wait_procs(family)
        started.wait()
        self.running.remove(started)

    def close(self) -> None:
        for started in self.running[:]:
            self.kill(started)
        with suppress(redis.ConnectionError):
            redis.Redis.from_url(self.environment["REDIS_URL"]).shutdown(nosave=True)
        self.log.close()

    def wait(self, worker: subprocess.Popen[bytes], letters: int) -> None:
        """Until the mail server has accepted so many letters."""
        give_up = time.monotonic() + PATIENCE
        while len(self.office.post.letters) < letters:
            assert worker.poll() is None, Path(self.log.name).read_text()
            assert time.monotonic() < give_up, Path(self.log.name).read_text()
            time.sleep(0.001)


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    with post_office() as office:
        office.open()
        # Slow to say that it accepted: a kill often comes in between.
        office.post.answers_after = 0.01
        shop = Shop(tmp_path, office)
        try:
            yield shop
        finally:
            shop.close()


def kill_at_random(shop: Shop, most: int) -> float:
    """Start a worker, and kill it in the midst of its work: after at most so many letters."""
    worker = shop.start_worker()
    shop.wait(worker, len(shop.office.post.letters) + random.randint(1, most))
    time.sleep(random.uniform(0, 0.02))
    shop.kill(worker)
    return time.monotonic()


def let_the_leases_end() -> None:
    """As if it were later, so that the sweep finds what the dead workers had in hand."""
    ago = LEASE + timedelta(minutes=1)
    Delivery.objects.filter(status__in=OPEN_STATUSES).update(next_attempt_at=F("next_attempt_at") - ago)
    OutboxMessage.objects.filter(dispatched_at=None).update(due_at=timezone.now() - ago)


def test_every_letter_arrives_though_workers_are_killed(shop: Shop) -> None:
    shop.start("tests.fire.letters", str(make_user().pk), str(LETTERS))
    kills = [kill_at_random(shop, most=LETTERS // KILLS * 3 // 4) for _ in range(KILLS)]
    let_the_leases_end()
    worker = shop.start_worker()
    shop.wait(worker, LETTERS)
    give_up = time.monotonic() + PATIENCE
    while Delivery.objects.filter(status=Status.SENT).count() < LETTERS:
        assert time.monotonic() < give_up
        time.sleep(0.1)

    assert (OutboxMessage.objects.count(), Delivery.objects.count()) == (LETTERS, LETTERS)
    accepted = shop.office.post.accepted
    assert set(accepted) == {message_id(message) for message in OutboxMessage.objects.all()}
    tried_again = Delivery.objects.filter(attempts__gt=1).select_related("message")
    in_hand = {message_id(delivery.message) for delivery in tried_again}
    doubled = {one: times for one, times in accepted.items() if len(times) > 1}
    # Each child has one letter in hand: a kill can double that one, if the server had it by then.
    assert set(doubled) <= in_hand
    assert len(in_hand) <= KILLS * CHILDREN
    for first, *further in doubled.values():
        assert len(further) == 1
        assert any(first <= kill <= further[0] for kill in kills)
    sys.stdout.write(
        f"{LETTERS} letters, {KILLS} kills: {len(in_hand)} sent again, {len(doubled)} arrived twice.\n"
    )
