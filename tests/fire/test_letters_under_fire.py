"""The worker that sends letters is killed with -9 at random: every letter arrives, and none is lost.

A letter that arrives twice is one that the mail server had accepted when the worker was killed; it has
the same Message-ID. The short form sends some hundred letters; `make soak` 10,000, with twenty kills.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time

import pytest
from django.db import transaction

from notifications.channels.email import message_id
from notifications.enums import Status
from notifications.models import Delivery, OutboxMessage
from notifications.services import BulkMessage, enqueue_many
from notifications.services.sending import LEASE
from tests.factories.notifications import NOW
from tests.factories.wallets import make_user
from tests.fire.test_under_fire import SOAK
from tests.support.environments import ROOT
from tests.support.ledger import database_url
from tests.support.smtp_daemon import PostOffice, post_office

pytestmark = [pytest.mark.soak, pytest.mark.django_db(transaction=True)]

LETTERS, KILLS = (10_000, 20) if SOAK else (400, 4)
AHEAD = LEASE.total_seconds() + 60


def start_worker(office: PostOffice, number: int) -> subprocess.Popen[bytes]:
    """A worker in a process of its own, whose clock is past the leases of those before it."""
    environment = os.environ | {
        "DATABASE_URL": database_url(),
        "DEMO": "1",
        "TESTING": "0",
        "EMAIL_URL": f"smtp://127.0.0.1:{office.port}",
    }
    command = [sys.executable, "-m", "tests.fire.letters", str(number * AHEAD)]
    return subprocess.Popen(command, cwd=ROOT, env=environment, stderr=subprocess.PIPE)


def accepted(office: PostOffice) -> int:
    return len(office.post.letters)


def kill_at_random(office: PostOffice, number: int, most: int) -> None:
    """Start a worker, and kill it in the midst of its work: after at most so many letters."""
    worker = start_worker(office, number)
    until = accepted(office) + random.randint(1, most)
    while accepted(office) < until:
        assert worker.poll() is None, worker.stderr.read() if worker.stderr else ""
        time.sleep(0.001)
    time.sleep(random.uniform(0, 0.02))
    worker.kill()
    worker.communicate()
    assert worker.returncode == -signal.SIGKILL


def test_every_letter_arrives_though_workers_are_killed() -> None:
    user = make_user()
    rows = [
        BulkMessage(user.pk, f"letter:{number}", {"amount": f"€{number}.00"}) for number in range(LETTERS)
    ]
    with transaction.atomic():
        assert enqueue_many(kind="money_added", messages=rows, first_at=NOW) == LETTERS
    with post_office() as office:
        office.open()
        for number in range(KILLS):
            kill_at_random(office, number, most=LETTERS // KILLS * 3 // 4)
        last = start_worker(office, KILLS)
        _out, errors = last.communicate(timeout=3600)
        assert last.returncode == 0, errors
    statuses = list(Delivery.objects.values_list("status", flat=True))
    assert (len(statuses), set(statuses)) == (LETTERS, {Status.SENT})
    ids = office.post.ids
    assert set(ids) == {message_id(message) for message in OutboxMessage.objects.all()}
    tried_again = list(Delivery.objects.filter(attempts__gt=1).select_related("message"))
    doubled = {one for one, times in ids.items() if times > 1}
    # A worker has one letter in hand: a kill can double that one, if the server had it by then.
    assert doubled <= {message_id(delivery.message) for delivery in tried_again}
    assert sum(ids.values()) - LETTERS == len(doubled) <= len(tried_again) <= KILLS
    sys.stdout.write(
        f"{LETTERS} letters, {KILLS} kills: {len(tried_again)} sent again, {len(doubled)} arrived twice.\n"
    )
