"""The control API and the process itself."""

from __future__ import annotations

import os
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path

import pytest
import stripe

from tests.support.fake_stripe import sdk, session_params, wait_until
from wallet_project.fake_stripe.client import ControlError, FakeStripe
from wallet_project.fake_stripe.process import free_port, start_fake_stripe


@pytest.mark.parametrize("path", ["settings", "events", "reset", "faults", "clock", "calls"])
def test_the_strings_need_the_secret_key(fake: FakeStripe, path: str) -> None:
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(f"{fake.base_url}/_control/{path}", b"{}")
    assert refused.value.code == 401


def test_the_desk_needs_the_secret_key(fake: FakeStripe) -> None:
    assert fake.open_page(f"{fake.base_url}/_control/").status == 401
    assert fake.open_page(f"{fake.base_url}/_control/act", do="delivery drop").status == 403


@pytest.mark.parametrize("knobs", [{"delivery": "sometimes"}, {"colour": "red"}, {"copies": "many"}])
def test_a_senseless_knob_is_refused(fake: FakeStripe, knobs: dict[str, str]) -> None:
    before = fake.configure()
    with pytest.raises(ControlError):
        fake.configure(**knobs)
    assert fake.configure() == before


def test_reset_forgets_everything(fake: FakeStripe, client: stripe.StripeClient) -> None:
    client.v1.customers.create({})
    fake.configure(delivery="drop")
    fake.reset()
    assert client.v1.customers.list().data == []
    assert fake.configure()["delivery"] == "normal"


def test_calls_are_counted(fake: FakeStripe, client: stripe.StripeClient) -> None:
    for _ in range(2):
        client.v1.customers.create({}, {"idempotency_key": "k"})
    assert [(call["method"], call["status"], call["replayed"]) for call in fake.calls("/v1/customers")] == [
        ("POST", 200, False),
        ("POST", 200, True),
    ]


def test_a_restart_keeps_everything(tmp_path: Path) -> None:
    state, port = str(tmp_path / "state.sqlite3"), free_port()
    with start_fake_stripe(state=state, port=port) as fake:
        client = sdk(fake)
        customer = client.v1.customers.create({"name": "A"}, {"idempotency_key": "k"}).id
        page = client.v1.checkout.sessions.create(session_params(customer))
    with start_fake_stripe(state=state, port=port) as fake:
        client = sdk(fake)
        assert client.v1.customers.create({"name": "A"}, {"idempotency_key": "k"}).id == customer
        fake.pay(str(page.url))
        assert client.v1.checkout.sessions.retrieve(page.id).payment_status == "paid"


def test_it_ends_with_the_process_that_started_it(tmp_path: Path) -> None:
    port = free_port()
    starter = (
        "import time\n"
        "from wallet_project.fake_stripe.process import start_fake_stripe\n"
        f"with start_fake_stripe(port={port}, state={str(tmp_path / 's.sqlite3')!r}): time.sleep(60)\n"
    )
    fake = FakeStripe(f"http://127.0.0.1:{port}")
    parent = subprocess.Popen([sys.executable, "-c", starter], env={**os.environ, "PYTHONPATH": "."})
    try:
        wait_until(fake.is_up, seconds=20)
    finally:
        parent.kill()
        parent.wait()
    wait_until(lambda: not fake.is_up())
