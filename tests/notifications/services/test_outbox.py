from __future__ import annotations

from typing import Any

import pytest
from django.core import mail
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from notifications.enums import Status
from notifications.models import Delivery, OutboxMessage
from notifications.services import enqueue
from tests.factories.wallets import make_user
from wallet_project.core.db import NotInTransaction


def tell(user: Any, **fields: Any) -> None:
    fields = {"kind": "money_added", "dedupe_key": "top_up:1", "context": {"amount": "€10.00"}, **fields}
    enqueue(recipient_id=user.pk, **fields)


@pytest.mark.django_db
def test_enqueue_costs_one_insert() -> None:
    user = make_user()
    with transaction.atomic(), CaptureQueriesContext(connection) as queries:
        tell(user)
        (query,) = [query["sql"] for query in queries.captured_queries]
    assert query.startswith('INSERT INTO "notifications_outboxmessage"')
    message = OutboxMessage.objects.get()
    assert (message.kind, message.dispatched_at, message.subject) == (
        "money_added",
        None,
        f"customer:{user.pk}",
    )
    assert message.context == {"amount": "€10.00"}


@pytest.mark.django_db
def test_the_same_key_makes_one_message() -> None:
    user = make_user()
    tell(user)
    tell(user, context={"amount": "€99.00"})
    assert [message.context["amount"] for message in OutboxMessage.objects.all()] == ["€10.00"]


@pytest.mark.django_db
def test_an_unknown_kind_is_refused() -> None:
    with pytest.raises(ValueError, match="no_such_kind"):
        tell(make_user(), kind="no_such_kind")
    assert not OutboxMessage.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_enqueue_outside_a_transaction_is_refused() -> None:
    with pytest.raises(NotInTransaction):
        tell(make_user())
    assert not OutboxMessage.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_committed_message_is_sent() -> None:
    user = make_user()
    with transaction.atomic():
        tell(user)
        assert mail.outbox == []
    assert [letter.to for letter in mail.outbox] == [[user.email]]
    assert Delivery.objects.get().status == Status.SENT


@transaction.atomic
def _tell_and_fail(user: Any) -> None:
    tell(user)
    raise RuntimeError


@pytest.mark.django_db(transaction=True)
def test_a_message_of_a_transaction_that_failed_is_never_sent() -> None:
    user = make_user()
    with pytest.raises(RuntimeError):
        _tell_and_fail(user)
    assert mail.outbox == []
    assert not OutboxMessage.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_broker_that_is_down_is_no_error(settings: Any) -> None:
    """Attack 27: what happens to a message never reaches the payment that it tells of."""
    from wallet_project.celery import app

    user = make_user()
    before = app.conf.task_always_eager, app.conf.broker_url
    app.conf.update(task_always_eager=False, broker_url="redis://127.0.0.1:1/0")
    try:
        with transaction.atomic():
            tell(user)
    finally:
        app.conf.update(task_always_eager=before[0], broker_url=before[1])
    assert OutboxMessage.objects.get().dispatched_at is None
