"""Processes that move money as fast as they can, while some of them are killed.

    python -m tests.fire.crew FOLDER SECONDS [--calm]

Each worker appends what the ledger acknowledged to a file of its own, on disk before it goes on.
A worker that does not know whether its entry was committed posts it again, with the same key.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sys
import time
from pathlib import Path

WORKERS = 16
CURRENCIES = ("EUR", "JPY", "KWD")
OPENING = 300


def main(folder: Path, seconds: float, *, calm: bool) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wallet_project.settings")
    import django

    django.setup()
    from django.db import connection

    deadline = time.monotonic() + seconds
    connection.close()
    workers = {start_worker(folder, number, deadline): number for number in range(WORKERS)}
    while time.monotonic() < deadline:
        time.sleep(0.3)
        if not calm:
            victim = random.choice(list(workers))
            os.kill(victim, signal.SIGKILL)
            os.waitpid(victim, 0)
            workers[start_worker(folder, workers.pop(victim), deadline)] = WORKERS
    failures = [status for status in (os.waitpid(pid, 0)[1] for pid in workers) if status]
    sys.exit(1 if failures else 0)


def start_worker(folder: Path, number: int, deadline: float) -> int:
    pid = os.fork()
    if pid == 0:
        try:
            work(folder, deadline, random.Random(os.getpid() * 1000 + number))
        except BaseException as error:
            sys.stderr.write(f"worker: {error!r}\n")
            sys.stderr.flush()
            os._exit(1)
        os._exit(0)
    return pid


def work(folder: Path, deadline: float, chance: random.Random) -> None:
    accounts = json.loads((folder / "accounts.json").read_text())
    number = 0
    with (folder / f"acknowledged-{os.getpid()}-{time.monotonic_ns()}").open(
        "a", encoding="utf-8"
    ) as acknowledged:
        while time.monotonic() < deadline:
            number += 1
            currency = chance.choice(CURRENCIES)
            moves = [some_move(accounts[currency], chance) for _ in range(chance.choice((1, 1, 3)))]
            keyed = {f"{os.getpid()}-{deadline}-{number}-{index}": move for index, move in enumerate(moves)}
            if until_known(keyed, currency, deadline):
                acknowledged.write("".join(f"{json.dumps([key, move])}\n" for key, move in keyed.items()))
                acknowledged.flush()
                os.fsync(acknowledged.fileno())
            if number % 40 == 0:
                seal()


def some_move(accounts: list[int], chance: random.Random) -> dict[str, int]:
    """From one account to one or two others, often more than there is."""
    source, *targets = chance.sample(accounts, chance.choice((2, 3)))
    amounts = {str(target): chance.randint(1, OPENING // 2) for target in targets}
    return amounts | {str(source): -sum(amounts.values())}


def until_known(moves: dict[str, dict[str, int]], currency: str, deadline: float) -> bool:
    """Whether the ledger took the entries: asked again and again while the answer is lost."""
    from django.db import DatabaseError, InterfaceError, connection, transaction

    from wallet_project.core.money import from_minor
    from wallets.ledger import journal
    from wallets.ledger.enums import EntryKind
    from wallets.ledger.exceptions import BelowFloor

    entries = [
        journal.Entry(
            key=key,
            kind=EntryKind.TOP_UP,
            lines=[
                journal.Line(int(account), from_minor(minor, currency)) for account, minor in move.items()
            ],
        )
        for key, move in moves.items()
    ]
    while time.monotonic() < deadline + 30:
        try:
            with transaction.atomic():
                journal.post_entries(entries)
            return True
        except BelowFloor:
            return False
        except (DatabaseError, InterfaceError):
            connection.close()
            time.sleep(0.1)
    raise TimeoutError("The database did not come back.")


def seal() -> None:
    from django.db import DatabaseError, connection

    from wallets.ledger import seals

    try:
        seals.seal_now()
        seals.roll_up_now()
    except DatabaseError:
        connection.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]), float(sys.argv[2]), calm="--calm" in sys.argv)
