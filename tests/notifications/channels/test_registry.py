from __future__ import annotations

from typing import Any

import pytest

from notifications.channels.base import Channel
from notifications.channels.registry import CHANNELS, channels_of, offered_channels
from notifications.enums import ChannelName, Group, Kind, Status
from notifications.models import Delivery, OutboxMessage, PhoneNumber, PushTopic
from notifications.services import deliver, dispatch_message, save_preferences
from tests.factories.notifications import NOW, make_message
from tests.factories.wallets import make_user

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def all_channels(settings: Any) -> None:
    settings.NOTIFICATIONS_SMS_URL = "json://127.0.0.1:1/{to}"
    settings.NOTIFICATIONS_PUSH_URL = "ntfy://127.0.0.1:1/{to}"


@pytest.fixture
def person(all_channels: None) -> Any:
    """Somebody who can be reached on all ways."""
    user = make_user()
    PhoneNumber.objects.create(user=user, number="+359881234567", verified_at=NOW)
    PushTopic.objects.create(user=user, topic="topic")
    return user


def channels_for(message: OutboxMessage) -> list[str]:
    dispatch_message(message_id=message.pk, now=NOW)
    return sorted(Delivery.objects.filter(message=message).values_list("channel", flat=True))


def test_a_store_without_providers_has_e_mail_alone() -> None:
    assert offered_channels() == [ChannelName.EMAIL]
    assert channels_of(Group.MONEY) == [ChannelName.EMAIL]


def test_there_is_a_channel_for_every_name() -> None:
    assert set(CHANNELS) == set(ChannelName)


@pytest.mark.usefixtures("all_channels")
def test_offers_never_come_by_sms() -> None:
    assert ChannelName.SMS in channels_of(Group.SECURITY)
    assert ChannelName.SMS not in channels_of(Group.REMINDERS)


def test_a_message_goes_by_every_way_that_reaches_its_recipient(person: Any) -> None:
    assert channels_for(make_message(recipient=person, kind=Kind.WALLET_FROZEN)) == ["email", "push", "sms"]


def test_what_is_not_urgent_is_no_sms(person: Any) -> None:
    assert channels_for(make_message(recipient=person, kind=Kind.MONEY_ADDED)) == ["email", "push"]


@pytest.mark.usefixtures("all_channels")
def test_who_gave_no_number_gets_no_sms() -> None:
    assert channels_for(make_message(kind=Kind.WALLET_FROZEN)) == ["email"]


def test_a_channel_that_was_turned_off_is_left_out(person: Any) -> None:
    save_preferences(user_id=person.pk, refused=[(Group.ORDERS, ChannelName.SMS)])
    assert channels_for(make_message(recipient=person, kind=Kind.REFUNDED)) == ["email", "push"]


def test_a_store_that_gives_a_provider_up_sends_there_no_more(person: Any, settings: Any) -> None:
    settings.NOTIFICATIONS_SMS_URL = ""
    assert channels_for(make_message(recipient=person, kind=Kind.WALLET_FROZEN)) == ["email", "push"]


class Recording:
    """A channel that keeps what it was given."""

    def __init__(self) -> None:
        self.sent: list[OutboxMessage] = []

    def reaches(self, recipient_id: int) -> bool:
        return True

    def send(self, message: OutboxMessage) -> None:
        self.sent.append(message)


def test_any_class_with_these_two_methods_is_a_channel() -> None:
    channel: Channel = Recording()
    message = make_message(dispatched_at=NOW)
    delivery = Delivery.objects.create(message=message, channel=ChannelName.SMS, next_attempt_at=NOW)
    for _ in range(2):
        deliver(delivery_id=delivery.pk, now=NOW, channel=channel)
    assert channel.sent == [message]
    delivery.refresh_from_db()
    assert (delivery.status, delivery.sent_at) == (Status.SENT, NOW)
