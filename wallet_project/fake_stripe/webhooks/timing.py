"""When webhooks go out: at once, in copies, late, mixed up, held or never; and again after failures."""

from __future__ import annotations

import random
from collections.abc import Iterator

from wallet_project.fake_stripe.knobs import Delivery, Knobs

WAITING, HELD, DROPPED, DELIVERED, GIVEN_UP = "waiting", "held", "dropped", "delivered", "given_up"
LONGEST_PAUSE = 300.0


def first_deliveries(knobs: Knobs, now: float) -> Iterator[tuple[str, float]]:
    """The state and moment of each delivery that one event gets."""
    match knobs.delivery:
        case Delivery.DROP:
            yield DROPPED, now
        case Delivery.HOLD:
            yield HELD, now
        case Delivery.DUPLICATE:
            yield from [(WAITING, now)] * max(1, knobs.copies)
        case Delivery.DELAY:
            yield WAITING, now + knobs.delay_seconds
        case Delivery.SHUFFLE:
            yield WAITING, now + random.uniform(0, knobs.delay_seconds)  # noqa: S311
        case Delivery.NORMAL:
            yield WAITING, now


def pause_after(attempts: int, knobs: Knobs) -> float:
    """Seconds until the next try, doubling with each failure."""
    return min(knobs.retry_seconds * 2.0 ** (attempts - 1), LONGEST_PAUSE)
