"""What can be done with messages. Other apps import `enqueue` from here and nothing deeper."""

from notifications.services.delivery import deliver_message, due_message_ids, replay_messages
from notifications.services.outbox import enqueue

__all__ = ["deliver_message", "due_message_ids", "enqueue", "replay_messages"]
