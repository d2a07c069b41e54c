"""Customers in a browser that is only a client."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client


@pytest.fixture
def as_customer() -> Any:
    """`as_customer(user)`: a client that is logged in, and that checks for CSRF if asked to."""

    def log_in(user: Any, **options: Any) -> Client:
        client = Client(**options)
        client.force_login(user)
        return client

    return log_in
