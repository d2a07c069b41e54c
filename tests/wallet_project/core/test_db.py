from __future__ import annotations

import pytest
from django.contrib.auth.models import Group
from django.db import IntegrityError, transaction

from wallet_project.core.db import (
    InTransaction,
    NotInTransaction,
    after_commit,
    insert_together,
    require_no_transaction,
    require_transaction,
)


class Task:
    """Stands where a Celery task does; remembers how it was sent."""

    def __init__(self, error: Exception | None = None) -> None:
        self.error = error
        self.sent: list[dict] = []

    def apply_async(self, **options: object) -> None:
        self.sent.append(options)
        if self.error:
            raise self.error


@pytest.mark.django_db(transaction=True)
def test_a_transaction_is_required_where_one_is_needed():
    with pytest.raises(NotInTransaction):
        require_transaction()
    with transaction.atomic():
        require_transaction()


@pytest.mark.django_db(transaction=True)
def test_a_transaction_is_refused_where_the_network_is_called():
    require_no_transaction()
    with pytest.raises(InTransaction), transaction.atomic():
        require_no_transaction()


@pytest.mark.django_db(transaction=True)
def test_a_task_is_sent_once_the_transaction_has_committed():
    task = Task()
    with transaction.atomic():
        after_commit(task, top_up_id=5)
        assert task.sent == []
    assert task.sent == [{"kwargs": {"top_up_id": 5}, "retry": False}]


@pytest.mark.django_db(transaction=True)
def test_a_task_of_a_transaction_that_failed_is_never_sent():
    task = Task()
    with transaction.atomic():
        after_commit(task)
        transaction.set_rollback(True)
    assert task.sent == []


@pytest.mark.django_db(transaction=True)
def test_a_broker_that_is_down_is_no_error_of_the_payment():
    task, other = Task(ConnectionError("no broker")), Task()
    with transaction.atomic():
        after_commit(task)
        after_commit(other)
    assert len(task.sent) == len(other.sent) == 1


class TestTogether:
    """Several statements in one round trip."""

    @pytest.mark.django_db
    def test_rows_are_inserted_in_one_round_trip(self, query_count):
        rows = [Group(name="a"), Group(pk=4711, name="b; DROP TABLE x -- % 'c'")]
        with query_count(1), transaction.atomic(savepoint=False):
            insert_together(*rows)
        assert list(Group.objects.order_by("name").values_list("name", flat=True))[:2] == [
            "a",
            "b; DROP TABLE x -- % 'c'",
        ]
        assert not any(row._state.adding for row in rows)

    @pytest.mark.django_db
    def test_one_that_can_not_be_leaves_none(self):
        with pytest.raises(IntegrityError), transaction.atomic():
            insert_together(Group(name="a"), Group(name="a"))
        assert not Group.objects.filter(name="a").exists()

    @pytest.mark.django_db(transaction=True)
    def test_it_needs_a_transaction(self):
        with pytest.raises(NotInTransaction):
            insert_together(Group(name="a"))
