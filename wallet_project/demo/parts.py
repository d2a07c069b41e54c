"""The processes of the shop, run side by side until one ends or somebody stops them."""

from __future__ import annotations

import os
import queue
import shlex
import signal
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from honcho.manager import Manager
from honcho.printer import Message, Printer
from rich.console import Console, RenderableType
from rich.text import Text

from wallet_project.demo.configuration import BASE_DIR, HOST, Configuration

COLORS = {"web": "cyan", "worker": "magenta", "beat": "yellow"}
# How the parts come and go, which the demo says itself.
NOISE = (
    "worker: Warm shutdown",
    "beat: Shutting down",
    "celery beat v",
    "Service Unavailable: /ready/",
    # What gunicorn says of a worker that it did not wait for any longer.
    "was sent SIGKILL! Perhaps out of memory?",
)


def commands(configuration: Configuration) -> dict[str, str]:
    """The shell command of each part."""
    celery = ["-m", "celery", "--quiet", "-A", "wallet_project.celery"]
    schedule = str(configuration.data_dir / "beat-schedule")
    arguments = {
        "web": [
            "-m", "gunicorn", "-c", "python:wallet_project.gunicorn", "-b", f"{HOST}:{configuration.port}",
            "--workers", "2", "--threads", "4", "--graceful-timeout", "2", "--log-level", "warning",
            "wallet_project.wsgi",
        ],
        # Threads, for children would be killed over a task and say so at length when the demo stops.
        "worker": [
            *celery, "worker", "-P", "threads", "-c", "2", "--without-gossip", "--without-mingle",
            "-l", "WARNING",
        ],
        "beat": [*celery, "beat", "-l", "WARNING", "--pidfile=", "-s", schedule],
    }  # fmt: skip
    return {name: "exec " + shlex.join([sys.executable, *given]) for name, given in arguments.items()}


def say(console: Console, what: RenderableType) -> None:
    """Print it, if anybody can still read it: the terminal may have been closed."""
    with suppress(OSError):
        console.print(what, soft_wrap=True)


class QuietPrinter(Printer):  # type: ignore[misc]
    """Prints what the parts say with their name before it, and nothing about starting and stopping."""

    def __init__(self, console: Console) -> None:
        super().__init__()
        self._console = console

    def write(self, message: Message) -> None:
        if message.name not in COLORS:
            return
        data = message.data.decode("utf-8", "replace") if isinstance(message.data, bytes) else message.data
        for line in data.splitlines():
            if line.strip() and not any(noise in line for noise in NOISE):
                say(self._console, Text(f"{message.name:>8} ", COLORS[message.name]) + Text(line))


class Parts(Manager):  # type: ignore[misc]
    """honcho's manager, which also bears to be stopped while it is starting."""

    def __init__(self, configuration: Configuration, environment: dict[str, str], console: Console) -> None:
        super().__init__(printer=QuietPrinter(console))
        self._stop_wanted = False
        self._when_started: Callable[[], None] | None = None
        for name, command in commands(configuration).items():
            self.add_process(name, command, env=environment, cwd=str(BASE_DIR))

    def run(self, when_started: Callable[[], None]) -> int:
        """Run them to the end; 0 if they were asked to stop. `when_started` runs in a thread."""
        self._when_started = when_started
        signal.signal(signal.SIGHUP, lambda *_: signal.raise_signal(signal.SIGTERM))
        try:
            self.loop()
        finally:
            self._make_sure_that_all_are_gone()
        asked = self.returncode in (130, 143)
        return 0 if asked else (self.returncode or 1)

    def terminate(self) -> None:
        """Stop all. As long as one has not reported its process id, there is nothing to send a signal to."""
        self._stop_wanted = True
        if super()._all_started():
            super().terminate()

    def _all_started(self) -> bool:
        started = bool(super()._all_started())
        if started and self._when_started is not None:
            threading.Thread(target=self._when_started, daemon=True).start()
            self._when_started = None
        if started and self._stop_wanted:
            super().terminate()
        return started

    def _make_sure_that_all_are_gone(self) -> None:
        """After an error of ours too, no process group of a part may go on."""
        self._hear_who_has_started()
        for part in self._processes.values():
            if part.get("pid") and part.get("returncode") is None:
                with suppress(ProcessLookupError):
                    os.killpg(part["pid"], signal.SIGKILL)
            if part.get("process"):
                part["process"].join(5)

    def _hear_who_has_started(self) -> None:
        with suppress(queue.Empty):
            while not super()._all_started() or not self.events.empty():
                message = self.events.get(timeout=1)
                if message.type in ("start", "stop"):
                    self._processes[message.name].update(message.data)

    def who_ended(self) -> str:
        """The part that ended by itself, for the message about it."""
        codes: dict[str, Any] = {name: part.get("returncode") for name, part in self._processes.items()}
        return ", ".join(name for name, code in codes.items() if code not in (0, None, -15)) or "a part"
