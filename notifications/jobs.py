"""Handing work to workers. By the names of the tasks: the tasks call the services, and the services
don't know the tasks."""

from __future__ import annotations

from typing import Final

from celery import current_app

from wallet_project.core.db import after_commit

DISPATCH: Final = "notifications.tasks.dispatch_message"
DELIVER: Final = "notifications.tasks.deliver_message"
DELIVER_WEBHOOK: Final = "notifications.tasks.deliver_webhook"


def hand_over(task: str, **ids: str) -> None:
    """Let a worker do this once the open transaction has committed; a broker that is down is no error."""
    after_commit(current_app.signature(task), **ids)
