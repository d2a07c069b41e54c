"""Sixteen processes move money while workers and PostgreSQL are killed: nothing is lost or doubled.

FIRE_SECONDS sets how long; `make soak` runs the long form.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.fire.crew import CURRENCIES, OPENING
from tests.support.server import OwnServer, lines_of, own_server

# Sixteen processes at once, beside which nothing else that is large should run.
pytestmark = [pytest.mark.soak]

SOAK = os.environ.get("SOAK") == "1"
SECONDS = float(os.environ.get("FIRE_SECONDS", "300" if SOAK else "30"))
PER_CURRENCY = {"EUR": 7, "JPY": 7, "KWD": 6}

OPEN = """
    INSERT INTO ledger_account (code, currency, type, guarded, balance)
    VALUES ('customer_available', %s, 'liability', true, 0) RETURNING id
"""
POST = """
    SELECT ledger_post_entry('opening ' || %(account)s, 'top_up', '', '', '', NULL, ARRAY[
        (SELECT id FROM ledger_account WHERE code = 'gateway_clearing' AND currency = %(currency)s),
        %(account)s],
        ARRAY[%(currency)s, %(currency)s], ARRAY[-%(amount)s, %(amount)s]::bigint[])
"""
WITHOUT_LOCK = """
    DO $$
    DECLARE
        v_function regprocedure;
        v_definition text;
    BEGIN
        FOR v_function IN
            SELECT oid FROM pg_proc WHERE proname IN ('ledger_post_entry', 'ledger_post_entries')
        LOOP
            v_definition := pg_get_functiondef(v_function);
            ASSERT v_definition LIKE '%FOR NO KEY UPDATE%';
            EXECUTE replace(v_definition, 'FOR NO KEY UPDATE', '');
        END LOOP;
    END $$
"""


@pytest.fixture
def server(tmp_path: Path) -> Iterator[OwnServer]:
    """A durable server with a migrated ledger and twenty customers' accounts in three currencies."""
    with own_server(tmp_path) as server:
        migrated = server.manage("migrate", "ledger", "--verbosity", "0")
        assert migrated.returncode == 0, migrated.stderr
        accounts = {
            currency: [server.fetch(OPEN, currency)[0][0] for _ in range(PER_CURRENCY[currency])]
            for currency in CURRENCIES
        }
        for currency, ids in accounts.items():
            for account in ids:
                server.fetch(POST, account=account, currency=currency, amount=OPENING)
        (tmp_path / "accounts.json").write_text(json.dumps(accounts))
        assert server.fetch("SHOW synchronous_commit") == server.fetch("SHOW fsync") == [("on",)]
        yield server


def crew(server: OwnServer, folder: Path, seconds: float, *options: str):
    return server.python("-m", "tests.fire.crew", str(folder), str(seconds), *options)


def acknowledged(folder: Path) -> dict[str, dict[int, int]]:
    """What the workers were told was posted: amounts by account, by key."""
    found = {}
    for line in lines_of(sorted(folder.glob("acknowledged-*"))):
        key, move = json.loads(line)
        found[key] = {int(account): minor for account, minor in move.items()}
    return found


def posted(server: OwnServer) -> dict[str, dict[int, int]]:
    """What is in the ledger, the openings left out."""
    found: dict[str, dict[int, int]] = {}
    for key, account, amount in server.fetch(
        "SELECT e.idempotency_key, p.account_id, p.amount"
        " FROM ledger_entry e JOIN ledger_posting p ON p.entry_id = e.id"
        " WHERE e.idempotency_key NOT LIKE 'opening%'"
    ):
        assert account not in found.setdefault(key, {}), f"{key} was posted twice to {account}"
        found[key][account] = amount
    return found


def balances(server: OwnServer) -> dict[str, list[int]]:
    rows = server.fetch(
        "SELECT currency, array_agg(balance) FROM ledger_account WHERE guarded GROUP BY currency"
    )
    return dict(rows)


def test_nothing_is_lost_or_doubled_while_everything_is_killed(server, tmp_path):
    with crew(server, tmp_path, SECONDS) as working:
        for kill in (server.kill_postmaster, server.kill_everything):
            time.sleep(SECONDS / 3)
            kill()
            server.start_again()
        _, said = working.communicate(timeout=SECONDS + 120)
    assert (working.returncode, said) == (0, ""), said

    told, found = acknowledged(tmp_path), posted(server)
    assert len(told) > 20 * SECONDS
    assert len(list(tmp_path.glob("acknowledged-*"))) > 16 + SECONDS
    assert [key for key in told if found.get(key) != told[key]] == []
    assert all(min(held) >= 0 for held in balances(server).values())
    assert {one: sum(held) for one, held in balances(server).items()} == {
        currency: count * OPENING for currency, count in PER_CURRENCY.items()
    }
    assert server.manage("seal_ledger").returncode == 0
    verified = server.manage("verify_ledger", "--ledger-only", "--quiet")
    assert (verified.returncode, verified.stdout, verified.stderr) == (0, "", "")
    assert server.fetch("SELECT count(*) > 1 FROM ledger_seal") == [(True,)]


def test_the_same_without_the_lock_fails(server, tmp_path):
    """The defence taken out: balances drift apart, and verification says so."""
    server.fetch(WITHOUT_LOCK)
    with crew(server, tmp_path, 6, "--calm") as working:
        working.communicate(timeout=60)
    verified = server.manage("verify_ledger", "--ledger-only", "--quiet")
    assert verified.returncode == 1
    assert "balances form chains: posting" in verified.stdout
