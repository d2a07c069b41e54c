"""What tests and the bank desk may turn while the fake runs, and its clock."""

from __future__ import annotations

import json
import time
from dataclasses import asdict, dataclass, fields, replace
from enum import StrEnum
from typing import Any

from wallet_project.fake_stripe.config import read_config
from wallet_project.fake_stripe.store import get_store


class Delivery(StrEnum):
    """What happens to a webhook after its event."""

    NORMAL = "normal"
    DROP = "drop"  # never sent
    HOLD = "hold"  # sent when the control API says so
    DUPLICATE = "duplicate"  # sent `copies` times at once
    DELAY = "delay"  # sent after `delay_seconds`
    SHUFFLE = "shuffle"  # each sent at a random moment within `delay_seconds`


class RefundMode(StrEnum):
    NORMAL = "normal"  # cards at once, other methods after `late_seconds`
    PENDING = "pending"  # stays pending until the bank desk decides
    FAIL = "fail"  # becomes failed after `late_seconds`


@dataclass(frozen=True, slots=True)
class Knobs:
    """One value per knob; an unknown name or a wrong value is refused by `turn`."""

    delivery: Delivery = Delivery.NORMAL
    copies: int = 3
    delay_seconds: float = 2.0
    webhook_url: str = ""
    webhook_secrets: tuple[str, ...] = ()
    webhook_timeout_seconds: float = 10.0
    retry_seconds: float = 1.0  # the first pause before a webhook is sent again; doubles each time
    retries: int = 12
    late_seconds: float = 20.0  # how long a bank that "answers late" takes
    refund_mode: RefundMode = RefundMode.NORMAL
    clock_offset: float = 0.0


def read_knobs() -> Knobs:
    """The knobs as they stand."""
    config = read_config()
    defaults = Knobs(webhook_url=config.webhook_url, webhook_secrets=(config.webhook_secret,))
    rows = get_store().query("SELECT name, value FROM knobs")
    return _with(defaults, {row["name"]: json.loads(row["value"]) for row in rows})


def turn(values: dict[str, Any]) -> Knobs:
    """Set some knobs. Raises `ValueError` or `TypeError` when a name or a value makes no sense."""
    changed = _with(read_knobs(), values)
    store = get_store()
    with store.transaction():
        for name in values:
            value = json.dumps(asdict(changed)[name])
            store.query("INSERT OR REPLACE INTO knobs (name, value) VALUES (?, ?)", name, value)
    return changed


def _with(knobs: Knobs, values: dict[str, Any]) -> Knobs:
    kinds = {field.name: type(getattr(knobs, field.name)) for field in fields(knobs)}
    unknown = set(values) - set(kinds)
    if unknown:
        raise ValueError(f"Unknown setting: {', '.join(sorted(unknown))}")
    return replace(knobs, **{name: kinds[name](value) for name, value in values.items()})


def now() -> float:
    """The fake's clock: real time plus what tests advanced it by."""
    return time.time() + read_knobs().clock_offset


def timestamp() -> int:
    return int(now())
