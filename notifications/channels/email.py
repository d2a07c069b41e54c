"""E-mail, by Django's e-mail settings."""

from __future__ import annotations

import smtplib
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.utils.translation import gettext as _

from notifications.exceptions import DeliveryError
from notifications.models import OutboxMessage
from notifications.texts import render_letter
from notifications.unsubscribe import unsubscribe_url


class EmailChannel:
    """Sends text and HTML. The same message always has the same Message-ID."""

    def send(self, message: OutboxMessage) -> None:
        try:
            _build_email(message).send()
        except smtplib.SMTPRecipientsRefused as error:
            codes = [code for code, _reason in error.recipients.values()]
            raise DeliveryError(_("The recipient was refused."), permanent=min(codes) >= 500) from error
        except smtplib.SMTPDataError as error:
            raise DeliveryError(_answer_of(error), permanent=error.smtp_code >= 500) from error
        except (smtplib.SMTPException, OSError) as error:
            raise DeliveryError(_answer_of(error), permanent=False) from error


def message_id(message: OutboxMessage) -> str:
    """The Message-ID header: mail programs show a message that arrives twice only once."""
    return f"<{message.pk.hex}@{urlsplit(settings.SITE_URL).hostname}>"


def _build_email(message: OutboxMessage) -> EmailMultiAlternatives:
    # Of a changed address the old one is told: whoever changed it has the new one.
    address = message.context.get("address") or getattr(message.recipient, "email", "")
    if not address:
        raise DeliveryError(_("The recipient has no e-mail address."), permanent=True)
    letter = render_letter(message)
    email = EmailMultiAlternatives(
        letter.subject,
        letter.text,
        to=[address],
        headers=_headers(message),
    )
    email.attach_alternative(letter.html, "text/html")
    return email


def _headers(message: OutboxMessage) -> dict[str, str]:
    """The Message-ID; where it can be turned off, the button that mail programs show (RFC 8058)."""
    headers = {"Message-ID": message_id(message), "Auto-Submitted": "auto-generated"}
    address = unsubscribe_url(message)
    if address:
        headers["List-Unsubscribe"] = f"<{address}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return headers


def _answer_of(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"
