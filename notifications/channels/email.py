"""E-mail, by Django's e-mail settings."""

from __future__ import annotations

import smtplib
from collections.abc import Sequence
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.utils.translation import gettext as _

from notifications.digest_letter import render_digest
from notifications.exceptions import DeliveryError
from notifications.models import Digest, OutboxMessage
from notifications.texts import Letter, render_letter
from notifications.unsubscribe import unsubscribe_url


class EmailChannel:
    """Sends text and HTML. The same message always has the same Message-ID."""

    def reaches(self, recipient_id: int) -> bool:
        """Everybody: who has no address is found in the dead letters."""
        return True

    def send(self, message: OutboxMessage) -> None:
        # Of a changed address the old one is told: whoever changed it has the new one.
        address = message.context.get("address") or getattr(message.recipient, "email", "")
        headers = _headers(message_id(message), unsubscribe_url(message))
        send_letter(render_letter(message), to=address, headers=headers)

    def send_digest(self, digest: Digest, messages: Sequence[OutboxMessage]) -> None:
        """Hand all these messages to one person over as one letter. Raises `DeliveryError`."""
        letter = render_digest(digest.recipient, messages)
        address = getattr(digest.recipient, "email", "")
        send_letter(letter, to=address, headers=_headers(message_id(digest), unsubscribe_url(messages[0])))


def send_letter(letter: Letter, *, to: str, headers: dict[str, str], mark: str = "") -> None:
    """Hand a letter to the mail server, its subject marked if asked. Raises `DeliveryError`."""
    if not to:
        raise DeliveryError(_("The recipient has no e-mail address."), permanent=True)
    subject = f"[{mark}] {letter.subject}" if mark else letter.subject
    email = EmailMultiAlternatives(subject, letter.text, to=[to], headers=headers)
    email.attach_alternative(letter.html, "text/html")
    try:
        email.send()
    except smtplib.SMTPRecipientsRefused as error:
        codes = [code for code, _reason in error.recipients.values()]
        raise DeliveryError(_("The recipient was refused."), permanent=min(codes) >= 500) from error
    except smtplib.SMTPDataError as error:
        raise DeliveryError(_answer_of(error), permanent=error.smtp_code >= 500) from error
    except (smtplib.SMTPException, OSError) as error:
        raise DeliveryError(_answer_of(error), permanent=False) from error


def message_id(sent: OutboxMessage | Digest) -> str:
    """The Message-ID header: mail programs show a message that arrives twice only once."""
    return f"<{sent.pk.hex}@{urlsplit(settings.SITE_URL).hostname}>"


def _headers(own_id: str, unsubscribe: str) -> dict[str, str]:
    """The Message-ID; where it can be turned off, the button that mail programs show (RFC 8058)."""
    headers = {"Message-ID": own_id, "Auto-Submitted": "auto-generated"}
    if unsubscribe:
        headers["List-Unsubscribe"] = f"<{unsubscribe}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return headers


def _answer_of(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"
