"""Are the ledger's own defences switched on?"""

from __future__ import annotations

from collections.abc import Iterator

from wallets.ledger.verification.registry import Check, Difference, Progress, differences

NAME = "defences are on"

TRIGGERS = (
    "account_is_never_deleted",
    "account_is_numbered_by_its_kind",
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

# Constraints, and unique indexes that stand for one.
RULES = (
    "account_and_currency_go_together",
    "entry_is_reversed_once",
    "entry_key_is_unique",
    "guarded_account_has_a_balance",
    "guarded_balance_is_not_below_floor",
    "posting_belongs_to_an_entry",
    "posting_has_its_accounts_currency",
    "posting_moves_something",
    "seals_follow_each_other",
    "system_account_is_unique_per_currency",
)

MISSING = """
    SELECT n.name, 'to be there', 'nothing' FROM unnest(%(names)s) AS n (name)
    WHERE NOT EXISTS (SELECT 1 FROM pg_trigger t WHERE t.tgname = n.name)
        AND NOT EXISTS (SELECT 1 FROM pg_constraint k WHERE k.conname = n.name)
        AND NOT EXISTS (SELECT 1 FROM pg_index i WHERE i.indexrelid = to_regclass(n.name) AND i.indisunique)
    ORDER BY n.name
"""

# Each partition, because a statement may name it itself.
UNGUARDED = """
    SELECT 'table ' || c.relname, 'the trigger ' || n.name, 'none'
    FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid AND c.relkind = 'r'
    CROSS JOIN (VALUES ('posting_is_append_only'), ('posting_is_written_by_the_ledger')) AS n (name)
    WHERE i.inhparent = 'ledger_posting'::regclass
        AND NOT EXISTS (SELECT 1 FROM pg_trigger t WHERE t.tgrelid = c.oid AND t.tgname = n.name)
    ORDER BY c.relname, n.name
"""

# A foreign key is held by triggers too, so this shows ALTER TABLE … DISABLE TRIGGER ALL as well.
SWITCHED_OFF = """
    SELECT 'trigger ' || t.tgname || ' of ' || c.relname, 'to be on', 'off'
    FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
    WHERE c.relname LIKE 'ledger\\_%%' AND t.tgenabled NOT IN ('O', 'A') ORDER BY c.relname, t.tgname
"""

NOT_VALIDATED = """
    SELECT 'constraint ' || k.conname || ' of ' || coalesce(c.relname, t.typname), 'to hold for all rows',
           'not validated'
    FROM pg_constraint k
    LEFT JOIN pg_class c ON c.oid = k.conrelid LEFT JOIN pg_type t ON t.oid = k.contypid
    WHERE coalesce(c.relname, t.typname) LIKE 'ledger\\_%%' AND NOT k.convalidated
    ORDER BY coalesce(c.relname, t.typname), k.conname
"""


def defences_are_on(progress: Progress) -> Iterator[Difference]:
    """Every trigger and rule is there, enabled and validated."""
    progress.start(1)
    names = {"names": [*TRIGGERS, *RULES]}
    for sql in (MISSING, UNGUARDED, SWITCHED_OFF, NOT_VALIDATED):
        yield from differences(NAME, sql, names)
    progress.advance()


CHECKS: dict[str, Check] = {NAME: defences_are_on}
