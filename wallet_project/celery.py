"""The Celery application: background and bulk work, and what happens by the clock."""

import logging
import os
from typing import Any

from celery import Celery, signals

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wallet_project.settings")

app = Celery("wallet_project")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.autodiscover_tasks(["wallet_project"])


@signals.setup_logging.connect
def keep_logging(loglevel: int | None = None, **kwargs: Any) -> None:
    """Let workers and beat log as the settings say, secrets redacted, at the level that they were
    started with: with a receiver here, Celery sets no logging of its own up."""
    if loglevel is not None:
        logging.getLogger().setLevel(loglevel)
