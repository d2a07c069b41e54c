"""How gunicorn serves the store; `gunicorn -c python:wallet_project.gunicorn wallet_project.wsgi`."""

from __future__ import annotations

import gc
import os
from typing import Any

bind = os.environ.get("BIND", "0.0.0.0:8000")
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
threads = int(os.environ.get("WEB_THREADS", "4"))
worker_class = "gthread"
preload_app = True
timeout = 60
graceful_timeout = 20
keepalive = 5
max_requests = 10_000
max_requests_jitter = 1_000
control_socket_disable = True


def when_ready(server: Any) -> None:
    """What is loaded stays: no collection need look at it, and workers go on sharing its memory."""
    gc.collect()
    gc.freeze()


def post_fork(server: Any, worker: Any) -> None:
    """A request makes some thousands of objects, nearly all of which are gone with it: look rarely."""
    gc.set_threshold(20_000, 20, 20)
