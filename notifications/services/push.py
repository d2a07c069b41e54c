"""Push messages: a person's devices listen to a topic that nobody else can guess."""

from __future__ import annotations

import secrets

from notifications.models import PushTopic


def turn_push_on(*, user_id: int) -> PushTopic:
    """The topic to which this person's devices listen from now on. Safe to repeat."""
    topic = f"store-{secrets.token_urlsafe(24)}"
    return PushTopic.objects.get_or_create(pk=user_id, defaults={"topic": topic})[0]


def turn_push_off(*, user_id: int) -> None:
    """No push messages any more; the next time there is another topic. Safe to repeat."""
    PushTopic.objects.filter(pk=user_id).delete()
