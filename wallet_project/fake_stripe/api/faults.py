"""Faults on order: the network and Stripe itself at their worst, for the next calls of a path."""

from __future__ import annotations

import re
import socket
import struct
import threading
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from wallet_project.fake_stripe.cards import decline_error
from wallet_project.fake_stripe.errors import ApiError, declined


class FaultKind(StrEnum):
    TIMEOUT_BEFORE = "timeout_before"  # nothing is done, and the answer never comes in time
    TIMEOUT_AFTER = "timeout_after"  # everything is done, and the answer never comes in time
    RESET_BEFORE = "reset_before"  # the connection breaks before
    RESET_AFTER = "reset_after"  # the connection breaks after everything was done
    SLOW = "slow"  # the answer comes late; the key is in flight all the while
    ERROR_500 = "error_500"  # nothing is done; kept under the key, as Stripe does
    ERROR_500_AFTER = "error_500_after"  # everything is done, and the 500 is kept under the key
    ERROR_503 = "error_503"  # refused at the door; not kept
    RATE_LIMIT = "rate_limit"  # 429; not kept
    ERROR_400 = "error_400"  # refused for no reason that the caller could know
    BARE_DECLINE = "bare_decline"  # a card error that names no payment


AFTER = (FaultKind.TIMEOUT_AFTER, FaultKind.RESET_AFTER)
KEPT = (FaultKind.ERROR_500, FaultKind.ERROR_500_AFTER)
SERVER_ERROR = {"type": "api_error", "message": "An unknown error occurred"}
REFUSED = {"type": "invalid_request_error", "message": "Refused."}
RATE_LIMITED = {
    "type": "invalid_request_error",
    "code": "rate_limit",
    "message": "Request rate limit exceeded.",
}


@dataclass(slots=True)
class Fault:
    """`path` is a regular expression for the whole path, `times` how many calls it still hits, `seconds`
    how long it keeps each waiting at most."""

    kind: FaultKind
    path: str = ".*"
    method: str = "POST"
    times: int = 1
    seconds: float = 30.0
    lifted: threading.Event = field(default_factory=threading.Event, init=False)

    def hits(self, method: str, path: str) -> bool:
        return self.times > 0 and method == self.method and re.fullmatch(self.path, path) is not None


_lock = threading.Lock()
_faults: list[Fault] = []


def add(values: dict[str, Any]) -> Fault:
    """Order a fault. Raises `ValueError` or `TypeError` when it makes no sense."""
    fault = Fault(**{**values, "kind": FaultKind(values.get("kind", ""))})
    re.compile(fault.path)
    with _lock:
        _faults.append(fault)
    return fault


def clear() -> None:
    """No call suffers any more. Those that wait go on waiting."""
    with _lock:
        _faults.clear()


def lift() -> None:
    """No call suffers any more, and those that wait go on."""
    with _lock:
        for fault in _faults:
            fault.lifted.set()
        _faults.clear()


def take(method: str, path: str) -> Fault | None:
    """The fault that this call suffers, if any; it counts as used."""
    with _lock:
        for fault in _faults:
            if fault.hits(method, path):
                fault.times -= 1
                return fault
    return None


def before(fault: Fault | None, sock: socket.socket | None) -> None:
    """What goes wrong before anything was done."""
    match fault and fault.kind:
        case FaultKind.ERROR_503:
            raise ApiError(503, SERVER_ERROR, Stripe_Should_Retry="true")
        case FaultKind.RATE_LIMIT:
            raise ApiError(429, RATE_LIMITED)
        case FaultKind.ERROR_400:
            raise ApiError(400, REFUSED)
        case FaultKind.BARE_DECLINE:
            raise declined(decline_error("generic_decline"))
        case FaultKind.TIMEOUT_BEFORE | FaultKind.RESET_BEFORE:
            assert fault is not None
            _vanish(fault, sock)
            raise ApiError(503, SERVER_ERROR)


def after(fault: Fault | None, sock: socket.socket | None) -> None:
    """What goes wrong once everything was done and kept."""
    if fault is not None and fault.kind in AFTER:
        _vanish(fault, sock)


def while_running(fault: Fault | None) -> None:
    """What happens while the key is held."""
    if fault is not None and fault.kind is FaultKind.SLOW:
        fault.lifted.wait(fault.seconds)


def _vanish(fault: Fault, sock: socket.socket | None) -> None:
    if fault.kind in (FaultKind.TIMEOUT_BEFORE, FaultKind.TIMEOUT_AFTER):
        fault.lifted.wait(fault.seconds)
    elif sock is not None:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        sock.shutdown(socket.SHUT_RDWR)
