"""The fake's memory: JSON documents in one SQLite file, behind one lock.

Fields that begin with an underscore are the fake's own and never leave it (`public`).
"""

from __future__ import annotations

import json
import secrets
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

from wallet_project.fake_stripe.config import read_config
from wallet_project.fake_stripe.errors import no_such

Doc = dict[str, Any]

SCHEMA = """
CREATE TABLE IF NOT EXISTS documents (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, object TEXT NOT NULL,
    customer TEXT, payment_intent TEXT, body TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS documents_by_object ON documents (object, seq);
CREATE INDEX IF NOT EXISTS documents_by_customer ON documents (customer, object, seq);
CREATE INDEX IF NOT EXISTS documents_by_payment ON documents (payment_intent, object, seq);
CREATE TABLE IF NOT EXISTS saved_answers (
    key TEXT PRIMARY KEY, fingerprint TEXT NOT NULL, endpoint TEXT NOT NULL,
    status INTEGER NOT NULL, body TEXT NOT NULL, request_id TEXT NOT NULL, saved_at REAL NOT NULL);
CREATE TABLE IF NOT EXISTS jobs (
    id INTEGER PRIMARY KEY, due REAL NOT NULL, kind TEXT NOT NULL, target TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS deliveries (
    id INTEGER PRIMARY KEY, event TEXT NOT NULL, state TEXT NOT NULL, due REAL NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0, last_status INTEGER);
CREATE INDEX IF NOT EXISTS deliveries_by_state ON deliveries (state, due);
CREATE TABLE IF NOT EXISTS knobs (name TEXT PRIMARY KEY, value TEXT NOT NULL);
"""
TABLES = ("documents", "saved_answers", "jobs", "deliveries", "knobs")


def new_id(prefix: str) -> str:
    return f"{prefix}_{secrets.token_hex(12)}"


def public(doc: Doc) -> Doc:
    """The document as the API shows it."""
    return {name: value for name, value in doc.items() if not name.startswith("_")}


class Store:
    """Documents by id and by kind. Every write belongs into `transaction()`, which nests."""

    def __init__(self, path: str) -> None:
        self._lock = threading.RLock()
        self._depth = 0
        self._db = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
        self._db.row_factory = sqlite3.Row
        self._db.execute("PRAGMA journal_mode = WAL")
        self._db.execute("PRAGMA synchronous = NORMAL")
        self._db.executescript(SCHEMA)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing, one at a time."""
        with self._lock:
            if self._depth == 0:
                self._db.execute("BEGIN IMMEDIATE")
            self._depth += 1
            try:
                yield
            except BaseException:
                self._finish("ROLLBACK")
                raise
            self._finish("COMMIT")

    def _finish(self, statement: str) -> None:
        self._depth -= 1
        if self._depth == 0:
            self._db.execute(statement)

    def query(self, sql: str, *values: Any) -> list[sqlite3.Row]:
        with self._lock:
            return self._db.execute(sql, values).fetchall()

    def put(self, doc: Doc) -> Doc:
        """Insert or replace; a document keeps its place in the order of creation."""
        self.query(
            "INSERT INTO documents (id, object, customer, payment_intent, body) VALUES (?, ?, ?, ?, ?)"
            " ON CONFLICT (id) DO UPDATE SET customer = excluded.customer,"
            " payment_intent = excluded.payment_intent, body = excluded.body",
            doc["id"],
            doc["object"],
            doc.get("customer"),
            doc.get("payment_intent"),
            json.dumps(doc),
        )
        return doc

    def find(self, identifier: str) -> Doc | None:
        rows = self.query("SELECT body FROM documents WHERE id = ?", identifier)
        return json.loads(rows[0]["body"]) if rows else None

    def get(self, kind: str, identifier: str, *, param: str = "id", status: int = 400) -> Doc:
        """The document, or Stripe's `resource_missing`."""
        doc = self.find(identifier)
        if doc is None or doc["object"] != kind:
            raise no_such(kind, identifier, param, status)
        return doc

    def newest(self, kind: str, **filters: str) -> Iterator[Doc]:
        """Documents of one kind, newest first; `filters` compare `customer` and `payment_intent`."""
        where = "".join(f" AND {column} = ?" for column in filters)
        sql = f"SELECT body FROM documents WHERE object = ?{where} ORDER BY seq DESC"  # noqa: S608
        return (json.loads(row["body"]) for row in self.query(sql, kind, *filters.values()))

    def clear(self) -> None:
        with self.transaction():
            for table in TABLES:
                self.query(f"DELETE FROM {table}")  # noqa: S608


@cache
def get_store() -> Store:
    """The store of this process, opened when first needed."""
    return Store(read_config().state_path)
