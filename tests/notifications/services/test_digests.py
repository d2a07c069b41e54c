from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from notifications.channels.email import message_id
from notifications.enums import ChannelName, Group, Kind, Pace, Status
from notifications.exceptions import DeliveryError
from notifications.models import Delivery, Digest, OutboxMessage
from notifications.services import (
    deliver_digest,
    dispatch_message,
    due_delivery_ids,
    due_digest_ids,
    replay_deliveries,
    save_preferences,
    turn_off,
)
from notifications.services.digests import join_digest
from notifications.services.sending import LEASE, MAX_ATTEMPTS
from tests.factories.notifications import NOW, make_message
from tests.factories.wallets import make_user
from tests.support.smtp import MailServer
from wallet_project.core.db import InTransaction

pytestmark = pytest.mark.django_db(transaction=True)

# NOW is a Sunday, 14:00 in Sofia.
TOMORROW_AT_9 = datetime(2026, 3, 2, 7, 0, tzinfo=UTC)


def daily(**wishes: Any) -> Any:
    """Somebody in Sofia who wants one letter a day, at nine."""
    user = make_user(time_zone="Europe/Sofia")
    save_preferences(user_id=user.pk, refused=[], pace=Pace.DAILY, now=NOW, **wishes)
    return user


def give_out(user: Any, *keys: str, kind: Kind = Kind.REWARDS_EXPIRING) -> list[OutboxMessage]:
    rows = [
        make_message(recipient=user, kind=kind, dedupe_key=key, context={"amount": f"€{key}", "day": "today"})
        for key in keys
    ]
    for row in rows:
        dispatch_message(message_id=row.pk, now=NOW)
    return rows


def statuses() -> set[str]:
    return set(Delivery.objects.values_list("status", flat=True))


def test_all_that_waited_goes_out_in_one_letter_once(mail_server: MailServer) -> None:
    user = daily()
    give_out(user, "1.00", "2.00", "3.00")
    assert due_delivery_ids(now=TOMORROW_AT_9) == []
    digest = Digest.objects.get()
    assert digest.next_attempt_at == TOMORROW_AT_9
    deliver_digest(digest_id=digest.pk, now=TOMORROW_AT_9 - timedelta(minutes=1))
    assert mail_server.letters == []
    for _ in range(2):
        deliver_digest(digest_id=digest.pk, now=TOMORROW_AT_9)
    (letter,) = mail_server.letters
    text = letter.get_payload(0).get_payload(decode=True).decode()
    assert [text.index(f"€{key} expire soon") for key in ("1.00", "2.00", "3.00")] == sorted(
        text.index(f"€{key} expire soon") for key in ("1.00", "2.00", "3.00")
    )
    assert letter["Message-ID"] == message_id(digest)
    assert "One-Click" in letter["List-Unsubscribe-Post"]
    assert statuses() == {Status.SENT}
    assert OutboxMessage.objects.filter(recipient=user, read_at=None, archived_at=None).count() == 3


def test_what_is_no_offer_does_not_wait(mail_server: MailServer) -> None:
    user = daily()
    give_out(user, "1.00", kind=Kind.MONEY_ADDED)
    assert Digest.objects.count() == 0
    assert Delivery.objects.get().next_attempt_at == NOW


def test_a_digest_waits_for_the_end_of_quiet_hours() -> None:
    give_out(daily(quiet_from=time(22), quiet_until=time(11, 30)), "1.00")
    assert Digest.objects.get().next_attempt_at == TOMORROW_AT_9 + timedelta(hours=2, minutes=30)


def test_what_comes_after_a_digest_is_in_the_next(mail_server: MailServer) -> None:
    user = daily()
    give_out(user, "1.00")
    deliver_digest(digest_id=Digest.objects.get().pk, now=TOMORROW_AT_9)
    give_out(user, "2.00")
    assert Digest.objects.filter(status=Status.PENDING).count() == 1
    assert Digest.objects.count() == 2


def test_a_mail_server_that_is_down_only_delays(mail_server: MailServer) -> None:
    give_out(daily(), "1.00", "2.00")
    digest = Digest.objects.get()
    mail_server.answers["MAIL"] = "421 closing"
    deliver_digest(digest_id=digest.pk, now=TOMORROW_AT_9)
    digest.refresh_from_db()
    assert (digest.status, statuses()) == (Status.FAILED, {Status.PENDING})
    mail_server.answers.clear()
    assert due_digest_ids(now=digest.next_attempt_at) == [digest.pk]
    deliver_digest(digest_id=digest.pk, now=digest.next_attempt_at)
    assert len(mail_server.letters) == 1
    assert statuses() == {Status.SENT}


class Refusing:
    def __init__(self, error: BaseException) -> None:
        self.error = error

    def send_digest(self, digest: Digest, messages: Any) -> None:
        raise self.error


def test_a_digest_given_up_gives_up_its_messages_and_each_can_be_sent_alone(mail_server: MailServer) -> None:
    give_out(daily(), "1.00", "2.00")
    digest = Digest.objects.get()
    refusing = Refusing(DeliveryError("Never.", permanent=True))
    deliver_digest(digest_id=digest.pk, now=TOMORROW_AT_9, channel=refusing)
    digest.refresh_from_db()
    assert (digest.status, statuses()) == (Status.DEAD, {Status.DEAD})
    ids = list(Delivery.objects.values_list("pk", flat=True))
    assert replay_deliveries(delivery_ids=ids, now=TOMORROW_AT_9) == 2
    assert len(mail_server.letters) == 2
    assert statuses() == {Status.SENT}


def test_a_digest_that_kills_its_workers_is_given_up() -> None:
    give_out(daily(), "1.00")
    Digest.objects.update(attempts=MAX_ATTEMPTS)
    deliver_digest(digest_id=Digest.objects.get().pk, now=TOMORROW_AT_9)
    assert (Digest.objects.get().status, statuses()) == (Status.DEAD, {Status.DEAD})


def test_a_killed_worker_leaves_its_digest_to_the_sweep(mail_server: MailServer) -> None:
    give_out(daily(), "1.00")
    digest = Digest.objects.get()
    with pytest.raises(KeyboardInterrupt):
        deliver_digest(digest_id=digest.pk, now=TOMORROW_AT_9, channel=Refusing(KeyboardInterrupt()))
    assert due_digest_ids(now=TOMORROW_AT_9 + LEASE) == [digest.pk]
    deliver_digest(digest_id=digest.pk, now=TOMORROW_AT_9 + LEASE)
    assert [letter["Message-ID"] for letter in mail_server.letters] == [message_id(digest)]


def test_what_was_turned_off_while_it_waited_is_left_out(mail_server: MailServer) -> None:
    user = daily()
    give_out(user, "1.00", "2.00")
    turn_off(user_id=user.pk, group=Group.REMINDERS, channel=ChannelName.EMAIL)
    assert statuses() == {Status.DROPPED}
    deliver_digest(digest_id=Digest.objects.get().pk, now=TOMORROW_AT_9)
    assert mail_server.letters == []
    assert Digest.objects.get().status == Status.SENT


def test_another_pace_moves_what_waits(mail_server: MailServer) -> None:
    user = daily()
    give_out(user, "1.00")
    save_preferences(user_id=user.pk, refused=[], pace=Pace.WEEKLY, digest_hour=8, now=TOMORROW_AT_9)
    digest = Digest.objects.get()
    assert digest.next_attempt_at == datetime(2026, 3, 9, 6, 0, tzinfo=UTC)
    save_preferences(user_id=user.pk, refused=[], now=TOMORROW_AT_9)
    deliver_digest(digest_id=digest.pk, now=TOMORROW_AT_9)
    assert len(mail_server.letters) == 1


def test_messages_given_out_at_once_join_one_digest() -> None:
    user = daily()
    rows = [
        make_message(recipient=user, kind=Kind.CARD_ENDING, dedupe_key=str(number)) for number in range(8)
    ]

    def dispatch(row: OutboxMessage) -> None:
        try:
            dispatch_message(message_id=row.pk, now=NOW)
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(dispatch, rows))
    assert Digest.objects.get().deliveries.count() == 8


def test_a_message_that_is_being_given_out_is_in_the_letter_or_in_the_next(mail_server: MailServer) -> None:
    """Fails if the digest is not locked while a message joins it: the message is then in neither."""
    user = daily()
    give_out(user, "1.00")
    digest = Digest.objects.get()
    sender = threading.Thread(target=_deliver_and_close, args=(digest,))
    late = make_message(recipient=user, kind=Kind.CARD_ENDING, dedupe_key="late", dispatched_at=NOW)
    with transaction.atomic():
        joined = join_digest(recipient_id=user.pk, at=TOMORROW_AT_9)
        sender.start()
        sender.join(timeout=0.5)
        Delivery.objects.create(
            message=late, channel="email", digest=joined, next_attempt_at=joined.next_attempt_at
        )
    sender.join()
    assert len(mail_server.letters) == 1
    assert statuses() == {Status.SENT}


def _deliver_and_close(digest: Digest) -> None:
    try:
        deliver_digest(digest_id=digest.pk, now=TOMORROW_AT_9)
    finally:
        connection.close()


def test_a_person_has_one_digest_that_messages_join_even_in_the_database() -> None:
    user = make_user()
    Digest.objects.create(recipient=user)
    with pytest.raises(IntegrityError, match="one_digest_that_messages_join"):
        Digest.objects.create(recipient=user)


def test_no_digest_is_sent_inside_a_transaction() -> None:
    give_out(daily(), "1.00")
    with pytest.raises(InTransaction), transaction.atomic():
        deliver_digest(digest_id=Digest.objects.get().pk, now=TOMORROW_AT_9)


def test_the_sweep_sends_digests(mail_server: MailServer, settings: Any) -> None:
    from notifications.tasks import sweep_notifications

    give_out(daily(), "1.00")
    Digest.objects.update(next_attempt_at=NOW, created_at=NOW)
    sweep_notifications()
    assert len(mail_server.letters) == 1
