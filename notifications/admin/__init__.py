"""Messages, what became of them, and the systems that are told."""

from notifications.admin import messages, texts, webhooks

__all__ = ["messages", "texts", "webhooks"]
