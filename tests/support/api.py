"""Calling the API as other programs do."""

from __future__ import annotations

import json
from typing import Any
from uuid import uuid4

from django.test import Client

from wallet_project.api_access.services import create_api_key
from wallet_project.core.api.callers import Scope

ROOT = "/api/v1"


class Api:
    """A client with credentials. Every POST brings an Idempotency-Key of its own unless one is given."""

    def __init__(self, **headers: str) -> None:
        self.headers = headers
        self.client = Client(enforce_csrf_checks=True)

    def get(self, path: str, **query: Any) -> Any:
        return self.client.get(ROOT + path, query, headers=self.headers)

    def post(self, path: str, body: Any = None, *, key: str | None = "", **headers: str) -> Any:
        """A POST; `key=None` sends no Idempotency-Key."""
        keys = {} if key is None else {"Idempotency-Key": key or uuid4().hex}
        return self.client.post(
            ROOT + path,
            json.dumps(body if body is not None else {}),
            content_type="application/json",
            headers={**self.headers, **keys, **headers},
        )

    def put(self, path: str, body: Any) -> Any:
        return self.client.put(
            ROOT + path, json.dumps(body), content_type="application/json", headers=self.headers
        )

    def delete(self, path: str) -> Any:
        return self.client.delete(ROOT + path, headers=self.headers)


def api_key(*scopes: str, **fields: Any) -> str:
    """A new key with these scopes, by default with all."""
    _key, text = create_api_key(name="test", scopes=scopes or Scope.values, **fields)
    return text


def as_store(*scopes: str, **fields: Any) -> Api:
    """The store's back end, with a key of these scopes, by default with all."""
    return Api(Authorization=f"Api-Key {api_key(*scopes, **fields)}")


def as_browser(user: Any) -> Api:
    """A customer in a browser, with the CSRF token."""
    api = Api()
    api.client.force_login(user)
    token = "t" * 32
    api.client.cookies["csrftoken"] = token
    api.headers["X-CSRFToken"] = token
    return api


def nobody() -> Api:
    return Api()


def money(amount: str, currency: str = "EUR") -> dict[str, str]:
    return {"amount": amount, "currency": currency}


def problem(response: Any) -> tuple[int, str]:
    """Status and code of a problem, after a look at its shape."""
    body = response.json()
    assert response.headers["Content-Type"] == "application/problem+json"
    assert {"type", "title", "status", "detail", "code"} <= set(body)
    assert body["status"] == response.status_code
    return response.status_code, body["code"]
