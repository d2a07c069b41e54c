from __future__ import annotations

import json
import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from notifications.models import PhoneNumber, PushTopic
from tests.factories.notifications import NOW
from tests.factories.wallets import make_user
from tests.support.receiver import Receiver

pytestmark = pytest.mark.django_db(transaction=True)

PAGES = ["notifications:phone", "notifications:phone_code"]
NUMBER = "+359881234567"


@pytest.fixture
def gateway(receiver: Receiver, settings: Any) -> Receiver:
    settings.NOTIFICATIONS_SMS_URL = f"json://127.0.0.1:{receiver.server_address[1]}/{{to}}"
    return receiver


@pytest.mark.parametrize("page", PAGES)
def test_a_store_without_sms_has_no_such_page(page: str, as_customer: Any) -> None:
    assert as_customer(make_user()).get(reverse(page)).status_code == 404


@pytest.mark.parametrize("page", [*PAGES, "notifications:phone_remove", "notifications:push"])
def test_a_stranger_is_sent_to_the_log_in(page: str, gateway: Receiver) -> None:
    assert Client().post(reverse(page)).status_code == 302
    assert gateway.calls == []


def test_a_number_is_proven_by_the_code_from_the_sms(gateway: Receiver, as_customer: Any) -> None:
    user = make_user()
    client = as_customer(user)
    sent = client.post(reverse("notifications:phone"), {"number": "+359 88 123 4567"}, follow=True)
    assert NUMBER in sent.content.decode()
    code = re.search(r"[0-9]{6}", json.loads(gateway.calls[0].body)["message"])[0]  # type: ignore[index]
    wrong = client.post(reverse("notifications:phone_code"), {"code": "abcdef"})
    assert wrong.status_code == 422
    assert "not the code that we sent last" in wrong.content.decode()
    done = client.post(reverse("notifications:phone_code"), {"code": code}, follow=True)
    assert f"SMS now come to {NUMBER}." in done.content.decode()
    assert PhoneNumber.objects.get(pk=user.pk).number == NUMBER
    client.post(reverse("notifications:phone_remove"))
    assert not PhoneNumber.objects.exists()


@pytest.mark.parametrize(
    ("number", "status", "words"),
    [("12", 200, "country&#x27;s code"), ("+359881234567", 500, "could not be sent just now")],
)
def test_what_went_wrong_stands_beside_the_number(
    gateway: Receiver, as_customer: Any, number: str, status: int, words: str
) -> None:
    gateway.answers = [status]
    answer = as_customer(make_user()).post(reverse("notifications:phone"), {"number": number})
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert f'value="{number}"' in answer.content.decode()


def test_who_asked_for_no_code_is_sent_to_the_number(gateway: Receiver, as_customer: Any) -> None:
    answer = as_customer(make_user()).get(reverse("notifications:phone_code"))
    assert answer.headers["Location"] == reverse("notifications:phone")


def test_anothers_phone_stays(gateway: Receiver, as_customer: Any) -> None:
    PhoneNumber.objects.create(user=make_user(), number=NUMBER, verified_at=NOW)
    as_customer(make_user()).post(reverse("notifications:phone_remove"))
    assert PhoneNumber.objects.count() == 1


def test_push_is_turned_on_and_off(as_customer: Any, settings: Any) -> None:
    user = make_user()
    client = as_customer(user)
    assert client.post(reverse("notifications:push")).status_code == 404
    settings.NOTIFICATIONS_PUSH_URL = "ntfys://ntfy.example/{to}"
    settings.NOTIFICATIONS_PUSH_PAGE = "https://ntfy.example/{to}"
    on = client.post(reverse("notifications:push"), follow=True).content.decode()
    first = PushTopic.objects.get(pk=user.pk).topic
    assert f'href="https://ntfy.example/{first}"' in on
    client.post(reverse("notifications:push"))
    assert PushTopic.objects.get(pk=user.pk).topic == first
    client.post(reverse("notifications:push"), {"off": "1"})
    assert not PushTopic.objects.exists()
    client.post(reverse("notifications:push"))
    assert PushTopic.objects.get(pk=user.pk).topic != first
