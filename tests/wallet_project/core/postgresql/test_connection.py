"""Transactions begin together with their first statement, and are transactions all the same."""

from __future__ import annotations

import io
from contextlib import contextmanager, suppress

import psycopg2
import pytest
from django.contrib.auth.models import Group
from django.db import DatabaseError, ProgrammingError, connection, transaction
from psycopg2.extensions import TRANSACTION_STATUS_IDLE, TRANSACTION_STATUS_INTRANS

pytestmark = pytest.mark.django_db(transaction=True)


class Undone(Exception):
    """What makes a transaction roll back."""


@contextmanager
def undone():
    """A transaction that rolls back."""
    with suppress(Undone), transaction.atomic():
        yield
        raise Undone


@pytest.fixture
def other():
    """Somebody else's connection."""
    connected = psycopg2.connect(
        **{**connection.get_connection_params(), "connection_factory": None, "cursor_factory": None}
    )
    connected.autocommit = True
    with connected.cursor() as cursor:
        yield cursor
    connected.close()


@pytest.fixture
def groups(other):
    """How many groups others see."""

    def count() -> int:
        other.execute("SELECT count(*) FROM auth_group")
        return other.fetchone()[0]

    return count


def status() -> int:
    return connection.connection.info.transaction_status


def execute(sql, values=None):
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall() if cursor.description else None


def test_both_go_out_as_one(other):
    with transaction.atomic():
        assert status() == TRANSACTION_STATUS_IDLE
        execute("SELECT %s", ["%"])
        other.execute(
            "SELECT query FROM pg_stat_activity WHERE pid = %s", [connection.connection.info.backend_pid]
        )
        assert other.fetchone() == ("BEGIN; SELECT '%'",)
        assert status() == TRANSACTION_STATUS_INTRANS
        execute("SELECT 2")
    assert status() == TRANSACTION_STATUS_IDLE


def test_others_see_it_after_the_commit_alone(groups):
    with transaction.atomic():
        Group.objects.create(name="a")
        assert groups() == 0
        Group.objects.create(name="b")
    assert groups() == 2


def test_what_fails_leaves_nothing(groups):
    with undone():
        Group.objects.create(name="a")
    assert (groups(), Group.objects.count(), status()) == (0, 0, TRANSACTION_STATUS_IDLE)


def test_a_transaction_without_a_statement_asks_for_nothing(other):
    execute("SELECT 'before'")
    with transaction.atomic():
        pass
    with undone():
        pass
    pid = connection.connection.info.backend_pid
    other.execute("SELECT query FROM pg_stat_activity WHERE pid = %s", [pid])
    assert other.fetchone() == ("SELECT 'before'",)
    Group.objects.create(name="a")  # each statement for itself again
    assert status() == TRANSACTION_STATUS_IDLE


def test_a_part_that_fails_is_undone_alone(groups):
    with transaction.atomic():
        with undone():
            Group.objects.create(name="a")
        Group.objects.create(name="b")
    assert list(Group.objects.values_list("name", flat=True)) == ["b"]
    assert groups() == 1


def test_after_a_statement_that_can_not_be_read_the_next_is_still_in_a_transaction(groups):
    with undone():
        with pytest.raises(ProgrammingError):
            execute("SELEC 1")
        Group.objects.create(name="a")
        assert groups() == 0
    assert groups() == 0


def test_after_a_statement_that_fails_the_transaction_is_broken():
    with transaction.atomic():
        with pytest.raises(DatabaseError):
            execute("SELECT 1/0")
        with pytest.raises(DatabaseError, match="aborted"):
            execute("SELECT 1")
        transaction.set_rollback(True)
    assert status() == TRANSACTION_STATUS_IDLE


class TestFirstStatements:
    """Whatever comes first begins the transaction."""

    def test_bytes(self, groups):
        with transaction.atomic():
            execute(b"INSERT INTO auth_group (name) VALUES ('a')")
            assert groups() == 0
        assert groups() == 1

    def test_many_at_a_time(self, groups):
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.executemany("INSERT INTO auth_group (name) VALUES (%s)", [["a"], ["b"]])
            assert groups() == 0
        assert groups() == 2

    def test_a_call(self):
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.callproc("pg_backend_pid")
            assert status() == TRANSACTION_STATUS_INTRANS

    @pytest.mark.parametrize("way", ["copy_expert", "copy_from"])
    def test_a_copy_in(self, groups, way):
        rows = io.StringIO("a\nb\n")
        with transaction.atomic():
            with connection.cursor() as cursor:
                if way == "copy_expert":
                    cursor.copy_expert("COPY auth_group (name) FROM STDIN", rows)
                else:
                    cursor.copy_from(rows, "auth_group", columns=["name"])
            assert groups() == 0
        assert groups() == 2

    def test_a_copy_out(self):
        rows = io.StringIO()
        Group.objects.create(name="a")
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.copy_to(rows, "auth_group", columns=["name"])
            assert status() == TRANSACTION_STATUS_INTRANS
        assert rows.getvalue() == "a\n"


class TestCursorsOfTheServer:
    """They live in transactions that psycopg2 leads."""

    @pytest.fixture(autouse=True)
    def some(self):
        Group.objects.bulk_create(Group(name=str(number)) for number in range(5))

    @pytest.mark.parametrize("comes_first", [True, False])
    def test_rows_are_locked_and_read_piece_by_piece(self, groups, comes_first):
        with transaction.atomic():
            if not comes_first:
                Group.objects.create(name="x")
            rows = Group.objects.select_for_update().order_by("pk").iterator(chunk_size=2)
            assert next(rows).name == "0"
            for row in rows:
                row.delete()
            assert groups() == 5
        assert groups() == 1
        assert status() == TRANSACTION_STATUS_IDLE

    def test_two_in_one_transaction(self):
        with transaction.atomic():
            for _ in range(2):
                assert len(list(Group.objects.iterator(chunk_size=2))) == 5

    def test_the_next_transaction_is_ours_again(self, groups):
        with undone():
            next(Group.objects.iterator(chunk_size=2)).delete()
        assert groups() == 5
        with transaction.atomic():
            assert connection.connection.autocommit
            Group.objects.all().delete()
        assert groups() == 0

    def test_outside_a_transaction(self):
        assert len(list(Group.objects.iterator(chunk_size=2))) == 5
        assert status() == TRANSACTION_STATUS_IDLE


def test_a_transaction_can_not_be_left_open():
    connection.set_autocommit(False)
    Group.objects.create(name="a")
    with pytest.raises(ProgrammingError, match="goes on"):
        connection.set_autocommit(True)
    connection.rollback()
    connection.set_autocommit(True)
    assert not Group.objects.exists()


def test_a_connection_that_is_lost_says_so(other):
    with transaction.atomic():
        execute("SELECT 1")
        other.execute("SELECT pg_terminate_backend(%s, 5000)", [connection.connection.info.backend_pid])
        with pytest.raises(DatabaseError):
            execute("SELECT 2")
        transaction.set_rollback(True)
    assert execute("SELECT 3") == [(3,)]
