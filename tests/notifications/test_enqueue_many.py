"""Many messages by one statement: once for each key, and at a set rate."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import transaction
from django.utils import timezone

from notifications.models import OutboxMessage
from notifications.services import BulkMessage, enqueue_many, waiting_message_ids
from notifications.services.sending import HEAD_START
from tests.factories.wallets import make_user
from wallet_project.core.db import NotInTransaction

pytestmark = pytest.mark.django_db


CONTEXT = {"amount": 'a "€5" \\ note'}


def messages(count, prefix="k"):
    return [BulkMessage(make_user().pk, f"{prefix}:{number}", CONTEXT) for number in range(count)]


def test_many_cost_one_statement(django_assert_num_queries):
    for size in (1, 3):
        wanted = messages(size, f"k{size}")
        with transaction.atomic(), django_assert_num_queries(1):
            assert enqueue_many(kind="rewards_credited", messages=wanted) == size
    assert [message.context for message in OutboxMessage.objects.all()] == [CONTEXT] * 4


def test_a_key_that_was_used_before_changes_nothing():
    wanted = messages(3)
    with transaction.atomic():
        assert enqueue_many(kind="rewards_credited", messages=wanted[:2]) == 2
        assert enqueue_many(kind="rewards_credited", messages=wanted) == 1
    assert OutboxMessage.objects.count() == 3


def test_they_become_due_at_the_set_rate_and_nothing_goes_out_at_once(settings):
    settings.NOTIFICATIONS_BULK_PER_MINUTE = 60
    now = timezone.now()
    with transaction.atomic():
        enqueue_many(kind="rewards_credited", messages=messages(5, "a"), first_at=now)
        enqueue_many(kind="rewards_credited", messages=messages(5, "b"), first_at=now, before=120)
    assert mail.outbox == []
    moments = [now + HEAD_START + timedelta(seconds=after) for after in (0, 3, 5, 60, 122, 125)]
    due = [len(waiting_message_ids(now=moment)) for moment in moments]
    assert due == [0, 3, 5, 5, 7, 10]


def test_an_unknown_kind_is_refused():
    with pytest.raises(ValueError, match="no_such_kind"), transaction.atomic():
        enqueue_many(kind="no_such_kind", messages=messages(1))
    assert not OutboxMessage.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_outside_a_transaction_it_is_refused():
    with pytest.raises(NotInTransaction):
        enqueue_many(kind="rewards_credited", messages=[])
