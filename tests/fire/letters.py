"""A shop that writes letters, and the clock that beats for its workers.

    python -m tests.fire.letters CUSTOMER COUNT

Writes so many messages to the customer, each in a transaction of its own, and hands each over to the
broker of its environment as the shop does. Then it has the sweep run each second, until it is killed.
"""

from __future__ import annotations

import os
import sys
import time


def main(customer_id: int, count: int) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wallet_project.settings")
    import django

    django.setup()
    from django.db import transaction

    from notifications.services import enqueue
    from notifications.tasks import sweep_notifications

    for number in range(count):
        with transaction.atomic():
            enqueue(
                kind="money_added",
                recipient_id=customer_id,
                dedupe_key=f"letter:{number}",
                context={"amount": f"€{number}.00"},
            )
    while True:
        sweep_notifications.delay()
        time.sleep(1)


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
