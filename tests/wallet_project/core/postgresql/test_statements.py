"""Statements that the server keeps ready."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group
from django.db import IntegrityError, ProgrammingError, connection, transaction

from wallet_project.core.postgresql.statements import ask_kept

pytestmark = pytest.mark.django_db(transaction=True)

ADD = "INSERT INTO auth_group (name) VALUES (%s)"


@pytest.fixture(autouse=True)
def nothing_kept():
    """A connection of its own to begin with."""
    connection.close()


def execute(*statements):
    return ask_kept(connection, *statements)


def kept() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT statement FROM pg_prepared_statements ORDER BY name")
        return [sql for (sql,) in cursor.fetchall()]


def test_it_is_planned_once_and_executed_with_new_values():
    sql = "SELECT %s::int + %s::int"
    assert [execute((sql, [1, number])) for number in range(7)] == [(number + 1,) for number in range(7)]
    assert kept()[0].startswith("PREPARE kept_0 AS SELECT $1::int + $2::int;")


def test_many_go_out_together_and_the_last_one_answers():
    assert execute((ADD, ["a"]), (ADD, ["b"]), ("SELECT count(*) FROM auth_group", [])) == (2,)
    assert len(kept()) == 2


def test_values_are_values():
    name = "%s'); DROP TABLE auth_group; -- $1"
    execute((ADD, [name]))
    assert Group.objects.get().name == name


def test_after_a_refusal_it_works_on():
    execute((ADD, ["a"]))
    for _ in range(2):
        with pytest.raises(IntegrityError):
            execute((ADD, ["a"]))
    execute((ADD, ["b"]))
    assert Group.objects.count() == 2


@pytest.mark.parametrize("begins", [True, False])
def test_the_very_first_time_may_fail(begins):
    Group.objects.create(name="a")
    with pytest.raises(IntegrityError), transaction.atomic():
        execute(*([("SELECT 1", [])] * begins), (ADD, ["a"]))
    execute((ADD, ["b"]))
    assert Group.objects.count() == 2


def test_what_can_not_be_prepared_is_not_kept():
    for _ in range(2):
        with pytest.raises(ProgrammingError, match="no_such_table"):
            execute(("SELECT %s FROM no_such_table", [1]))


def test_another_connection_knows_none_of_them():
    execute((ADD, ["a"]))
    connection.close()
    execute((ADD, ["b"]))
    assert Group.objects.count() == 2


def test_they_outlive_a_transaction_that_is_undone():
    with transaction.atomic():
        execute((ADD, ["a"]))
        transaction.set_rollback(True)
    execute((ADD, ["a"]))
    assert Group.objects.count() == 1


def test_a_connection_that_was_found_dead_is_none_of_theirs(monkeypatch):
    """As at the beginning of a request, with CONN_HEALTH_CHECKS."""
    execute((ADD, ["a"]))
    connection.connection.close()
    connection.health_check_enabled, connection.health_check_done = True, False
    execute((ADD, ["b"]))
    assert Group.objects.count() == 2


def test_what_looks_at_statements_sees_them():
    seen = []

    def look(execute, sql, params, many, context):
        seen.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(look):
        execute((ADD, ["a"]))
        execute((ADD, ["b"]))
    assert seen[1] == "EXECUTE kept_0(%s)"
    assert Group.objects.count() == 2


def test_in_a_transaction_that_has_failed_nothing_is_asked():
    with transaction.atomic():
        with pytest.raises(IntegrityError), transaction.atomic(savepoint=False):
            execute((ADD, ["a"]), (ADD, ["a"]))
        with pytest.raises(transaction.TransactionManagementError):
            execute((ADD, ["b"]))
        transaction.set_rollback(True)
    assert Group.objects.count() == 0


def test_through_pgbouncer_nothing_is_kept(monkeypatch):
    monkeypatch.setitem(connection.settings_dict, "DISABLE_SERVER_SIDE_CURSORS", True)
    execute((ADD, ["a"]), (ADD, ["b"]))
    assert Group.objects.count() == 2
    assert kept() == []


def test_a_text_may_say_nothing_else_with_a_percent_sign():
    with pytest.raises(ValueError, match="nothing else"):
        execute(("SELECT %(name)s", []))
