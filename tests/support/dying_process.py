"""A process that pays for an order and is killed on the way, for `test_crashes.py`.

Called with a JSON text: the payment's arguments, and where to die.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from typing import Any


def main() -> None:
    import django

    django.setup()
    from django.conf import settings
    from djmoney.money import Money

    from tests.support.crashes import CrashingGateway
    from tests.support.dying_process import DyingShop as ImportedShop
    from wallet_project.checkout.services import authorize_payment, settle_payment

    settings.WALLETS_GATEWAY = "tests.support.crashes.CrashingGateway"
    settings.CHECKOUT_ORDERS = "tests.support.dying_process.DyingShop"
    told: dict[str, Any] = json.loads(sys.argv[1])
    ImportedShop.dies = told["method"] == "port"
    CrashingGateway.crash(told["method"], told["moment"], die)
    if told["payment"]:
        settle_payment(payment_id=told["payment"])
        return
    authorize_payment(
        customer_id=told["customer"],
        order_reference="1",
        total=Money("20.00", "EUR"),
        wallet_amount=None,
        saved_card_id=told["card"],
        save_card=False,
        key="k",
        return_url="http://shop.test/back",
        cancel_url="http://shop.test/",
    )


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


class DyingShop:
    """Dies in the middle of the transaction that captures."""

    dies = False

    def payment_captured(self, *, order_reference: str, payment_id: str) -> bool:
        if self.dies:
            die()
        return True

    def payment_failed(self, *, order_reference: str, payment_id: str, reason: str) -> None:
        return None

    def pay_again_url(self, order_reference: str) -> str:
        return ""

    def describe(self, order_reference: str) -> str:
        return f"Order #{order_reference}"


if __name__ == "__main__":
    main()
