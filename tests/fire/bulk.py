"""Workers that credit a campaign, or write off what expired, and are killed with -9 on the way.

    python -m tests.fire.bulk (campaign | expiry) CHUNK KILLS SECONDS

One worker at a time. Each is killed once it has done something and up to so many seconds more; the
last may finish.
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
    for _kill in range(kills):
        before = done_so_far(what)
        worker = start_worker(what, chunk)
        while done_so_far(what) <= before:
            time.sleep(0.01)
        time.sleep(chance.uniform(0, seconds))
        os.kill(worker, signal.SIGKILL)
        _pid, status = os.waitpid(worker, 0)
        if os.waitstatus_to_exitcode(status) != -signal.SIGKILL:
            sys.exit("A worker ended before it was killed.")
    _pid, status = os.waitpid(start_worker(what, chunk), 0)
    sys.exit(os.waitstatus_to_exitcode(status))


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

    from rewards.services import expire_next_lots

    while expire_next_lots(now=timezone.now(), limit=chunk):
        pass


def done_so_far(what: str) -> int:
    from rewards.campaigns.enums import ChunkStatus
    from rewards.models import CampaignChunk
    from wallets.ledger.models import JournalEntry

    if what == "campaign":
        return CampaignChunk.objects.filter(status=ChunkStatus.DONE).count()
    return JournalEntry.objects.filter(kind="reward_expired").count()


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), float(sys.argv[4]))
