"""A process that refunds a payment to wallet and card and is killed at the gateway, for tests of crashes.

Called with the payment's id, and `before` or `after` the gateway's call.
"""

from __future__ import annotations

import sys


def main() -> None:
    import django

    django.setup()
    from django.conf import settings
    from djmoney.money import Money

    from refunds.services import request_refund
    from tests.support.crashes import CrashingGateway
    from tests.support.dying_process import die

    settings.WALLETS_GATEWAY = "tests.support.crashes.CrashingGateway"
    settings.REFUNDS_ORDERS = "refunds.ports.NoLines"
    payment, moment = sys.argv[1:]
    CrashingGateway.crash("create_refund", moment, die)
    request_refund(
        payment_id=payment,
        reason="damaged",
        destination="original",
        key="k",
        requester_id=None,
        amount=Money("20.00", "EUR"),
    )


if __name__ == "__main__":
    main()
