from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction

from notifications.channels.email import message_id
from notifications.enums import Status
from notifications.exceptions import DeliveryError
from notifications.models import Delivery, OutboxMessage
from notifications.services import deliver, due_delivery_ids, replay_deliveries
from notifications.services.sending import LEASE, LONGEST_DELAY, MAX_ATTEMPTS, delay_after, spread
from notifications.tasks import sweep_notifications
from tests.factories.notifications import NOW, make_delivery, make_message
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
    delivery = make_delivery()
    for _ in range(2):
        deliver(delivery_id=delivery.pk, now=NOW)
    assert len(mail_server.letters) == 1
    delivery.refresh_from_db()
    assert (delivery.status, delivery.sent_at, delivery.attempts) == (Status.SENT, NOW, 1)


def test_two_workers_send_one_letter(mail_server: MailServer) -> None:
    """Fails if the claim is a look and a write instead of one statement."""
    delivery = make_delivery()

    def try_it(_: int) -> None:
        try:
            deliver(delivery_id=delivery.pk, now=NOW)
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(try_it, range(8)))
    assert len(mail_server.letters) == 1


def test_a_mail_server_that_is_down_only_delays(mail_server: MailServer) -> None:
    delivery = make_delivery()
    mail_server.answers["MAIL"] = "421 closing"
    deliver(delivery_id=delivery.pk, now=NOW)
    delivery.refresh_from_db()
    assert delivery.status == Status.FAILED
    assert NOW < delivery.next_attempt_at < NOW + timedelta(minutes=1)
    assert "421" in delivery.last_error
    mail_server.answers.clear()
    deliver(delivery_id=delivery.pk, now=delivery.next_attempt_at)
    delivery.refresh_from_db()
    assert (delivery.status, delivery.attempts, delivery.last_error) == (Status.SENT, 2, "")
    assert len(mail_server.letters) == 1


def test_a_message_is_left_alone_before_it_is_due(mail_server: MailServer) -> None:
    delivery = make_delivery(attempts=1, next_attempt_at=NOW + timedelta(seconds=1))
    deliver(delivery_id=delivery.pk, now=NOW)
    assert mail_server.letters == []


def test_a_permanent_refusal_goes_to_the_dead_letters_at_once() -> None:
    delivery = make_delivery()
    deliver(delivery_id=delivery.pk, now=NOW, channel=Refusing(DeliveryError("Never.", permanent=True)))
    delivery.refresh_from_db()
    assert (delivery.status, delivery.attempts, delivery.last_error) == (Status.DEAD, 1, "Never.")


def test_a_bug_of_ours_is_tried_again_and_kept() -> None:
    delivery = make_delivery()
    deliver(delivery_id=delivery.pk, now=NOW, channel=Refusing(KeyError("amount")))
    delivery.refresh_from_db()
    assert (delivery.status, delivery.last_error) == (Status.FAILED, "KeyError: 'amount'")


def test_after_the_last_attempt_it_is_given_up() -> None:
    delivery = make_delivery(attempts=MAX_ATTEMPTS - 1)
    deliver(delivery_id=delivery.pk, now=NOW, channel=Refusing(DeliveryError("Busy.", permanent=False)))
    delivery.refresh_from_db()
    assert delivery.status == Status.DEAD


def test_a_message_that_kills_its_workers_is_given_up() -> None:
    delivery = make_delivery(attempts=MAX_ATTEMPTS)
    channel = Refusing(DeliveryError("Busy.", permanent=False))
    deliver(delivery_id=delivery.pk, now=NOW, channel=channel)
    delivery.refresh_from_db()
    assert (delivery.status, channel.asked) == (Status.DEAD, 0)


def test_no_letter_is_sent_inside_a_transaction(mail_server: MailServer) -> None:
    delivery = make_delivery()
    with pytest.raises(InTransaction), transaction.atomic():
        deliver(delivery_id=delivery.pk, now=NOW)
    assert mail_server.letters == []


def test_a_worker_that_was_killed_leaves_its_message_to_the_sweep(mail_server: MailServer) -> None:
    delivery = make_delivery()
    with pytest.raises(KeyboardInterrupt):
        deliver(delivery_id=delivery.pk, now=NOW, channel=Refusing(KeyboardInterrupt()))  # type: ignore[arg-type]
    assert due_delivery_ids(now=NOW + LEASE - timedelta(seconds=1)) == []
    assert due_delivery_ids(now=NOW + LEASE) == [delivery.pk]
    deliver(delivery_id=delivery.pk, now=NOW + LEASE)
    assert [letter["Message-ID"] for letter in mail_server.letters] == [message_id(delivery.message)]


def test_the_sweep_sends_what_is_due(mail_server: MailServer) -> None:
    lost = make_delivery(dedupe_key="lost")
    Delivery.objects.update(created_at=NOW)
    make_delivery(dedupe_key="just written")
    make_delivery(dedupe_key="dead", status=Status.DEAD)
    make_delivery(dedupe_key="sent", status=Status.SENT, sent_at=NOW)
    sweep_notifications()
    assert [letter["Message-ID"] for letter in mail_server.letters] == [message_id(lost.message)]


def test_the_sweep_gives_out_messages_whose_task_was_lost(mail_server: MailServer) -> None:
    lost = make_message(dedupe_key="lost")
    OutboxMessage.objects.update(due_at=NOW)
    make_message(dedupe_key="just written")
    sweep_notifications()
    assert [letter["Message-ID"] for letter in mail_server.letters] == [message_id(lost)]


def test_replay_gives_dead_deliveries_all_attempts_again(mail_server: MailServer) -> None:
    dead = make_delivery(status=Status.DEAD, attempts=MAX_ATTEMPTS, dedupe_key="dead")
    sent = make_delivery(status=Status.SENT, sent_at=NOW, dedupe_key="sent")
    assert replay_deliveries(delivery_ids=[dead.pk, sent.pk], now=NOW) == 1
    assert [letter["Message-ID"] for letter in mail_server.letters] == [message_id(dead.message)]
    dead.refresh_from_db()
    assert (dead.status, dead.attempts) == (Status.SENT, 1)


@pytest.mark.parametrize(
    ("attempts", "seconds"), [(1, 30), (2, 60), (5, 480), (15, LONGEST_DELAY.total_seconds())]
)
def test_the_delay_doubles_up_to_a_limit(attempts: int, seconds: int) -> None:
    assert delay_after(attempts).total_seconds() == seconds
    spreads = [spread(delay_after(attempts)).total_seconds() / seconds for _ in range(200)]
    assert 0.75 <= min(spreads) < max(spreads) <= 1.25


def test_a_mail_server_may_be_down_for_a_day() -> None:
    waits: Any = sum((delay_after(n) * 0.75 for n in range(1, MAX_ATTEMPTS)), timedelta())
    assert waits > timedelta(hours=24)
