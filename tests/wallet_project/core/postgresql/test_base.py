"""Whether a kept connection is still there: asked only where the server has said something."""

from __future__ import annotations

import psycopg2
import pytest
from django.db import DatabaseError, connection, transaction
from psycopg2.extensions import TRANSACTION_STATUS_IDLE

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_quiet_connection_is_usable_without_a_question():
    connection.set_autocommit(False)
    assert connection.is_usable()
    asked = connection.connection.info.transaction_status != TRANSACTION_STATUS_IDLE
    connection.set_autocommit(True)
    assert not asked


def test_a_connection_that_the_server_has_ended_is_not_usable():
    connection.ensure_connection()
    end(connection.connection.info.backend_pid)
    assert not connection.is_usable()
    connection.close()
    connection.ensure_connection()
    assert connection.is_usable()


def test_a_connection_that_we_have_closed_is_not_usable():
    connection.ensure_connection()
    connection.connection.close()
    assert not connection.is_usable()
    connection.close()


def test_a_connection_in_a_broken_transaction_is_not_usable():
    with transaction.atomic():
        with pytest.raises(DatabaseError), connection.cursor() as cursor:
            cursor.execute("SELECT 1/0")
        assert not connection.is_usable()
        transaction.set_rollback(True)
    assert connection.is_usable()


def end(pid: int) -> None:
    """As a server that is restarted does, and wait until it has."""
    other = psycopg2.connect(**connection.get_connection_params())
    other.autocommit = True
    with other.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [pid])
    other.close()
