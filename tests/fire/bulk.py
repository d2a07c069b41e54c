"""Workers that credit a campaign, or write off what expired, and are killed with -9 on the way.

    python -m tests.fire.bulk (campaign | expiry) CHUNK KILLS SECONDS

One worker at a time. Each is killed once it has done something and up to so many seconds more; the
last may finish. Prints how many were killed: fewer, where a worker was done before its time came.
"""

from __future__ import annotations

import os
import random
import signal
import sys
import time


def main(what: str, chunk: int, kills: int, seconds: float) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wallet_project.settings")
    import django

    django.setup()
    chance = random.Random()
    killed = 0
    for _kill in range(kills):
        code = kill_one(what, chunk, chance.uniform(0, seconds))
        if code != -signal.SIGKILL:
            sys.exit(code) if code else sys.stdout.write(str(killed))
            return
        killed += 1
    sys.stdout.write(str(killed))
    sys.stdout.flush()
    _pid, status = os.waitpid(start_worker(what, chunk), 0)
    sys.exit(os.waitstatus_to_exitcode(status))


def kill_one(what: str, chunk: int, seconds: float) -> int:
    """Start a worker, and kill it so long after its first chunk; answers with its exit code."""
    before = done_so_far(what)
    worker = start_worker(what, chunk)
    ended, status = 0, 0
    while not ended and done_so_far(what) <= before:
        time.sleep(0.002)
        ended, status = os.waitpid(worker, os.WNOHANG)
    if not ended:
        time.sleep(seconds)
        os.kill(worker, signal.SIGKILL)
        _pid, status = os.waitpid(worker, 0)
    return os.waitstatus_to_exitcode(status)


def start_worker(what: str, chunk: int) -> int:
    from django.db import connection

    connection.close()
    pid = os.fork()
    if pid == 0:
        try:
            credit_all() if what == "campaign" else expire_all(chunk)
        except BaseException as error:
            sys.stderr.write(f"worker: {error!r}\n")
            sys.stderr.flush()
            os._exit(1)
        os._exit(0)
    return pid


def credit_all() -> None:
    from django.utils import timezone

    from rewards.campaigns.progress import running_campaigns, waiting_chunks
    from rewards.campaigns.services import run_chunk

    while campaigns := running_campaigns():
        for chunk_id in waiting_chunks(campaigns[0], limit=50):
            run_chunk(chunk_id=chunk_id, now=timezone.now())


def expire_all(chunk: int) -> None:
    from django.utils import timezone

    from rewards.models import CreditLot
    from rewards.services import expire_next_lots

    # Wallets that a killed worker's connection still holds are passed over, as by the clock's tasks.
    while CreditLot.objects.filter(remaining__gt=0).exists():
        expire_next_lots(now=timezone.now(), limit=chunk)


def done_so_far(what: str) -> int:
    from rewards.campaigns.enums import ChunkStatus
    from rewards.models import CampaignChunk
    from wallets.ledger.models import JournalEntry

    if what == "campaign":
        return CampaignChunk.objects.filter(status=ChunkStatus.DONE).count()
    return JournalEntry.objects.filter(kind="reward_expired").count()


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), float(sys.argv[4]))
