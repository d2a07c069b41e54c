"""The shop's side of the rules: what happened. A shop plugs its own in with `settings.REFUNDS_EVENTS`."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string

from refunds.automation.enums import RuleEvent
from refunds.automation.events import CreditEvent


class Events(Protocol):
    """Where a preview reads what has happened. What happens now, the shop tells by `answer_event`."""

    def happened(
        self, kind: RuleEvent, *, since: datetime, until: datetime, window_days: int
    ) -> Iterable[CreditEvent]:
        """The events of a kind in this time, the oldest first; price drops for what was bought at most
        `window_days` before."""
        ...


class NoEvents:
    """For a store that keeps its orders elsewhere: it tells by `answer_event`, and previews nothing."""

    def happened(
        self, kind: RuleEvent, *, since: datetime, until: datetime, window_days: int
    ) -> Iterable[CreditEvent]:
        return ()


def get_events() -> Events:
    """The shop's side that this store is configured with."""
    implementation: type[Events] = import_string(settings.REFUNDS_EVENTS)
    return implementation()
