"""What is found out about a message when it is given out."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

import pytest
from django.utils import timezone, translation

from notifications.enums import Kind
from notifications.models import Delivery, OutboxMessage, WebhookDelivery
from notifications.services import Told, details, dispatch_message, register_details
from tests.factories.notifications import NOW, make_endpoint, make_message
from tests.factories.wallets import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _registered_for_one_test() -> Iterator[None]:
    before = dict(details._finders)
    details._finders.clear()
    yield
    details._finders.clear()
    details._finders.update(before)


def context_after(message: OutboxMessage) -> dict[str, str]:
    dispatch_message(message_id=message.pk, now=NOW)
    found: dict[str, str] = OutboxMessage.objects.get(pk=message.pk).context
    return found


def test_details_are_put_into_the_message_of_their_kind() -> None:
    told: list[Told] = []

    def find(message: Told) -> Mapping[str, str]:
        told.append(message)
        return {"balance": "€8.00"}

    register_details(kind="money_added", name="test", find=find)
    message = make_message(context={"amount": "€8.00"}, data={"top_up": "7"})
    other = make_message(kind=Kind.WALLET_UNFROZEN, dedupe_key="other", context={})
    assert context_after(message) == {"amount": "€8.00", "balance": "€8.00"}
    assert context_after(other) == {}
    assert told == [Told(message.recipient_id, {"amount": "€8.00"}, {"top_up": "7"}, message.created_at)]


def test_what_was_said_already_stays_and_what_was_left_empty_is_filled() -> None:
    register_details(kind="money_added", name="test", find=lambda _: {"amount": "€1.00", "url": "/wallet/"})
    message = make_message(context={"amount": "€8.00", "url": ""})
    assert context_after(message) == {"amount": "€8.00", "url": "/wallet/"}


def test_several_add_to_one_kind_and_one_of_the_same_name_takes_its_place() -> None:
    register_details(kind="money_added", name="one", find=lambda _: {"amount": "€1.00"})
    register_details(kind="money_added", name="two", find=lambda _: {"balance": "€2.00"})
    register_details(kind="money_added", name="one", find=lambda _: {"amount": "€3.00"})
    assert context_after(make_message(context={})) == {"amount": "€3.00", "balance": "€2.00"}


def test_they_are_in_the_language_and_the_time_zone_of_the_recipient() -> None:
    def find(_: Told) -> Mapping[str, str]:
        return {"amount": translation.get_language(), "balance": str(timezone.get_current_timezone())}

    register_details(kind="money_added", name="test", find=find)
    message = make_message(recipient=make_user(locale="bg", time_zone="Asia/Tokyo"), context={})
    assert context_after(message) == {"amount": "bg", "balance": "Asia/Tokyo"}


@pytest.mark.parametrize("breaks_the_query", [True, False])
def test_a_message_goes_out_without_what_could_not_be_found(
    breaks_the_query: bool, caplog: pytest.LogCaptureFixture
) -> None:
    def find(_: Told) -> Mapping[str, str]:
        if breaks_the_query:
            OutboxMessage.objects.extra(where=["no_such_column"]).first()
        raise ValueError

    register_details(kind="money_added", name="broken", find=find)
    register_details(kind="money_added", name="whole", find=lambda _: {"balance": "€2.00"})
    message = make_message(context={"amount": "€8.00"})
    assert context_after(message) == {"amount": "€8.00", "balance": "€2.00"}
    assert Delivery.objects.filter(message=message).count() == 1
    assert "goes out without some of its details" in caplog.text


def test_other_systems_are_told_them_too() -> None:
    make_endpoint()
    register_details(kind="money_added", name="test", find=lambda _: {"balance": "€2.00"})
    message = make_message(context={})
    context_after(message)
    body = json.loads(WebhookDelivery.objects.get(message=message).body)
    assert body["data"]["details"] == {"balance": "€2.00"}
