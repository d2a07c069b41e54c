"""The demo's mailbox: what the store has sent to whom, for everyone at this machine to read.

Only the demo has it: its e-mail goes to files (`EMAIL_FILE_PATH`), and these are the files.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parsedate_to_datetime
from pathlib import Path

from csp.decorators import csp_replace
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

MOST_SHOWN = 200
SEPARATOR = b"\n" + b"-" * 79 + b"\n"


@dataclass(frozen=True, slots=True)
class Letter:
    """One e-mail as it was sent. `name` finds it again."""

    name: str
    mail: EmailMessage

    @property
    def subject(self) -> str:
        return str(self.mail["Subject"])

    @property
    def to(self) -> str:
        return str(self.mail["To"])

    @property
    def sent(self) -> datetime:
        return parsedate_to_datetime(str(self.mail["Date"]))

    def part(self, kind: str) -> str:
        """The text of it that is `plain` or `html`; empty without such a part."""
        body = self.mail.get_body((kind,))
        return str(body.get_content()) if body is not None else ""


@never_cache
@require_safe
def mailbox(request: HttpRequest) -> HttpResponse:
    """All letters, newest first."""
    letters = sorted(_letters(), key=lambda letter: letter.sent, reverse=True)
    return render(request, "demo/mailbox.html", {"letters": letters[:MOST_SHOWN]})


@never_cache
@require_safe
def letter(request: HttpRequest, name: str) -> HttpResponse:
    found = _find(name)
    return render(request, "demo/letter.html", {"letter": found, "text": found.part("plain")})


@never_cache
@require_safe
@xframe_options_sameorigin
@csp_replace(  # type: ignore[arg-type]
    {
        "default-src": ["'none'"],
        "style-src": ["'unsafe-inline'"],
        "img-src": ["data:"],
        "frame-ancestors": ["'self'"],
        "sandbox": ["allow-popups", "allow-top-navigation-by-user-activation"],
    }
)
def letter_html(request: HttpRequest, name: str) -> HttpResponse:
    """The letter as a mail program shows it; nothing in it runs or loads."""
    return HttpResponse(_find(name).part("html"))


def _find(name: str) -> Letter:
    for found in _letters():
        if found.name == name:
            return found
    raise Http404


def _letters() -> Iterator[Letter]:
    """Each file holds the letters of one connection, with a line of dashes behind each."""
    folder = Path(getattr(settings, "EMAIL_FILE_PATH", ""))
    for file in sorted(folder.glob("*.log"), reverse=True)[:MOST_SHOWN]:
        for number, raw in enumerate(file.read_bytes().split(SEPARATOR)):
            if raw.strip():
                mail = message_from_bytes(raw.lstrip(b"\n"), policy=policy.default)
                yield Letter(f"{file.stem}-{number}", mail)
