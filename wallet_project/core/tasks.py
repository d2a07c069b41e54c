"""The heartbeat of workers and beat."""

from __future__ import annotations

from typing import Any

from celery import shared_task
from celery.signals import beat_init, before_task_publish, worker_ready
from django.utils import timezone

from wallet_project.core import heartbeat


@shared_task
def beat_heart() -> None:
    """Given out by beat every few seconds: that it runs shows that workers work."""
    heartbeat.mark(heartbeat.WORKER, now=timezone.now())


@worker_ready.connect
def _worker_is_ready(**_: Any) -> None:
    heartbeat.mark(heartbeat.WORKER, now=timezone.now())


@beat_init.connect
def _beat_has_started(**_: Any) -> None:
    _beat_gave_out_a_task()
    before_task_publish.connect(_beat_gave_out_a_task)


def _beat_gave_out_a_task(**_: Any) -> None:
    heartbeat.mark(heartbeat.BEAT, now=timezone.now())
