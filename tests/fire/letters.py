"""A worker that sends what is due, on the database and to the mail server of its environment.

    python -m tests.fire.letters AHEAD

Its clock is AHEAD seconds ahead: so the leases of workers that were killed before it are over. Goes on
until nothing is left to send.
"""

from __future__ import annotations

import os
import sys
from datetime import timedelta

CHUNK = 50


def main(ahead: float) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wallet_project.settings")
    import django

    django.setup()
    from django.utils import timezone

    from notifications.services import deliver, dispatch_message, due_delivery_ids, waiting_message_ids

    while True:
        now = timezone.now() + timedelta(seconds=ahead)
        waiting = waiting_message_ids(now=now, limit=CHUNK)
        due = due_delivery_ids(now=now, limit=CHUNK)
        if not waiting and not due:
            return
        for delivery_id in due:
            deliver(delivery_id=delivery_id, now=now)
        for message_id in waiting:
            for delivery_id in dispatch_message(message_id=message_id, now=now)[0]:
                deliver(delivery_id=delivery_id, now=now)


if __name__ == "__main__":
    main(float(sys.argv[1]))
