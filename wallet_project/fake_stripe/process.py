"""Starting and stopping a fake, for tests and the demo."""

from __future__ import annotations

import os
import random
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from wallet_project.fake_stripe.client import FakeStripe
from wallet_project.fake_stripe.config import DEFAULT_SECRET_KEY, DEFAULT_WEBHOOK_SECRET

ROOT = Path(__file__).resolve().parents[2]
PATIENCE_SECONDS = 30.0


@contextmanager
def start_fake_stripe(
    *,
    state: str | None = None,
    port: int = 0,
    webhook_url: str = "",
    webhook_secret: str = DEFAULT_WEBHOOK_SECRET,
    secret_key: str = DEFAULT_SECRET_KEY,
) -> Iterator[FakeStripe]:
    """Run a fake of one's own until the block ends; it ends too when this process is killed.

    Without `state` it forgets everything at the end; without `port` it takes a free one.
    """
    with tempfile.TemporaryDirectory(prefix="fake-stripe-") as folder:
        port = port or free_port()
        arguments = {
            "--port": str(port),
            "--state": state or str(Path(folder) / "state.sqlite3"),
            "--webhook-url": webhook_url,
            "--webhook-secret": webhook_secret,
            "--secret-key": secret_key,
            "--parent": str(os.getpid()),
        }
        process = subprocess.Popen(_command(arguments), cwd=ROOT)  # noqa: S603
        fake = FakeStripe(f"http://127.0.0.1:{port}", secret_key, webhook_secret)
        try:
            _wait_until_up(fake, process)
            yield fake
        finally:
            _stop(process)


def free_port() -> int:
    """A port that nobody uses now, outside the range from which systems give clients theirs: one
    from that range can be somebody's by the time it is listened on."""
    while True:
        port = random.randrange(20_000, 32_000)  # noqa: S311
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port


def _command(arguments: dict[str, str]) -> list[str]:
    pairs = [part for name, value in arguments.items() if value for part in (name, value)]
    return [sys.executable, "-m", "wallet_project.fake_stripe", *pairs]


def _wait_until_up(fake: FakeStripe, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not fake.is_up():
        if process.poll() is not None or time.monotonic() > deadline:
            raise RuntimeError("the fake Stripe did not come up")
        time.sleep(0.05)


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
