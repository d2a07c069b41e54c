"""Another system that receives webhooks: a real web server that answers as it is told."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from tests.support.serving import serving


@dataclass(frozen=True)
class Call:
    """One request as it came."""

    path: str
    headers: dict[str, str]
    body: bytes


class Receiver(ThreadingHTTPServer):
    """Keeps the calls that it got. `answers` are given one after another, the last for ever."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.calls: list[Call] = []
        self.answers: list[int] = [200]
        self.text = "thanks"
        self.location = ""
        self.drip_seconds = 0.0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/hooks?shop=1"


class Handler(BaseHTTPRequestHandler):
    server: Receiver

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.calls.append(Call(self.path, dict(self.headers), body))
        answers = self.server.answers
        self.send_response(answers.pop(0) if len(answers) > 1 else answers[0])
        if self.server.location:
            self.send_header("Location", self.server.location)
        text = self.server.text.encode()
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        if not self.server.drip_seconds:
            self.wfile.write(text)
            return
        with suppress(ConnectionError):
            for byte in text:
                self.wfile.write(bytes([byte]))
                time.sleep(self.server.drip_seconds)

    def log_message(self, *args: Any) -> None:
        """Says nothing."""


@contextmanager
def running_receiver() -> Iterator[Receiver]:
    with serving(Receiver()) as server:
        yield server
