"""Calls that schemathesis makes up of the schema, of every operation: whoever calls, no answer is an error
of ours or outside the schema, and nobody is shown what is another customer's.

The short form makes some hundred calls, always the same ones; `make fuzz` more than ten thousand.
"""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from notifications.services import send_test_event
from rewards.enums import Activity
from tests.factories.earning import make_fixed_rule, make_rule
from tests.factories.notifications import make_endpoint
from tests.factories.wallets import PASSWORD
from tests.support.api import api_key
from tests.support.crashes import ROOT
from tests.support.fuzzing import CHECKS, PHASES, fuzz
from tests.support.refunds import everything_agrees
from tests.support.two_customers import Customer, known_of
from wallet_project.celery import app
from wallet_project.core.api.table import operations_below

LONG = bool(os.environ.get("FUZZ"))
SEED = int(os.environ.get("FUZZ_SEED", "1"))
# The calls that try every value at its limits are thousands: they are for the long form.
WANTED = os.environ.get("FUZZ_PHASES", ",".join(PHASES if LONG else PHASES[1:])).split(",")
EXAMPLES = int(os.environ.get("FUZZ_EXAMPLES", "60" if LONG else "1"))

LIMITS = ("PER_KEY", "PER_CUSTOMER", "PER_ADDRESS", "LOOK_UPS", "LOOK_UPS_PER_KEY", "BAD_CREDENTIALS")
# These two leave out the key of a store, and take it for the only way to call.
WITHOUT_KEY = [name for name in CHECKS if name not in ("ignored_auth", "missing_required_header")]

pytestmark = [pytest.mark.django_db(transaction=True)]


@pytest.fixture
def names(monkeypatch: Any) -> None:
    """Names of servers are found, with or without a network: each is one and the same public address."""
    ask = socket.getaddrinfo

    def look_up(host: Any, *args: Any, **options: Any) -> Any:
        return ask(host if host in ("127.0.0.1", "localhost") else "93.184.215.14", *args, **options)

    monkeypatch.setattr(socket, "getaddrinfo", look_up)


@pytest.fixture
def two(settings: Any, fake: Any, names: Any) -> Iterator[tuple[Customer, Customer]]:
    """Two customers of a store that counts no calls, and whose worker does not come."""
    for name in LIMITS:
        setattr(settings, f"API_LIMIT_{name}", 10**9)
    app.conf.update(task_always_eager=False)
    make_rule()
    make_fixed_rule(Activity.REVIEW, 25)
    yield Customer("reference-of-ada", "731.37", "5103371"), Customer("reference-of-bob", "843.59", "6208853")
    app.control.purge()
    app.conf.update(task_always_eager=True)
    everything_agrees()


def session_token(customer: Any) -> str:
    """As an app gets it: by e-mail and password."""
    body = {"email": customer.email, "password": PASSWORD}
    answer = Client().post("/_allauth/app/v1/auth/login", body, content_type="application/json")
    return str(answer.json()["meta"]["session_token"])


def call_as(name: str, **options: Any) -> None:
    """Make calls up, and require that nothing is wrong with any of the answers."""
    report = new_report(name) if LONG else None
    outcome = fuzz(examples=EXAMPLES, seed=SEED, phases=WANTED, report=report, **options)
    outcome.sum_up()
    assert outcome.failures == []
    assert outcome.witness.shown == []
    assert outcome.operations == {f"{one.method} {path_of(one.path)}" for one in operations_below("api/v1/")}


def new_report(name: str) -> Path:
    report = ROOT / "test-artifacts" / "made-up-calls" / f"{name}.txt"
    report.parent.mkdir(parents=True, exist_ok=True)
    report.unlink(missing_ok=True)
    return report


def path_of(path: str) -> str:
    """As the schema writes it."""
    return path.replace("<uuid:", "{").replace("<int:", "{").replace("<str:", "{").replace(">", "}")


def test_a_store_with_all_scopes(two: tuple[Customer, Customer]) -> None:
    endpoint = make_endpoint("https://127.0.0.1/hooks")
    delivery = send_test_event(endpoint_id=endpoint.pk, now=timezone.now())
    known = known_of(*two, endpoint_id=endpoint.pk, delivery_id=delivery.pk)
    call_as("store", headers={"Authorization": f"Api-Key {api_key()}"}, known=known)


def test_a_customer_sees_nothing_of_another(two: tuple[Customer, Customer]) -> None:
    """The short form names what is the other's alone, so that its few calls ask for that."""
    ada, bob = two
    headers = {"X-Session-Token": session_token(ada.owner)}
    known = known_of(*two) if LONG else known_of(bob)
    call_as("customer", headers=headers, known=known, secrets=bob.secrets(), checks=WITHOUT_KEY)


def test_nobody_sees_anything(two: tuple[Customer, Customer]) -> None:
    ada, bob = two
    secrets = [*ada.secrets(), *bob.secrets()]
    call_as("nobody", headers={}, known=known_of(*two), secrets=secrets, checks=WITHOUT_KEY)
