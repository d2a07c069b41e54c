from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import time

import pytest
from django.core import mail
from django.db import IntegrityError, connection

from notifications.enums import ChannelName, Group, Kind
from notifications.models import Delivery, Preference
from notifications.services import dispatch_message, save_preferences
from tests.factories.notifications import NOW, make_message

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_message_is_given_out_once() -> None:
    message = make_message()
    (delivery,), webhooks = dispatch_message(message_id=message.pk, now=NOW)
    assert Delivery.objects.get().pk == delivery
    assert webhooks == []
    assert dispatch_message(message_id=message.pk, now=NOW) == ([], [])
    message.refresh_from_db()
    assert message.dispatched_at == NOW


def test_two_workers_give_it_out_once() -> None:
    message = make_message()

    def give_out(_: int) -> int:
        try:
            return len(dispatch_message(message_id=message.pk, now=NOW)[0])
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(give_out, range(8))) == 1
    assert Delivery.objects.count() == 1


def test_what_was_turned_off_is_not_sent_but_stays_in_the_inbox() -> None:
    message = make_message()
    save_preferences(user_id=message.recipient_id, refused=[(Group.MONEY, ChannelName.EMAIL)])
    assert dispatch_message(message_id=message.pk, now=NOW) == ([], [])
    assert mail.outbox == []
    assert type(message).objects.filter(recipient=message.recipient, dispatched_at=NOW).exists()


def test_another_group_is_still_sent() -> None:
    message = make_message(kind=Kind.ORDER_PAID)
    save_preferences(user_id=message.recipient_id, refused=[(Group.MONEY, ChannelName.EMAIL)])
    assert len(dispatch_message(message_id=message.pk, now=NOW)[0]) == 1


def test_security_can_not_be_turned_off_even_in_the_database() -> None:
    message = make_message(kind=Kind.WALLET_FROZEN)
    with pytest.raises(IntegrityError, match="security_messages_stay_on"):
        Preference.objects.create(user=message.recipient, group=Group.SECURITY, channel=ChannelName.EMAIL)
    assert len(dispatch_message(message_id=message.pk, now=NOW)[0]) == 1


def test_a_reminder_waits_for_the_end_of_quiet_hours() -> None:
    message = make_message(kind=Kind.REWARDS_EXPIRING)
    quiet = {"quiet_from": time(11, 0), "quiet_until": time(14, 30)}
    save_preferences(user_id=message.recipient_id, refused=[], **quiet)
    assert dispatch_message(message_id=message.pk, now=NOW) == ([], [])
    assert Delivery.objects.get().next_attempt_at == NOW.replace(hour=14, minute=30)


def test_money_does_not_wait_for_the_end_of_quiet_hours() -> None:
    message = make_message()
    quiet = {"quiet_from": time(11, 0), "quiet_until": time(14, 30)}
    save_preferences(user_id=message.recipient_id, refused=[], **quiet)
    assert len(dispatch_message(message_id=message.pk, now=NOW)[0]) == 1
