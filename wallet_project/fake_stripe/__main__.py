"""`python -m wallet_project.fake_stripe --port 12111 --state FILE --webhook-url URL`"""

from __future__ import annotations

import argparse
import os
import signal
import threading
import time
from typing import Any

from gunicorn.app.base import BaseApplication  # type: ignore[import-untyped]

from wallet_project.fake_stripe.config import DEFAULT_SECRET_KEY, DEFAULT_WEBHOOK_SECRET, Config
from wallet_project.fake_stripe.wsgi import build_application

THREADS = 32


class Server(BaseApplication):  # type: ignore[misc]
    """gunicorn with one process, as the locks of the fake live in it, and many threads."""

    def __init__(self, options: dict[str, Any]) -> None:
        self.options = options
        super().__init__()

    def load_config(self) -> None:
        for name, value in self.options.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        return build_application()


def parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m wallet_project.fake_stripe", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=12111)
    parser.add_argument("--state", required=True, help="SQLite file that outlives the process")
    parser.add_argument("--webhook-url", default="", help="where signed events are sent")
    parser.add_argument("--webhook-secret", default=DEFAULT_WEBHOOK_SECRET)
    parser.add_argument("--secret-key", default=DEFAULT_SECRET_KEY)
    parser.add_argument("--public-url", default="", help="address of the pages, if not that of the request")
    parser.add_argument("--parent", type=int, default=0, help="end when this process is gone")
    return parser.parse_args()


def start_in_worker(parent: int) -> None:
    """What runs beside the requests: late banks, webhooks, and a look at the parent."""
    from wallet_project.fake_stripe import jobs

    jobs.start_background()
    if parent:
        threading.Thread(target=_end_with, args=(parent, os.getppid()), daemon=True).start()


def _end_with(parent: int, master: int) -> None:
    while _is_alive(parent):
        time.sleep(1)
    os.kill(master, signal.SIGTERM)


def _is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


def main() -> None:
    given = parse_arguments()
    config = Config(
        state_path=given.state,
        secret_key=given.secret_key,
        webhook_url=given.webhook_url,
        webhook_secret=given.webhook_secret,
        public_url=given.public_url,
    )
    os.environ.update(config.to_environ())
    options = {
        "bind": f"{given.host}:{given.port}",
        "workers": 1,
        "worker_class": "gthread",
        "threads": THREADS,
        "timeout": 0,
        "graceful_timeout": 1,
        "keepalive": 75,
        "loglevel": "warning",
        "proc_name": "fake-stripe",
        "control_socket_disable": True,
        "post_worker_init": lambda worker: start_in_worker(given.parent),
    }
    Server(options).run()


if __name__ == "__main__":
    main()
