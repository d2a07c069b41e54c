"""SMS, by the provider in the settings, to a number that its owner has proven."""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import gettext as _

from notifications.channels.provider import hand_over, provider_of
from notifications.exceptions import DeliveryError
from notifications.models import OutboxMessage, PhoneNumber
from notifications.texts import render_line


class SmsChannel:
    """Sends the message as one line, without a link: who gets used to links in SMS falls for others'."""

    def reaches(self, recipient_id: int) -> bool:
        return PhoneNumber.objects.filter(pk=recipient_id).exists()

    def send(self, message: OutboxMessage) -> None:
        phone = PhoneNumber.objects.filter(pk=message.recipient_id).first()
        if phone is None:
            raise DeliveryError(_("The recipient has no phone number any more."), permanent=True)
        send_sms(phone.number, f"{settings.STORE_NAME}: {render_line(message)}")


def send_sms(number: str, text: str) -> None:
    """Send one SMS. Raises `DeliveryError`."""
    hand_over(provider_of("SMS"), to=number, title="", text=text)
