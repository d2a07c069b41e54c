"""SMS and push by the real library, against a provider that is a web server of our own."""

from __future__ import annotations

import json
import logging
import subprocess
import sys
from typing import Any

import pytest

from notifications.channels import provider
from notifications.channels.provider import hand_over, is_readable
from notifications.channels.push import PushChannel
from notifications.channels.sms import SmsChannel
from notifications.checks import check_providers
from notifications.enums import Kind
from notifications.exceptions import DeliveryError
from notifications.models import PhoneNumber
from notifications.services import turn_push_on
from tests.factories.notifications import NOW, make_message
from tests.support.environments import ROOT
from tests.support.receiver import Receiver

pytestmark = pytest.mark.django_db


@pytest.fixture
def gateway(receiver: Receiver, settings: Any) -> Receiver:
    """A provider of both: an SMS gateway that takes JSON, and a server of ntfy."""
    port = receiver.server_address[1]
    settings.NOTIFICATIONS_SMS_URL = f"json://shop:key@127.0.0.1:{port}/sms/{{to}}"
    settings.NOTIFICATIONS_PUSH_URL = f"ntfy://127.0.0.1:{port}/{{to}}"
    settings.STORE_NAME = "Kettle"
    return receiver


def test_an_sms_is_one_line_without_a_link(gateway: Receiver) -> None:
    message = make_message(kind=Kind.REFUNDED, context={"amount": "€5.00", "order": "7", "url": "/orders/7/"})
    PhoneNumber.objects.create(user=message.recipient, number="+359881234567", verified_at=NOW)
    SmsChannel().send(message)
    (call,) = gateway.calls
    told = json.loads(call.body)
    assert call.path == "/sms/+359881234567"
    assert told["message"].startswith("Kettle: ")
    assert "€5.00" in told["message"]
    assert "http" not in told["message"]
    assert "\n" not in told["message"]


def test_a_push_message_goes_to_the_persons_topic(gateway: Receiver) -> None:
    message = make_message()
    topic = turn_push_on(user_id=message.recipient_id).topic
    PushChannel().send(message)
    (call,) = gateway.calls
    told = json.loads(call.body)
    assert (told["topic"], told["title"]) == (topic, "Kettle")
    assert told["message"] == "€10.00 added to your wallet"
    assert "http" not in call.body.decode() + str(call.headers)


@pytest.mark.parametrize("status", [400, 429, 500])
def test_what_the_provider_refuses_is_tried_again_with_what_it_said(gateway: Receiver, status: int) -> None:
    gateway.answers = [status]
    message = make_message()
    turn_push_on(user_id=message.recipient_id)
    with pytest.raises(DeliveryError, match=f"error={status}") as refusal:
        PushChannel().send(message)
    assert refusal.value.permanent is False


def test_a_provider_that_is_not_there_is_not_permanent() -> None:
    with pytest.raises(DeliveryError) as refusal:
        hand_over("ntfy://127.0.0.1:1/{to}", to="topic", title="a", text="b")
    assert refusal.value.permanent is False


def test_an_address_that_nobody_can_read_is_permanent() -> None:
    with pytest.raises(DeliveryError) as refusal:
        hand_over("nonsense://{to}", to="topic", title="a", text="b")
    assert refusal.value.permanent is True


def test_a_recipient_can_not_change_where_it_goes(gateway: Receiver, settings: Any) -> None:
    hand_over(settings.NOTIFICATIONS_SMS_URL, to="1?method=GET&+X-A=b/../../c", title="", text="b")
    (call,) = gateway.calls
    assert call.path.startswith("/sms/1%3F")
    assert "X-A" not in call.headers


@pytest.mark.parametrize("channel", [SmsChannel, PushChannel])
def test_who_has_no_address_any_more_is_given_up_at_once(gateway: Receiver, channel: Any) -> None:
    message = make_message()
    assert not channel().reaches(message.recipient_id)
    with pytest.raises(DeliveryError) as refusal:
        channel().send(message)
    assert refusal.value.permanent is True
    assert gateway.calls == []


def test_what_is_sent_is_not_logged(gateway: Receiver, settings: Any, caplog: Any) -> None:
    with caplog.at_level(logging.DEBUG):
        logging.getLogger("apprise").setLevel(logging.WARNING)  # as the settings have it
        hand_over(settings.NOTIFICATIONS_SMS_URL, to="+359881234567", title="", text="Your code is 123456")
    assert len(gateway.calls) == 1
    assert "123456" not in caplog.text


def test_without_the_library_the_store_runs_and_says_what_is_missing(monkeypatch: Any, settings: Any) -> None:
    monkeypatch.setitem(sys.modules, "apprise", None)
    with pytest.raises(DeliveryError, match="not installed"):
        hand_over("ntfy://127.0.0.1:1/{to}", to="topic", title="a", text="b")
    assert check_providers() == []
    settings.NOTIFICATIONS_PUSH_URL = "ntfy://ntfy.example/{to}"
    assert [error.msg for error in check_providers()] == ["NOTIFICATIONS_PUSH_URL can't be used."]


def test_an_address_is_checked_at_start(settings: Any) -> None:
    settings.NOTIFICATIONS_SMS_URL = "twilo://slip/{to}"
    assert [error.id for error in check_providers()] == ["notifications.E001"]
    assert is_readable(f"twilio://AC{'0' * 32}:{'1' * 32}@15551230000/{provider.RECIPIENT}")


def test_the_library_is_loaded_only_when_it_is_used() -> None:
    loads = "import django, sys; django.setup(); print('apprise' in sys.modules)"
    environment = {
        "PATH": "/usr/bin:/bin", "DEMO": "1", "DJANGO_SETTINGS_MODULE": "wallet_project.settings",
        "DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none", "REDIS_URL": "redis://127.0.0.1:1/0",
    }  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-c", loads], cwd=ROOT, env=environment, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "False"
