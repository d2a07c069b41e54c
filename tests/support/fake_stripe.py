"""A fake Stripe, the official SDK pointed at it, and an ear for its webhooks."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import stripe

from tests.support.serving import serving
from wallet_project.fake_stripe.client import FakeStripe

SUCCESS_URL = "http://shop.test/done?session={CHECKOUT_SESSION_ID}"
CANCEL_URL = "http://shop.test/canceled"


def sdk(fake: FakeStripe, *, retries: int = 0, timeout: float = 10.0) -> stripe.StripeClient:
    """The SDK as a stranger would set it up."""
    return stripe.StripeClient(
        fake.secret_key,
        base_addresses={"api": fake.base_url},
        max_network_retries=retries,
        http_client=stripe.RequestsClient(timeout=timeout),
    )


def session_params(
    customer: str, *, amount: int = 1250, currency: str = "eur", **more: Any
) -> dict[str, Any]:
    """Parameters of a hosted page."""
    price = {"currency": currency, "unit_amount": amount, "product_data": {"name": "Top-up"}}
    return {
        "mode": "payment",
        "customer": customer,
        "line_items": [{"price_data": price, "quantity": 1}],
        "success_url": SUCCESS_URL,
        "cancel_url": CANCEL_URL,
        **more,
    }


@dataclass
class Ear:
    """A web server that notes the webhooks it gets and answers with `status`."""

    url: str = ""
    status: int = 200
    heard: list[tuple[dict[str, Any], dict[str, str], bytes]] = field(default_factory=list)

    @property
    def types(self) -> list[str]:
        return [event["type"] for event, _, _ in self.heard]

    def ids(self) -> list[str]:
        return [event["id"] for event, _, _ in self.heard]


@contextmanager
def listen() -> Iterator[Ear]:
    """Run an ear until the block ends."""
    ear = Ear()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            ear.heard.append((json.loads(body), dict(self.headers), body))
            self.send_response(ear.status)
            self.end_headers()

        def log_message(self, *args: Any) -> None:
            pass

    with serving(ThreadingHTTPServer(("127.0.0.1", 0), Handler)) as server:
        ear.url = f"http://127.0.0.1:{server.server_port}/webhooks"
        yield ear


def wait_until(condition: Callable[[], Any], *, seconds: float = 10.0) -> None:
    """Raises when the condition doesn't come true."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            raise AssertionError("it did not come true in time")
        time.sleep(0.02)
