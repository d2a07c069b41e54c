"""Push messages, by the provider in the settings, to the topic to which a person's devices listen."""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import gettext as _

from notifications.channels.provider import hand_over, provider_of
from notifications.exceptions import DeliveryError
from notifications.models import OutboxMessage, PushTopic
from notifications.texts import render_line


class PushChannel:
    """Sends the message as one line under the store's name: a locked screen shows it to anybody."""

    def reaches(self, recipient_id: int) -> bool:
        return PushTopic.objects.filter(pk=recipient_id).exists()

    def send(self, message: OutboxMessage) -> None:
        topic = PushTopic.objects.filter(pk=message.recipient_id).first()
        if topic is None:
            raise DeliveryError(_("The recipient has turned push messages off."), permanent=True)
        hand_over(
            provider_of("PUSH"),
            to=topic.topic,
            title=settings.STORE_NAME,
            text=render_line(message),
        )
