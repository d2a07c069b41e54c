"""All migrations of the store lead back to nothing, and from there again to the same database."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from psycopg2 import sql

from tests.support.template import alone_on_server, connected_to, migrated_template

NAME = "there_and_back"
OURS = (
    "wallets",
    "ledger",
    "rewards",
    "refunds",
    "notifications",
    "checkout",
    "storefront",
    "core",
    "api_access",
)
# All that a migration can make, each as PostgreSQL itself writes it.
MADE = """
SELECT 'column', format('%s.%s', attrelid::regclass, attname),
    concat_ws(' ', format_type(atttypid, atttypmod), attnotnull, attidentity, pg_get_expr(adbin, adrelid))
FROM pg_attribute JOIN pg_class c ON c.oid = attrelid
LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum
WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND attnum > 0 AND NOT attisdropped
UNION ALL
SELECT 'table', oid::regclass::text, reloptions::text FROM pg_class
WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'
UNION ALL
SELECT 'index', indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index
JOIN pg_class c ON c.oid = indexrelid WHERE c.relnamespace = 'public'::regnamespace
UNION ALL
SELECT 'rule',
    format('%s of %s', conname, coalesce(nullif(conrelid, 0)::regclass::text, contypid::regtype::text)),
    format('%s %s', pg_get_constraintdef(oid), convalidated)
FROM pg_constraint WHERE connamespace = 'public'::regnamespace
UNION ALL
SELECT 'trigger', format('%s of %s', tgname, tgrelid::regclass), pg_get_triggerdef(oid)
FROM pg_trigger WHERE NOT tgisinternal
UNION ALL
SELECT 'function', oid::regprocedure::text, pg_get_functiondef(oid)
FROM pg_proc WHERE pronamespace = 'public'::regnamespace
UNION ALL
SELECT 'type', oid::regtype::text, format_type(typbasetype, typtypmod) FROM pg_type
WHERE typnamespace = 'public'::regnamespace AND typtype = 'd'
"""


@pytest.fixture
def _migrated_alone(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Django is connected to a migrated database that is this test's alone."""
    name = sql.Identifier(NAME)
    drop = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(name)
    with django_db_blocker.unblock():
        template = sql.Identifier(migrated_template())
        with alone_on_server() as server:
            server.execute(drop)
            server.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(name, template))
        with connected_to(NAME):
            yield
        with alone_on_server() as server:
            server.execute(drop)


def made() -> dict[tuple[str, str], str]:
    with connection.cursor() as cursor:
        cursor.execute(MADE)
        return {(kind, name): text for kind, name, text in cursor.fetchall()}


def is_ours(name: str) -> bool:
    """Whether a thing is made by these; what they do to tables of others bears their name, too."""
    return any(f"{label}_" in name for label in OURS)


@pytest.mark.usefixtures("_migrated_alone")
def test_every_migration_leads_back_and_forth() -> None:
    before = made()
    assert any(is_ours(name) for _, name in before)
    for label in OURS:
        call_command("migrate", label, "zero", verbosity=0)
    assert [thing for thing in made() if is_ours(thing[1])] == []
    call_command("migrate", verbosity=0)
    assert made() == before
