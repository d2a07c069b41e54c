"""The rules of payments and tenders, compiled, refuse what they refused as CHECKs, under the same names."""

import re
from pathlib import Path

import pytest

from tests.support.ledger import fetch
from wallet_project import checkout
from wallet_project.checkout.enums import PaymentStatus, TenderKind, TenderStatus

SQL = Path(checkout.__file__).parent / "sql"
COMPILED = (SQL / "0016_rules_at_hand.sql").read_text(encoding="utf-8")
CHECKS = (SQL / "0016_rules_at_hand.reverse.sql").read_text(encoding="utf-8")

PAYMENTS = {
    "status varchar": [*PaymentStatus.values, "lost"],
    "captured numeric": ["-1", "0", "5", "10", "11"],
    "total numeric": ["-1", "0", "10"],
    "settled_at timestamptz": [None, "2026-01-01T00:00:00Z"],
    "order_reference varchar": ["", "x"],
    "refunded numeric": ["0", "5", "-1", "11"],
    "captured_currency varchar": ["EUR", "USD"],
    "total_currency varchar": ["EUR"],
    "refunded_currency varchar": ["EUR", "USD"],
}
TENDERS = {
    "kind varchar": [*TenderKind.values, "cash"],
    "status varchar": [*TenderStatus.values, "lost"],
    "captured numeric": ["-1", "0", "5", "10", "11"],
    "amount numeric": ["0", "10"],
    "entry_id bigint": [None, "1"],
    "hold_id bigint": [None, "1"],
    "reward_hold_id bigint": [None, "1"],
    "gateway_key varchar": ["", "x"],
    "reported numeric": [None, "1"],
    "refunded numeric": ["0", "-1", "11"],
    "captured_currency varchar": ["EUR", "USD"],
    "amount_currency varchar": ["EUR"],
    "refunded_currency varchar": ["EUR"],
}


def compiled(function):
    """Its rules, as an expression over columns: the name of the first that is broken."""
    body = COMPILED[COMPILED.index(f"FUNCTION {function}(") :]
    return body[body.index("CASE") : body.index("END;\nBEGIN")].replace("NEW.", "") + "END"


def checked(table):
    """The same of its CHECKs, which PostgreSQL looks at in the order of their names."""
    body = CHECKS[CHECKS.index(f"ALTER TABLE {table}") :].partition(";")[0]
    rules = sorted(re.findall(r"ADD CONSTRAINT (\w+) CHECK (.*) NOT VALID", body))
    return "CASE " + " ".join(f"WHEN NOT {rule} THEN '{name}'" for name, rule in rules) + " END"


def every(values):
    """Each combination of values, as rows."""
    columns = [name.split() for name in values]
    sources = [f"unnest(%s::{kind}[]) AS {name}" for name, kind in columns]
    return "SELECT * FROM " + ", ".join(sources)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("table", "function", "values"),
    [
        ("checkout_payment", "checkout_check_payment", PAYMENTS),
        ("checkout_tender", "checkout_check_tender", TENDERS),
    ],
)
def test_what_they_refuse_and_its_name_are_the_same(table, function, values):
    both = f"SELECT {checked(table)} AS before, {compiled(function)} AS now FROM ({every(values)}) AS one"
    [(differ, kept, names)] = fetch(
        "SELECT count(*) FILTER (WHERE before IS DISTINCT FROM now), count(*) FILTER (WHERE now IS NULL),"
        f" count(DISTINCT now) FROM ({both}) AS pair",
        *values.values(),
    )
    assert (differ, names) == (0, checked(table).count("THEN"))
    assert kept > 0
