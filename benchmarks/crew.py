"""Worker processes that stand ready, so that only their work is timed and not their start."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType

from benchmarks.laps import READY

ROOT = Path(__file__).resolve().parent.parent


class Crew:
    """Processes that obey `benchmarks.laps`."""

    def __init__(self, command: Sequence[str], size: int, environment: Mapping[str, str]) -> None:
        self._workers = [_start(command, environment) for _ in range(size)]
        for worker in self._workers:
            if _answer(worker) != READY:
                raise RuntimeError(f"{' '.join(command)} did not get ready.")

    def rate(self, *, processes: int, seconds: float) -> float:
        """What so many of the processes did per second, together."""
        working = self._workers[:processes]
        for worker in working:
            worker.stdin.write(f"{seconds}\n")
            worker.stdin.flush()
        return total_rate([_answer(worker) for worker in working])

    def __enter__(self) -> Crew:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for worker in self._workers:
            worker.stdin.close()
        for worker in self._workers:
            worker.wait(timeout=30)


def total_rate(answers: Sequence[str]) -> float:
    """The sum of the workers' rates; each answered `count seconds`."""
    pairs = [answer.split() for answer in answers]
    return sum(int(count) / float(elapsed) for count, elapsed in pairs)


def _start(command: Sequence[str], environment: Mapping[str, str]) -> subprocess.Popen[str]:
    return subprocess.Popen(
        list(command),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
    )


def _answer(worker: subprocess.Popen[str]) -> str:
    line = worker.stdout.readline().strip()
    if not line:
        raise RuntimeError(f"A worker ended early, with exit code {worker.wait(timeout=30)}.")
    return line
