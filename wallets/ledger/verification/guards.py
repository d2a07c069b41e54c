"""Are the ledger's own defences switched on?"""

from __future__ import annotations

from collections.abc import Iterator

from wallets.ledger.verification.registry import Check, Difference, Progress, differences

NAME = "defences are on"

TRIGGERS = (
    "account_is_never_deleted",
    "account_keeps_its_identity",
    "account_opens_empty",
    "balance_is_written_by_the_ledger",
    "entry_is_append_only",
    "entry_is_written_by_the_ledger",
    "posting_is_append_only",
    "posting_is_written_by_the_ledger",
    "seal_is_append_only",
    "seal_is_written_by_the_ledger",
)

MISSING = """
    SELECT 'trigger ' || n.name, 'to be there', 'nothing' FROM unnest(%(names)s) AS n (name)
    WHERE NOT EXISTS (SELECT 1 FROM pg_trigger t WHERE t.tgname = n.name) ORDER BY n.name
"""

# A foreign key is held by triggers too, so this shows ALTER TABLE … DISABLE TRIGGER ALL as well.
SWITCHED_OFF = """
    SELECT 'trigger ' || t.tgname || ' of ' || c.relname, 'to be on', 'off'
    FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
    WHERE c.relname LIKE 'ledger\\_%%' AND t.tgenabled NOT IN ('O', 'A') ORDER BY c.relname, t.tgname
"""

NOT_VALIDATED = """
    SELECT 'constraint ' || k.conname || ' of ' || c.relname, 'to hold for all rows', 'not validated'
    FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid
    WHERE c.relname LIKE 'ledger\\_%%' AND NOT k.convalidated ORDER BY c.relname, k.conname
"""


def defences_are_on(progress: Progress) -> Iterator[Difference]:
    """Every trigger is there and enabled, every constraint validated."""
    progress.start(1)
    for sql in (MISSING, SWITCHED_OFF, NOT_VALIDATED):
        yield from differences(NAME, sql, {"names": list(TRIGGERS)})
    progress.advance()


CHECKS: dict[str, Check] = {NAME: defences_are_on}
