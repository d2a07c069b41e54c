"""What follows the commit: messages of one moment go to a worker together, where a process gathers them."""

from __future__ import annotations

import pytest
from django.core import mail
from django.db import transaction

from notifications import jobs
from notifications.models import OutboxMessage
from notifications.tasks import dispatch_messages
from tests.factories.notifications import make_message
from tests.factories.wallets import make_user
from tests.notifications.services.test_outbox import tell

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def gathering(monkeypatch):
    """A process that answers requests; its thread is asleep."""
    monkeypatch.setattr(jobs, "_gathers", True)
    monkeypatch.setattr(jobs._messages, "_waiting", [])
    return jobs._messages


def test_a_process_that_gathers_sends_many_with_one_task(gathering, monkeypatch):
    user, tasks = make_user(), []
    monkeypatch.setattr(
        dispatch_messages, "apply_async", lambda args, kwargs, **options: tasks.append(kwargs["message_ids"])
    )
    for number in range(jobs.MOST_TOGETHER + 2):
        with transaction.atomic():
            tell(user, dedupe_key=f"top_up:{number}")
    with transaction.atomic():
        tell(user, dedupe_key="never")
        transaction.set_rollback(True)
    assert tasks == []
    gathering.flush()
    ids = [str(pk) for pk in OutboxMessage.objects.order_by("pk").values_list("pk", flat=True)]
    assert tasks == [ids[: jobs.MOST_TOGETHER], ids[jobs.MOST_TOGETHER :]]


def test_what_was_gathered_is_delivered(gathering):
    tell_two(make_user())
    assert mail.outbox == []
    gathering.flush()
    assert len(mail.outbox) == 2


def test_every_other_process_sends_it_at_once():
    tell_two(make_user())
    assert len(mail.outbox) == 2


def test_with_too_many_waiting_it_is_sent_at_once(gathering, monkeypatch):
    monkeypatch.setattr(gathering, "_limit", 0)
    tell_two(make_user())
    assert len(mail.outbox) == 2


def test_one_message_that_fails_stops_none_of_the_others():
    whole = make_message()
    with pytest.raises(ValueError, match="hexadecimal"):
        dispatch_messages(message_ids=["not an id", str(whole.pk)])
    whole.refresh_from_db()
    assert whole.dispatched_at is not None


def tell_two(user):
    for number in range(2):
        with transaction.atomic():
            tell(user, dedupe_key=f"top_up:{number}")
