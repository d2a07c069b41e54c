"""Calls one kind of address again and again, over a connection that is kept for a while.

    python -m benchmarks.api_caller nothing|wallet|payment

BENCH_API says where the store is, with which key to call, and which customers there are.
"""

from __future__ import annotations

import json
import os
import random
import sys
from collections.abc import Callable
from http.client import HTTPConnection
from itertools import count
from typing import Any

from benchmarks import laps

# A worker keeps the connections that it has accepted: opened anew now and then, they are shared evenly by
# both, whoever calls.
CALLS_OF_A_CONNECTION = 100


def main(kind: str) -> None:
    told = json.loads(os.environ["BENCH_API"])
    connection = HTTPConnection("127.0.0.1", told["port"], timeout=60)
    numbers = count(1)
    key = {"Authorization": f"Api-Key {told['key']}"}

    def nothing() -> None:
        ask(connection, "GET", "/nothing/", 200)

    def wallet() -> None:
        ask(connection, "GET", f"/api/v1/wallets/{random.choice(told['wallets'])}/", 200, key)

    def payment() -> None:
        number = f"{random.getrandbits(96):x}"
        body = {
            "customer": random.choice(told["customers"]),
            "order_reference": number,
            "total": {"amount": "1.00", "currency": "EUR"},
        }
        headers = {**key, "Idempotency-Key": number, "Content-Type": "application/json"}
        ask(connection, "POST", "/api/v1/payments/", 201, headers, json.dumps(body))

    work: dict[str, Callable[[], None]] = {"nothing": nothing, "wallet": wallet, "payment": payment}

    def call() -> None:
        if next(numbers) % CALLS_OF_A_CONNECTION == 0:
            connection.close()
        work[kind]()

    laps.obey(call)


def ask(
    connection: HTTPConnection,
    method: str,
    path: str,
    status: int,
    headers: dict[str, Any] | None = None,
    body: str | None = None,
) -> None:
    """A call that must be answered with this status. Where the server has closed a connection that nothing
    came over for a while, it is opened again."""
    try:
        connection.request(method, path, body=body, headers=headers or {})
        answer = connection.getresponse()
    except ConnectionError:
        connection.close()
        connection.request(method, path, body=body, headers=headers or {})
        answer = connection.getresponse()
    text = answer.read()
    if answer.status != status:
        raise RuntimeError(f"{method} {path}: {answer.status} {text[:500]!r}")


if __name__ == "__main__":
    main(sys.argv[1])
