"""Many messages by one statement: once for each key, and at a set rate."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core import mail as mail_sent
from django.db import transaction
from django.utils import timezone

from notifications.models import OutboxMessage
from notifications.services import BulkMessage, enqueue_many, take_lost_messages, take_mailings
from notifications.services.sending import HEAD_START, LEASE
from notifications.tasks import sweep_notifications
from tests.factories.notifications import make_message
from tests.factories.wallets import make_user
from tests.support.threads import at_once
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
    assert mail_sent.outbox == []
    moments = [now + HEAD_START + timedelta(seconds=after) for after in (0, 3, 5, 60, 122, 125)]
    assert [len(take_mailings(now=moment)) for moment in moments] == [0, 3, 2, 0, 2, 3]


def mail(count, *, due_at):
    with transaction.atomic():
        enqueue_many(kind="rewards_credited", messages=messages(count, uuid4().hex), first_at=due_at)


def test_after_a_stop_no_more_goes_out_than_the_rate_allows(settings):
    settings.NOTIFICATIONS_BULK_PER_MINUTE = 10
    now = timezone.now()
    mail(15, due_at=now - timedelta(days=1))
    mail(15, due_at=now - timedelta(days=1))
    seconds = (0, 0, 3, 6, 60, 3600, 3601)
    taken = [take_mailings(now=now + timedelta(seconds=after)) for after in seconds]
    assert [len(some) for some in taken] == [10, 0, 0, 1, 9, 10, 0]
    assert len({one for some in taken for one in some}) == 30


def test_a_clock_that_was_ahead_stops_no_mailing(settings):
    settings.NOTIFICATIONS_BULK_PER_MINUTE = 10
    now = timezone.now()
    mail(30, due_at=now - timedelta(days=1))
    assert len(take_mailings(now=now + timedelta(days=365))) == 10
    assert len(take_mailings(now=now)) == 0
    assert len(take_mailings(now=now + timedelta(minutes=1))) == 10


def test_what_was_lost_with_its_task_waits_for_no_mailing(settings):
    settings.NOTIFICATIONS_BULK_PER_MINUTE = 1
    now = timezone.now()
    mail(5, due_at=now - timedelta(days=1))
    lost = make_message(due_at=now - timedelta(hours=1))
    assert take_lost_messages(now=now) == [lost.pk]
    assert take_lost_messages(now=now + LEASE) == []
    assert take_lost_messages(now=now + LEASE + HEAD_START) == [lost.pk]


@pytest.mark.django_db(transaction=True)
def test_many_workers_together_keep_to_the_rate(settings):
    settings.NOTIFICATIONS_BULK_PER_MINUTE = 20
    now = timezone.now()
    assert take_mailings(now=now - timedelta(hours=1)) == []
    mail(60, due_at=now - timedelta(days=1))
    taken = [one for some in at_once(lambda: take_mailings(now=now), times=4) for one in some]
    assert (len(taken), len(set(taken))) == (20, 20)


@pytest.mark.django_db(transaction=True)
def test_the_sweep_sends_mailings_at_their_rate(settings):
    settings.NOTIFICATIONS_BULK_PER_MINUTE = 3
    mail(7, due_at=timezone.now() - timedelta(days=1))
    for _ in range(3):
        sweep_notifications()
    assert len(mail_sent.outbox) == 3
    assert OutboxMessage.objects.filter(dispatched_at=None).count() == 4


def test_an_unknown_kind_is_refused():
    with pytest.raises(ValueError, match="no_such_kind"), transaction.atomic():
        enqueue_many(kind="no_such_kind", messages=messages(1))
    assert not OutboxMessage.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_outside_a_transaction_it_is_refused():
    with pytest.raises(NotInTransaction):
        enqueue_many(kind="rewards_credited", messages=[])
