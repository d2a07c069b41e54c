"""One call to another system: to an address that was checked, bounded in time and size, no redirects."""

from __future__ import annotations

import http.client
import socket
import ssl
import time
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _

from notifications.exceptions import AddressRefused
from notifications.webhooks.addresses import Target, require_public
from wallet_project.core.exceptions import WalletProjectError

SECONDS: Final = 10.0
MOST_BYTES: Final = 64 * 1024
GONE: Final = 410


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back."""

    status: int
    text: str
    duration_ms: int


class WebhookError(WalletProjectError):
    """The other system did not take the event. If `permanent`, another attempt would end the same."""

    code = "webhook_failed"

    def __init__(self, message: str, *, permanent: bool = False, answer: Answer | None = None) -> None:
        super().__init__(message, permanent=permanent)
        self.permanent = permanent
        self.answer = answer


def post(url: str, body: bytes, headers: dict[str, str]) -> Answer:
    """Post JSON; the answer is whatever has a status of 2xx.

    Raises `WebhookError` for everything else: a refused address, no connection, a time-out (10
    seconds in all), a redirect, another status. 410 is permanent: the receiver wants no more.
    """
    try:
        target = require_public(url)
    except AddressRefused as error:
        raise WebhookError(error.message, permanent=error.permanent) from error
    began = time.monotonic()
    try:
        status, text = _exchange(target, body, headers, deadline=began + SECONDS)
    except (OSError, http.client.HTTPException) as error:
        raise WebhookError(f"{type(error).__name__}: {error}"[:300]) from error
    answer = Answer(status, text, int((time.monotonic() - began) * 1000))
    if 200 <= status < 300:
        return answer
    if 300 <= status < 400:
        raise WebhookError(_("It answered with a redirect, which is not followed."), answer=answer)
    message = _("It answered with status %(status)d.") % {"status": status}
    raise WebhookError(message, permanent=status == GONE, answer=answer)


def _exchange(target: Target, body: bytes, headers: dict[str, str], *, deadline: float) -> tuple[int, str]:
    connection = http.client.HTTPConnection(target.host, target.port, timeout=SECONDS)
    connection.sock = _connect(target)
    try:
        default = target.port == (443 if target.scheme == "https" else 80)
        host = f"[{target.host}]" if ":" in target.host else target.host
        connection.request(
            "POST",
            target.path,
            body,
            {
                **headers,
                "Host": host if default else f"{host}:{target.port}",
                "Content-Type": "application/json",
                "User-Agent": "store-wallet-webhooks/1",
            },
        )
        response = connection.getresponse()
        return response.status, _read(response, connection.sock, deadline)
    finally:
        connection.close()


def _connect(target: Target) -> socket.socket:
    """A connection to the address that was checked; the certificate must be the name's."""
    plain = socket.create_connection((target.address, target.port), timeout=SECONDS)
    if target.scheme == "http":
        return plain
    return ssl.create_default_context().wrap_socket(plain, server_hostname=target.host)


def _read(response: http.client.HTTPResponse, sock: socket.socket | None, deadline: float) -> str:
    """At most `MOST_BYTES`, until the deadline: who answers a byte a second keeps no worker."""
    parts: list[bytes] = []
    size = 0
    while size < MOST_BYTES:
        left = deadline - time.monotonic()
        if left <= 0:
            raise TimeoutError("the answer took too long")
        if sock is not None and sock.fileno() != -1:
            sock.settimeout(left)
        part = response.read1(min(16_384, MOST_BYTES - size))
        if not part:
            break
        parts.append(part)
        size += len(part)
    return b"".join(parts).decode(errors="replace")
