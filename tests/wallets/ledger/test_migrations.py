"""The SQL of the ledger goes forward, back and forward again, and leaves nothing behind."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection

from tests.support.ledger import clearing, fetch, post, sales
from wallet_project.core.sql import run_sql_file
from wallets.ledger.apps import open_system_accounts

SQL = Path(apps.get_app_config("ledger").path) / "sql"
NOT_MIGRATIONS = {"production_role.sql", "partition_postings.sql"}


def numbered() -> list[str]:
    names = {path.name for path in SQL.glob("*.sql")} - NOT_MIGRATIONS
    return sorted(name.removesuffix(".sql") for name in names if not name.endswith(".reverse.sql"))


def objects() -> list[tuple]:
    return fetch(
        "SELECT 'function', proname::text FROM pg_proc WHERE proname LIKE 'ledger\\_%'"
        " UNION SELECT 'relation', relname FROM pg_class WHERE relname LIKE 'ledger\\_%'"
        " UNION SELECT 'trigger', tgname FROM pg_trigger"
        " WHERE NOT tgisinternal AND tgrelid::regclass::text LIKE 'ledger%'"
        " UNION SELECT 'constraint', conname FROM pg_constraint"
        " WHERE conrelid::regclass::text LIKE 'ledger%' OR contypid::regtype::text LIKE 'ledger%'"
        " UNION SELECT 'domain', typname FROM pg_type WHERE typtype = 'd' AND typname LIKE 'ledger\\_%'"
        " ORDER BY 1, 2"
    )


def test_each_file_has_its_reverse():
    assert all((SQL / f"{name}.reverse.sql").exists() for name in numbered())


def run(name: str, *, back: bool = False) -> None:
    step = run_sql_file(SQL, name)
    for statement in step.reverse_sql if back else step.sql:
        fetch(statement)


@pytest.mark.django_db
def test_all_files_go_back_to_nothing_and_forward_to_the_same():
    before = objects()
    for table in others_that_refer():
        fetch(f"ALTER TABLE {table[0]} DROP CONSTRAINT {table[1]}")
    for name in reversed(numbered()):
        run(name, back=True)
    assert objects() == []
    open_system_accounts()
    for name in numbered():
        run(name)
    assert objects() == before


@pytest.mark.django_db
def test_each_file_goes_back_with_those_after_it_and_forward():
    names = numbered()
    for first in range(2, len(names)):
        before = objects()
        for name in reversed(names[first:]):
            run(name, back=True)
        for name in names[first:]:
            run(name)
        assert objects() == before
    post("still posts", {sales(): 1, clearing(): -1})


def others_that_refer() -> list[tuple[str, str]]:
    """Foreign keys of other apps to the ledger's tables."""
    return fetch(
        "SELECT conrelid::regclass::text, conname FROM pg_constraint WHERE contype = 'f'"
        " AND confrelid::regclass::text LIKE 'ledger%' AND conrelid::regclass::text NOT LIKE 'ledger%'"
    )


@pytest.mark.django_db
def test_the_models_and_the_migrations_agree():
    call_command("makemigrations", "ledger", check=True, dry_run=True, verbosity=0)


@pytest.mark.django_db
def test_the_models_have_the_columns_of_the_tables():
    for model in apps.get_app_config("ledger").get_models():
        with connection.cursor() as cursor:
            columns = {
                column.name
                for column in connection.introspection.get_table_description(cursor, model._meta.db_table)
            }
        assert {field.column for field in model._meta.local_fields} <= columns
