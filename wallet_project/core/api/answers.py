"""An answer in its final bytes, so that a repetition gets the very same."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse

from wallet_project.core.api.problems import MEDIA_TYPE
from wallet_project.core.postgresql.statements import Statement

JSON = "application/json"

written = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=str).encode


@dataclass(frozen=True, slots=True)
class Rendered:
    """Status and body, as they go out."""

    status: int
    body: bytes
    is_problem: bool = False
    replayed: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """What an operation returns where its status is not always the same."""

    value: Any
    status: int


@dataclass(frozen=True, slots=True)
class Later:
    """What an operation that moves money returns if the gateway must be asked before it can answer:
    what it wrote is committed first, then `finish` runs outside the transaction and returns the value."""

    finish: Callable[[], Any]


@dataclass(frozen=True, slots=True)
class AtOnce:
    """What an operation may do by one expression of SQL, which is NULL if it did nothing; then the
    operation goes its usual way. `value` is what it answers with, `after` follows the commit."""

    value: Any
    effect: Statement
    after: Callable[[], None]


def rendered(status: int, data: Any) -> Rendered:
    """Data as JSON; no body at all for 204."""
    return Rendered(status, b"" if status == 204 else as_json(data))


def rendered_problem(problem: dict[str, Any]) -> Rendered:
    return Rendered(problem["status"], as_json(problem), is_problem=True)


def as_json(data: Any) -> bytes:
    return written(data).encode()


def as_response(answer: Rendered) -> HttpResponse:
    """The HTTP answer; a repetition says that it is one."""
    media_type = MEDIA_TYPE if answer.is_problem else JSON
    response = HttpResponse(answer.body, status=answer.status, content_type=media_type)
    if answer.replayed:
        response.headers["Idempotency-Replayed"] = "true"
    return response
