from notifications.models.delivery import Delivery
from notifications.models.message import OutboxMessage
from notifications.models.preference import NotificationSettings, Preference
from notifications.models.text import MessageText
from notifications.models.webhook import WebhookDelivery, WebhookEndpoint

__all__ = [
    "Delivery",
    "MessageText",
    "NotificationSettings",
    "OutboxMessage",
    "Preference",
    "WebhookDelivery",
    "WebhookEndpoint",
]
