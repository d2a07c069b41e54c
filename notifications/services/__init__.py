"""What can be done with messages. Other apps import from here and nothing deeper."""

from notifications.services.delivery import deliver_message, due_message_ids, replay_messages
from notifications.services.outbox import BulkMessage, enqueue, enqueue_many

__all__ = [
    "BulkMessage",
    "deliver_message",
    "due_message_ids",
    "enqueue",
    "enqueue_many",
    "replay_messages",
]
