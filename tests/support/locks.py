"""Taking a lock out, to show that a race is lost without it."""

from __future__ import annotations

import threading
from contextlib import suppress
from typing import Any

import pytest
from django.db.models import Model, QuerySet


def without_row_locks(monkeypatch: pytest.MonkeyPatch, *models: type[Model]) -> None:
    """Rows of these models are read as if `select_for_update` had not been asked for."""
    locking = QuerySet.select_for_update

    def reading(self: QuerySet[Any], **options: Any) -> QuerySet[Any]:
        return self.all() if self.model in models else locking(self, **options)

    monkeypatch.setattr(QuerySet, "select_for_update", reading)


def meet_before(monkeypatch: pytest.MonkeyPatch, target: str, *, parties: int = 2) -> None:
    """Nobody calls `target` before so many are there: all have read and checked when the first
    writes. Where another lock lets them not meet, they wait a moment and go on."""
    module, _, name = target.rpartition(".")
    barrier = threading.Barrier(parties)
    original = getattr(__import__(module, fromlist=[name]), name)

    def meeting(*arguments: Any, **options: Any) -> Any:
        with suppress(threading.BrokenBarrierError):
            barrier.wait(timeout=2)
        return original(*arguments, **options)

    monkeypatch.setattr(target, meeting)
