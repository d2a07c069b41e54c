"""Customers who have one of everything, made by the rows of the matrix, for calls that are made up."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tests.api_rows import World
from tests.api_rows import payments as payment_rows
from tests.api_rows import refunds as refund_rows
from tests.api_rows import rewards as reward_rows
from tests.api_rows import wallets as wallet_rows
from tests.factories.notifications import make_message
from tests.factories.offers import make_card, make_offer, make_voucher
from tests.factories.rewards import make_reward_wallet
from tests.factories.wallets import make_user, make_wallet

POINTS = "PTS"
# Where a body or a filter names something, and by which of a customer's things.
BODIES = {
    "customer": "customer",
    "to_customer": "customer",
    "wallet": "wallet",
    "payment": "payment_id",
    "code": "code",
    "game": "game",
    "payment_method": "card_id",
}
FILTERS = {
    "customer": "customer",
    "wallet": "wallet",
    "payment": "payment_id",
    "order_reference": "order",
    "reference": "order",
    "email": "email",
}
AMOUNTS = ("1.00", "0.01", "2.50", "10.00", "7", "0.00", "99999999.99", "1.005")
CURRENCIES = ("EUR", "JPY", "XXX")
MONEY = ("amount", "total", "wallet_amount", "reward_amount", "value", "lines[*].amount")


class Customer(World):
    """A customer `owner` with one of everything, and with odd amounts of money and points."""

    def __init__(self, reference: str, amount: str, points: str) -> None:
        email = f"{reference}@example.com"
        self.owner = make_user(reference=reference, email=email, name=f"Name of {reference}")
        self.other = make_user()
        self.wallet = make_wallet(amount, customer=self.owner)
        self.rewards = make_reward_wallet(amount, customer=self.owner)
        self.points = make_reward_wallet(points, POINTS, customer=self.owner)
        self.payments = [payment_rows.a_payment(self), payment_rows.a_payment(self, capture=False)]
        self.voucher = make_voucher(self.owner)
        self.scratch_card = make_card(customer=self.owner)
        self.saved_card = wallet_rows.a_card(self)
        top_up, hold = wallet_rows.a_top_up(self), wallet_rows.a_hold(self)
        refund, conversion = refund_rows.a_refund(self), reward_rows.a_conversion(self)
        waiting = [
            wallet_rows.a_waiting_adjustment(self.wallet),
            *(reward_rows.a_waiting_adjustment(one) for one in (self.rewards, self.points)),
        ]
        message = make_message(recipient=self.owner, dedupe_key=reference)
        self.own: dict[str, list[Any]] = {
            "wallet_id": [self.wallet.pk, self.rewards.pk],
            "wallet": [self.wallet.pk],
            "account_id": [self.points.pk],
            "payment_id": [one.pk for one in self.payments],
            "hold_id": [hold.pk],
            "top_up_id": [top_up.pk],
            "refund_id": [refund.pk],
            "adjustment_id": [one.pk for one in waiting],
            "conversion_id": [conversion.pk],
            "message_id": [message.pk],
            "card_id": [self.saved_card.pk, self.scratch_card.pk],
            "voucher": [self.voucher.pk],
            "code": [self.voucher.code],
            "customer": [self.owner.reference],
            "email": [self.owner.email],
            "name": [self.owner.name],
            "order": [one.order_reference for one in self.payments],
        }

    def secrets(self) -> Iterator[str]:
        """What shows that an answer tells of this customer: names, ids, order numbers, odd balances."""
        yield from (str(one) for values in self.own.values() for one in values)
        for wallet in (self.wallet, self.rewards, self.points):
            wallet.available_account.refresh_from_db()
            yield str(wallet.available_account.money.amount)


def known_of(*customers: Customer, **more: Any) -> dict[str, set[str]]:
    """Values for made-up calls, by parameter: what these customers have, and what anybody has."""
    things: dict[str, set[str]] = {name: {str(value)} for name, value in more.items()}
    things |= {"game": {str(customers[0].scratch_card.game_id)}, "offer_id": {str(make_offer().pk)}}
    for one in customers:
        for name, values in one.own.items():
            things.setdefault(name, set()).update(map(str, values))
    known = {f"path.{name}": values for name, values in things.items() if name.endswith("_id")}
    known |= {f"body.{field}": things[name] for field, name in BODIES.items()}
    known |= {f"query.{field}": things[name] for field, name in FILTERS.items()}
    for field in MONEY:
        known |= {f"body.{field}.amount": set(AMOUNTS), f"body.{field}.currency": set(CURRENCIES)}
    return known
