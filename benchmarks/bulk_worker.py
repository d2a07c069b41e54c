"""Does what a worker of the shop does in bulk, and the hand-written reference, in turns.

    python -m benchmarks.bulk_worker (campaign | expiry) COUNT SLICES

Writes a line of JSON for each turn: who, how many customers, in how many seconds; at the end the
most memory that this process had.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import django

HERE = Path(__file__).parent
TABLES = "accounts_user, ledger_account, rewards_rewardwallet, rewards_creditlot, reference.account"
Turn = Callable[[int], int]


def main(what: str, count: int, slices: int) -> None:
    django.setup()
    prepare(count, with_lots=what == "expiry")
    turns = (campaign_turns if what == "campaign" else expiry_turns)(count // slices)
    for number in range(slices):
        names = list(turns) if number % 2 == 0 else list(turns)[::-1]
        for name in names:
            start = time.perf_counter()
            done = turns[name](number)
            say(who=name, customers=done, seconds=time.perf_counter() - start)
    say(who="memory", megabytes=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


def say(**values: Any) -> None:
    print(json.dumps(values), flush=True)


def prepare(count: int, *, with_lots: bool) -> None:
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    execute((HERE / "reference.sql").read_text(encoding="utf-8"))
    execute((HERE / "reference_bulk.sql").read_text(encoding="utf-8"))
    execute((HERE / "bulk_customers.sql").read_text(encoding="utf-8"), {"count": count})
    if with_lots:
        execute((HERE / "bulk_lots.sql").read_text(encoding="utf-8"))
    execute(f"VACUUM ANALYZE {TABLES}")
    execute("CHECKPOINT")


def execute(sql: str, values: dict[str, Any] | None = None) -> Any:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchone()[0] if cursor.description else None


def campaign_turns(size: int) -> dict[str, Turn]:
    """Slices of one campaign over all customers; to freeze who they are belongs to the first."""
    from rewards.campaigns.freezing import CHUNK

    chunks: list[int] = []
    reference_id = uuid4()

    def ours(number: int) -> int:
        if number == 0:
            chunks.extend(begin())
        some = chunks[number * size // CHUNK : (number + 1) * size // CHUNK] or chunks[number:]
        return sum(map(run, some))

    def reference(number: int) -> int:
        first = number * size + 1
        execute("SELECT reference.credit(%(id)s, %(first)s, %(last)s)", values_of(reference_id, first, size))
        return size

    return {"reference": reference, "ours": ours}


def values_of(campaign: UUID, first: int, size: int) -> dict[str, Any]:
    return {"id": campaign, "first": first, "last": first + size - 1}


def begin() -> list[int]:
    """A campaign for everybody, started; answers with its chunks."""
    from django.utils import timezone
    from djmoney.money import Money

    from rewards.campaigns import services
    from rewards.campaigns.enums import Segment
    from rewards.campaigns.progress import waiting_chunks

    now = timezone.now()
    plan = services.Plan(
        name="Thank you",
        amount=Money("5.00", "EUR"),
        budget=Money("1000000000", "EUR"),
        segment=Segment.ALL,
        valid_days=30,
        message="Thank you",
    )
    campaign = services.draft_campaign(plan=plan, actor_id=None)
    due = now + timedelta(minutes=1)
    services.schedule_campaign(campaign_id=campaign.pk, starts_at=due, actor_id=None, now=now)
    services.start_campaign(campaign_id=campaign.pk, now=due)
    return waiting_chunks(campaign.pk, limit=10_000)


def run(chunk_id: int) -> int:
    from django.utils import timezone

    from rewards.campaigns.services import run_chunk

    return run_chunk(chunk_id=chunk_id, now=timezone.now())


def expiry_turns(size: int) -> dict[str, Turn]:
    from django.utils import timezone

    from rewards.services.expiry import CHUNK, expire_next_lots

    now = timezone.now()

    def ours(_number: int) -> int:
        return sum(
            expire_next_lots(now=now, limit=min(CHUNK, size)) for _chunk in range(max(1, size // CHUNK))
        )

    def reference(_number: int) -> int:
        return int(execute("SELECT reference.expire(%(now)s, %(size)s)", {"now": now, "size": size}))

    return {"reference": reference, "ours": ours}


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
