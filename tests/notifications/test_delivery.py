from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction

from notifications.channels.email import message_id
from notifications.enums import Status
from notifications.exceptions import DeliveryError
from notifications.models import OutboxMessage
from notifications.services import deliver_message, due_message_ids, replay_messages
from notifications.services.delivery import LEASE, LONGEST_DELAY, MAX_ATTEMPTS, delay_after
from notifications.tasks import sweep_notifications
from tests.factories.notifications import NOW, make_message
from tests.support.smtp import MailServer
from wallet_project.core.db import InTransaction

pytestmark = pytest.mark.django_db(transaction=True)


class Refusing:
    """A channel that takes nothing."""

    def __init__(self, error: Exception) -> None:
        self.error = error
        self.asked = 0

    def send(self, message: OutboxMessage) -> None:
        self.asked += 1
        raise self.error


def test_a_sent_message_is_never_sent_again(mail_server: MailServer) -> None:
    message = make_message()
    for _ in range(2):
        deliver_message(message_id=message.pk, now=NOW)
    assert len(mail_server.letters) == 1
    message.refresh_from_db()
    assert (message.status, message.sent_at, message.attempts) == (Status.SENT, NOW, 1)


def test_two_workers_send_one_letter(mail_server: MailServer) -> None:
    """Fails if the claim is a look and a write instead of one statement."""
    message = make_message()

    def deliver(_: int) -> None:
        try:
            deliver_message(message_id=message.pk, now=NOW)
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(deliver, range(8)))
    assert len(mail_server.letters) == 1


def test_a_mail_server_that_is_down_only_delays(mail_server: MailServer) -> None:
    message = make_message()
    mail_server.answers["MAIL"] = "421 closing"
    deliver_message(message_id=message.pk, now=NOW)
    message.refresh_from_db()
    assert message.status == Status.FAILED
    assert NOW < message.next_attempt_at < NOW + timedelta(minutes=1)
    assert "421" in message.last_error
    mail_server.answers.clear()
    deliver_message(message_id=message.pk, now=message.next_attempt_at)
    message.refresh_from_db()
    assert (message.status, message.attempts, message.last_error) == (Status.SENT, 2, "")
    assert len(mail_server.letters) == 1


def test_a_message_is_left_alone_before_it_is_due(mail_server: MailServer) -> None:
    message = make_message(attempts=1, next_attempt_at=NOW + timedelta(seconds=1))
    deliver_message(message_id=message.pk, now=NOW)
    assert mail_server.letters == []


def test_a_permanent_refusal_goes_to_the_dead_letters_at_once() -> None:
    message = make_message()
    deliver_message(message_id=message.pk, now=NOW, channel=Refusing(DeliveryError("Never.", permanent=True)))
    message.refresh_from_db()
    assert (message.status, message.attempts, message.last_error) == (Status.DEAD, 1, "Never.")


def test_a_bug_of_ours_is_tried_again_and_kept() -> None:
    message = make_message()
    deliver_message(message_id=message.pk, now=NOW, channel=Refusing(KeyError("amount")))
    message.refresh_from_db()
    assert (message.status, message.last_error) == (Status.FAILED, "KeyError: 'amount'")


def test_after_the_last_attempt_it_is_given_up() -> None:
    message = make_message(attempts=MAX_ATTEMPTS - 1)
    deliver_message(message_id=message.pk, now=NOW, channel=Refusing(DeliveryError("Busy.", permanent=False)))
    message.refresh_from_db()
    assert message.status == Status.DEAD


def test_a_message_that_kills_its_workers_is_given_up() -> None:
    message = make_message(attempts=MAX_ATTEMPTS)
    channel = Refusing(DeliveryError("Busy.", permanent=False))
    deliver_message(message_id=message.pk, now=NOW, channel=channel)
    message.refresh_from_db()
    assert (message.status, channel.asked) == (Status.DEAD, 0)


def test_no_letter_is_sent_inside_a_transaction(mail_server: MailServer) -> None:
    message = make_message()
    with pytest.raises(InTransaction), transaction.atomic():
        deliver_message(message_id=message.pk, now=NOW)
    assert mail_server.letters == []


def test_a_worker_that_was_killed_leaves_its_message_to_the_sweep(mail_server: MailServer) -> None:
    message = make_message()
    with pytest.raises(KeyboardInterrupt):
        deliver_message(message_id=message.pk, now=NOW, channel=Refusing(KeyboardInterrupt()))  # type: ignore[arg-type]
    assert due_message_ids(now=NOW + LEASE - timedelta(seconds=1)) == []
    assert due_message_ids(now=NOW + LEASE) == [message.pk]
    deliver_message(message_id=message.pk, now=NOW + LEASE)
    assert [letter["Message-ID"] for letter in mail_server.letters] == [message_id(message)]


def test_the_sweep_sends_what_is_due(mail_server: MailServer) -> None:
    lost = make_message(dedupe_key="lost")
    OutboxMessage.objects.update(created_at=NOW)
    make_message(dedupe_key="just written")
    make_message(dedupe_key="dead", status=Status.DEAD)
    make_message(dedupe_key="sent", status=Status.SENT, sent_at=NOW)
    sweep_notifications()
    assert [letter["Message-ID"] for letter in mail_server.letters] == [message_id(lost)]


def test_replay_gives_dead_messages_all_attempts_again(mail_server: MailServer) -> None:
    dead = make_message(status=Status.DEAD, attempts=MAX_ATTEMPTS, dedupe_key="dead")
    sent = make_message(status=Status.SENT, sent_at=NOW, dedupe_key="sent")
    assert replay_messages(message_ids=[dead.pk, sent.pk], now=NOW) == 1
    assert [letter["Message-ID"] for letter in mail_server.letters] == [message_id(dead)]
    dead.refresh_from_db()
    assert (dead.status, dead.attempts) == (Status.SENT, 1)


@pytest.mark.parametrize(
    ("attempts", "seconds"), [(1, 30), (2, 60), (5, 480), (15, LONGEST_DELAY.total_seconds())]
)
def test_the_delay_doubles_up_to_a_limit(attempts: int, seconds: int) -> None:
    assert delay_after(attempts, spread=0).total_seconds() == seconds
    assert delay_after(attempts, spread=1).total_seconds() == seconds * 1.25
    assert delay_after(attempts, spread=-1).total_seconds() == seconds * 0.75


def test_a_mail_server_may_be_down_for_a_day() -> None:
    waits: Any = sum((delay_after(n, spread=-1) for n in range(1, MAX_ATTEMPTS)), timedelta())
    assert waits > timedelta(hours=24)
