"""Handing work to workers. By the names of the tasks: the tasks call the services, and the services
don't know the tasks."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from celery import current_app
from django.db import transaction

from wallet_project.core.db import after_commit
from wallet_project.core.gathering import Gathered

DISPATCH: Final = "notifications.tasks.dispatch_messages"
DELIVER: Final = "notifications.tasks.deliver_message"
DELIVER_WEBHOOK: Final = "notifications.tasks.deliver_webhook"

MOMENT: Final = 0.25
MOST_TOGETHER: Final = 100

_gathers = False


def gather_messages() -> None:
    """From now on this process hands over the messages of one moment together, as one that answers many
    requests does: what it tells the broker costs as much for twenty messages as for one."""
    global _gathers
    _gathers = True


def hand_over(task: str, **ids: str) -> None:
    """Let a worker do this once the open transaction has committed; a broker that is down is no error."""
    after_commit(current_app.signature(task), **ids)


def hand_over_message(message_id: UUID) -> None:
    """Let a worker dispatch the message once the open transaction has committed, or a moment later; a
    broker that is down is no error, and the sweep finds what was lost with this process."""

    def send() -> None:
        if not (_gathers and _messages.add(str(message_id))):
            _dispatch([str(message_id)])

    transaction.on_commit(send, robust=True)


def _dispatch(message_ids: list[str]) -> None:
    current_app.signature(DISPATCH).apply_async(kwargs={"message_ids": message_ids}, retry=False)


_messages: Gathered[str] = Gathered("messages", _dispatch, pause=MOMENT, most=MOST_TOGETHER)
