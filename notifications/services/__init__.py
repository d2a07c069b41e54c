"""What can be done with messages. Other apps import from here and nothing deeper."""

from notifications.details import Detail, keep, sentence
from notifications.jobs import gather_messages, hand_over_message
from notifications.services.delivery import deliver, due_delivery_ids, replay_deliveries
from notifications.services.details import Told, register_details
from notifications.services.digests import deliver_digest, due_digest_ids
from notifications.services.dispatch import dispatch_message
from notifications.services.endpoints import (
    add_endpoint,
    disable_endpoint,
    enable_endpoint,
    remove_endpoint,
    rotate_secret,
    send_test_event,
)
from notifications.services.handing_out import take_lost_messages, take_mailings
from notifications.services.inbox import UNREAD_SQL, archive_message, mark_all_read, mark_read
from notifications.services.outbox import BulkMessage, enqueue, enqueue_many, prepare
from notifications.services.phones import confirm_phone, forget_old_codes, remove_phone, request_phone_code
from notifications.services.preferences import save_preferences, turn_off
from notifications.services.push import turn_push_off, turn_push_on
from notifications.services.texts import check_text, save_text, send_test_letter, take_text_back
from notifications.services.webhook_events import tell_systems
from notifications.services.webhooks import deliver_webhook, due_webhook_ids, replay_webhooks

__all__ = [
    "UNREAD_SQL",
    "BulkMessage",
    "Detail",
    "Told",
    "add_endpoint",
    "archive_message",
    "check_text",
    "confirm_phone",
    "deliver",
    "deliver_digest",
    "deliver_webhook",
    "disable_endpoint",
    "dispatch_message",
    "due_delivery_ids",
    "due_digest_ids",
    "due_webhook_ids",
    "enable_endpoint",
    "enqueue",
    "enqueue_many",
    "forget_old_codes",
    "gather_messages",
    "hand_over_message",
    "keep",
    "mark_all_read",
    "mark_read",
    "prepare",
    "register_details",
    "remove_endpoint",
    "remove_phone",
    "replay_deliveries",
    "replay_webhooks",
    "request_phone_code",
    "rotate_secret",
    "save_preferences",
    "save_text",
    "send_test_event",
    "send_test_letter",
    "sentence",
    "take_lost_messages",
    "take_mailings",
    "take_text_back",
    "tell_systems",
    "turn_off",
    "turn_push_off",
    "turn_push_on",
]
