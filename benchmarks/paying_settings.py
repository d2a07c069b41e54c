"""Django for the benchmark of a payment with its message: all that takes part in one, and a real broker."""

from __future__ import annotations

from pathlib import Path

from benchmarks.shop_settings import *  # noqa: F403
from benchmarks.shop_settings import INSTALLED_APPS, env
from wallet_project import embedded

INSTALLED_APPS = [*INSTALLED_APPS, "wallet_project.checkout"]
CHECKOUT_ORDERS = "benchmarks.paying_worker.Orders"
REWARDS_CATALOG = ""
NOTIFICATIONS_SMS_URL = NOTIFICATIONS_PUSH_URL = ""
REDIS_URL = embedded.start_redis(Path(env.str("BENCH_DATA_DIR")) / "redis")
CELERY_BROKER_URL = REDIS_URL.replace("unix://", "redis+socket://", 1)
CELERY_TASK_IGNORE_RESULT = True
