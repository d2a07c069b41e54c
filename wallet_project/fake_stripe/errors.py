"""Stripe's error answers: `{"error": {"type", "code", "message", "param", ...}}` with an HTTP status."""

from __future__ import annotations

from typing import Any


class ApiError(Exception):
    """An answer other than 200. `executed` says that the endpoint had begun: Stripe keeps such an
    answer under the idempotency key, and whatever it changed stays."""

    def __init__(self, status: int, error: dict[str, Any], *, executed: bool = False, **headers: str) -> None:
        super().__init__(error.get("message", ""))
        self.status = status
        self.error = {name: value for name, value in error.items() if value is not None}
        self.executed = executed
        self.headers = {name.replace("_", "-"): value for name, value in headers.items()}

    @property
    def body(self) -> dict[str, Any]:
        return {"error": self.error}


def invalid_parameter(message: str, param: str, code: str | None = None) -> ApiError:
    """A request that was refused before anything ran."""
    return ApiError(400, {"type": "invalid_request_error", "code": code, "message": message, "param": param})


def missing_parameter(param: str) -> ApiError:
    return invalid_parameter(f"Missing required param: {param}.", param, "parameter_missing")


def refused(message: str, code: str | None = None, param: str | None = None, **more: Any) -> ApiError:
    """A request that the state of its objects forbids."""
    error = {"type": "invalid_request_error", "code": code, "message": message, "param": param, **more}
    return ApiError(400, error, executed=True)


def no_such(kind: str, identifier: str, param: str = "id", status: int = 400) -> ApiError:
    """`status` is 404 for the object of the path, 400 for one in a parameter."""
    message = f"No such {kind}: '{identifier}'"
    error = {"type": "invalid_request_error", "code": "resource_missing", "message": message, "param": param}
    return ApiError(status, error)


def declined(error: dict[str, Any]) -> ApiError:
    """A card error; the payment that it happened to stays."""
    return ApiError(402, {"type": "card_error", **error}, executed=True)


def unauthorized(key: str) -> ApiError:
    shown = f"Invalid API Key provided: {key[:8]}****" if key else "You did not provide an API key."
    return ApiError(401, {"type": "invalid_request_error", "message": shown})
