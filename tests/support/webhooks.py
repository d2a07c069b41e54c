"""Webhooks as Stripe signs them, posted without a network."""

from __future__ import annotations

import json
import time
from typing import Any

from django.test import Client

from wallet_project.fake_stripe.client import FakeStripe
from wallet_project.fake_stripe.webhooks.delivery import signature

URL = "/webhooks/stripe/"


def post(fake: FakeStripe, event: dict[str, Any] | bytes, **changes: Any) -> Any:
    """Post an event; `at` is when it was signed, `secret` with what, `header` the whole signature."""
    body = event if isinstance(event, bytes) else json.dumps(event).encode()
    secret = changes.get("secret", fake.webhook_secret)
    header = changes.get("header", signature(body, (secret,), changes.get("at", int(time.time()))))
    headers = {"Stripe-Signature": header} if header else {}
    client = Client(enforce_csrf_checks=True)
    return client.post(URL, body, content_type="application/json", headers=headers)


def deliver(fake: FakeStripe, *types: str) -> list[int]:
    """Post all events of these types, in the order of the types; answers with the HTTP statuses."""
    return [post(fake, event).status_code for name in types for event in fake.events(name)]
