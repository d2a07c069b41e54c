"""A mail server of one's own: speaks SMTP on a real socket, and answers as it is told."""

from __future__ import annotations

import socketserver
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.message import Message

from tests.support.serving import serving

STEPS = {
    "EHLO": "250 ok",
    "MAIL": "250 ok",
    "RCPT": "250 ok",
    "DATA": "354 go on",
    ".": "250 taken",
    "QUIT": "221 bye",
}


class MailServer(socketserver.ThreadingTCPServer):
    """Keeps the letters that it took. `answers` says what to answer at which step."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Conversation)
        self.letters: list[Message] = []
        self.answers: dict[str, str] = {}

    @property
    def port(self) -> int:
        return int(self.server_address[1])


class Conversation(socketserver.StreamRequestHandler):
    server: MailServer

    def handle(self) -> None:
        self._say("220 here")
        while line := self.rfile.readline():
            step = line[:4].decode().strip().upper()
            self._answer(step)
            if step == "DATA" and "DATA" not in self.server.answers:
                self._take_letter()
            if step == "QUIT":
                return

    def _take_letter(self) -> None:
        lines = []
        while (line := self.rfile.readline()) != b".\r\n":
            lines.append(line)
        if "." not in self.server.answers:
            self.server.letters.append(message_from_bytes(b"".join(lines)))
        self._answer(".")

    def _answer(self, step: str) -> None:
        self._say(self.server.answers.get(step) or STEPS.get(step, "250 ok"))

    def _say(self, text: str) -> None:
        self.wfile.write(text.encode() + b"\r\n")


@contextmanager
def running_mail_server() -> Iterator[MailServer]:
    with serving(MailServer()) as server:
        yield server
