"""A dump restored into another cluster, with transaction numbers of its own, goes on as the same ledger."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.ledger import clearing, database_url, fetch, open_account, post, sales
from tests.support.server import OwnServer, own_server
from wallets.ledger import seals
from wallets.ledger.models import Seal

pytestmark = pytest.mark.django_db(transaction=True)

TAMPER = """
    SET session_replication_role = replica;
    UPDATE ledger_entry SET description = 'Gift' WHERE id = (SELECT min(id) FROM ledger_entry)
"""


@pytest.fixture
def other(tmp_path: Path) -> Iterator[OwnServer]:
    with own_server(tmp_path) as server:
        yield server


def post_there(server: OwnServer, key: str, account: int, minor: int) -> int:
    """An entry posted on the restored ledger."""
    sql = "SELECT (ledger_post_entry(%s, 'top_up', '', '', '', NULL, %s, %s, %s))[1]"
    return server.fetch(sql, key, [clearing(), account], ["EUR", "EUR"], [-minor, minor])[0][0]


def test_a_restored_ledger_goes_on_sealed_and_sound(other):
    account = open_account(minor=1000)
    post("spend", {account: -300, sales(): 300})
    seals.seal_now()
    seals.roll_up_now()
    last = post("not sealed yet", {account: 50, clearing(): -50}).entry_id
    kept = Seal.objects.get()

    dump = other.program("pg_dump", "--no-owner", "--no-privileges", database_url())
    other.program("psql", "-q", "-v", "ON_ERROR_STOP=1", other.url, given=dump)
    [(here,)], [(there,)] = fetch("SELECT txid_current()"), other.fetch("SELECT txid_current()")
    assert there < here
    verified = other.manage("verify_ledger", "--ledger-only", "--kept-seal", str(kept))
    assert verified.returncode == 0, verified.stdout + verified.stderr

    assert post_there(other, "after the restore", account, 7) > last
    assert other.fetch("SELECT balance FROM ledger_account WHERE id = %s", account) == [(757,)]
    assert "Sealed: 2 entries" in other.manage("seal_ledger").stdout
    assert other.fetch("SELECT sum(entries) FROM ledger_seal") == other.fetch(
        "SELECT count(*) FROM ledger_entry"
    )
    assert other.manage("verify_ledger", "--ledger-only", "--quiet", "--kept-seal", str(kept)).returncode == 0
    with pytest.raises(Exception, match="append-only"):
        other.fetch("DELETE FROM ledger_entry")

    other.fetch(TAMPER)
    verified = other.manage("verify_ledger", "--ledger-only", "--quiet")
    assert verified.returncode == 1
    assert "a changed row" in verified.stdout
