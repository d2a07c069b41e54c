from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from django.db import transaction

from notifications.enums import EndpointStatus
from notifications.exceptions import AddressRefused, UnknownEvents
from notifications.models import OutboxMessage, WebhookDelivery, WebhookEndpoint
from notifications.services import (
    add_endpoint,
    disable_endpoint,
    enable_endpoint,
    remove_endpoint,
    rotate_secret,
    send_test_event,
)
from notifications.services.endpoints import OVERLAP, PATIENCE, note_answer
from tests.factories.notifications import NOW, make_endpoint
from tests.factories.wallets import make_staff
from tests.support.receiver import Receiver
from tests.support.threads import at_once
from wallet_project.core.db import InTransaction
from wallet_project.core.exceptions import IdempotencyConflict, NotFound

pytestmark = pytest.mark.django_db(transaction=True)


def test_an_endpoint_gets_a_secret_of_its_own(receiver: Receiver) -> None:
    first, second = (add_endpoint(name="ERP", url=receiver.url, events=["wallet.frozen"]) for _ in range(2))
    assert first.secret.startswith("whsec_")
    assert first.secret != second.secret
    assert (first.status, first.events) == (EndpointStatus.ACTIVE, ["wallet.frozen"])


@pytest.mark.parametrize(
    "url",
    [
        "https://10.0.0.1/",
        "https://[fd00::1]/",
        "https://[::ffff:10.0.0.1]/",
        "https://167772161/",
        "https://localhost/",
    ],
)
def test_an_internal_address_is_refused_when_it_is_saved_however_it_is_written(url: str) -> None:
    with pytest.raises(AddressRefused, match="internal"):
        add_endpoint(name="ERP", url=url)
    assert not WebhookEndpoint.objects.exists()


def test_an_internal_address_is_refused_and_nothing_kept() -> None:
    with pytest.raises(AddressRefused):
        add_endpoint(name="Meta", url="https://169.254.169.254/")
    assert not WebhookEndpoint.objects.exists()


def test_unknown_events_are_refused_by_name(receiver: Receiver) -> None:
    with pytest.raises(UnknownEvents, match=r"wallet\.exploded"):
        add_endpoint(name="ERP", url=receiver.url, events=["wallet.exploded", "wallet.frozen"])
    assert not WebhookEndpoint.objects.exists()


def test_no_name_is_looked_up_inside_a_transaction(receiver: Receiver) -> None:
    with pytest.raises(InTransaction), transaction.atomic():
        add_endpoint(name="ERP", url=receiver.url)


def test_the_same_key_makes_one_endpoint_also_at_once(receiver: Receiver) -> None:
    made = at_once(lambda: add_endpoint(name="ERP", url=receiver.url, key="k"), times=10)
    assert {endpoint.secret for endpoint in made} == {WebhookEndpoint.objects.get().secret}
    with pytest.raises(IdempotencyConflict):
        add_endpoint(name="ERP", url=f"{receiver.url}&other=1", key="k")


def test_a_removed_endpoint_is_gone_for_good_and_its_failures_are_left_alone() -> None:
    endpoint = make_endpoint()
    assert remove_endpoint(endpoint_id=endpoint.pk).status == EndpointStatus.REMOVED
    note_answer(endpoint_id=endpoint.pk, went_well=False, now=NOW)
    with pytest.raises(NotFound):
        enable_endpoint(endpoint_id=endpoint.pk)
    endpoint.refresh_from_db()
    assert (endpoint.status, endpoint.failing_since) == (EndpointStatus.REMOVED, None)


def test_a_rotation_keeps_the_old_secret_for_a_day() -> None:
    endpoint = make_endpoint()
    changed = rotate_secret(endpoint_id=endpoint.pk, now=NOW)
    assert changed.secret != endpoint.secret
    assert (changed.previous_secret, changed.previous_until) == (endpoint.secret, NOW + OVERLAP)


def test_a_test_event_goes_the_way_of_real_ones(receiver: Receiver) -> None:
    delivery = send_test_event(endpoint_id=make_endpoint(receiver.url).pk, now=NOW)
    assert b'"type":"webhook_endpoint.test"' in receiver.calls[0].body
    assert WebhookDelivery.objects.get(pk=delivery.pk).response_status == 200


def test_an_endpoint_that_fails_for_long_is_switched_off_and_its_maker_told() -> None:
    endpoint = make_endpoint(owner=make_staff())
    note_answer(endpoint_id=endpoint.pk, went_well=False, now=NOW)
    note_answer(endpoint_id=endpoint.pk, went_well=False, now=NOW + PATIENCE - timedelta(seconds=1))
    endpoint.refresh_from_db()
    assert (endpoint.status, endpoint.failing_since) == (EndpointStatus.ACTIVE, NOW)
    for _ in range(2):
        note_answer(endpoint_id=endpoint.pk, went_well=False, now=NOW + PATIENCE)
    endpoint.refresh_from_db()
    assert (endpoint.status, endpoint.status_reason) == (
        EndpointStatus.DISABLED,
        "It has not answered well for five days.",
    )
    assert [message.kind for message in OutboxMessage.objects.all()] == ["webhook_disabled"]


def test_one_good_answer_forgets_the_failures() -> None:
    endpoint = make_endpoint(failing_since=NOW)
    note_answer(endpoint_id=endpoint.pk, went_well=True, now=NOW)
    endpoint.refresh_from_db()
    assert endpoint.failing_since is None


def test_off_and_on_again() -> None:
    endpoint = make_endpoint(failing_since=NOW)
    for _ in range(2):
        assert disable_endpoint(endpoint_id=endpoint.pk, reason="Too loud.").status_reason == "Too loud."
    again = enable_endpoint(endpoint_id=endpoint.pk)
    assert (again.status, again.status_reason, again.failing_since) == (EndpointStatus.ACTIVE, "", None)


def test_an_endpoint_that_is_none_is_not_found() -> None:
    with pytest.raises(NotFound):
        rotate_secret(endpoint_id=UUID(int=1), now=NOW)
