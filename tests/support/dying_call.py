"""A process that serves one call of the API and is killed on the way, for tests of crashes.

Called with a JSON text: the call (`path`, `body`, `key`, and the store's `headers`), and where to die.
"""

from __future__ import annotations

import json
import sys
from typing import Any


def main() -> None:
    import django

    django.setup()
    from django.conf import settings

    from tests.support.api import Api
    from tests.support.crashes import CrashingGateway
    from tests.support.dying_process import die
    from wallet_project.core.api import idempotency

    told: dict[str, Any] = json.loads(sys.argv[1])
    settings.ALLOWED_HOSTS = ["*"]
    settings.WALLETS_GATEWAY = "tests.support.crashes.CrashingGateway"
    CrashingGateway.crash(told["method"], told["moment"], die)
    if told["method"] == "answer":
        idempotency._write = lambda *args: die()  # type: ignore[assignment]
    if told["method"] == "at once":
        ask = idempotency.ask_kept
        idempotency.ask_kept = lambda *args: (ask(*args), die())[0]  # type: ignore[assignment]
    Api(**told["headers"]).post(told["path"], told["body"], key=told["key"])


if __name__ == "__main__":
    main()
