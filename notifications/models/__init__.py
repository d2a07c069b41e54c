from notifications.models.address import PhoneCode, PhoneNumber, PushTopic
from notifications.models.delivery import Delivery
from notifications.models.digest import Digest
from notifications.models.message import OutboxMessage
from notifications.models.pace import MailingPace
from notifications.models.preference import NotificationSettings, Preference
from notifications.models.text import MessageText
from notifications.models.webhook import WebhookDelivery, WebhookEndpoint

__all__ = [
    "Delivery",
    "Digest",
    "MailingPace",
    "MessageText",
    "NotificationSettings",
    "OutboxMessage",
    "PhoneCode",
    "PhoneNumber",
    "Preference",
    "PushTopic",
    "WebhookDelivery",
    "WebhookEndpoint",
]
