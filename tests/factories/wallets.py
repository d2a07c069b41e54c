"""Customers with real money: every cent is posted through the services."""

from __future__ import annotations

from itertools import count
from typing import Any
from uuid import uuid4

from django.contrib.auth import get_user_model
from djmoney.money import Money

from wallets.enums import AdjustmentDirection, AdjustmentReason
from wallets.models import Wallet
from wallets.services import adjust_wallet, open_wallet

PASSWORD = "correct horse battery staple"
_numbers = count(1)


def make_user(**fields: Any) -> Any:
    """A user with an address of their own."""
    fields.setdefault("email", f"customer{next(_numbers)}-{uuid4().hex[:6]}@example.com")
    return get_user_model().objects.create_user(password=fields.pop("password", PASSWORD), **fields)


def make_staff(*permissions: str, **fields: Any) -> Any:
    """A staff member with these permissions, like `wallets.adjust_wallet`."""
    from django.contrib.auth.models import Permission

    user = make_user(is_staff=True, **fields)
    for permission in permissions:
        app_label, codename = permission.split(".")
        user.user_permissions.add(
            Permission.objects.get(content_type__app_label=app_label, codename=codename)
        )
    return user


def make_wallet(balance: str = "0", currency: str = "EUR", **fields: Any) -> Wallet:
    """An open wallet with this much in it, of a new customer unless one is given."""
    customer = fields.get("customer") or make_user()
    wallet = open_wallet(customer_id=customer.pk, currency=currency)
    if Money(balance, currency).amount:
        credit(wallet, balance)
    return wallet


def make_customer(balance: str = "0", currency: str = "EUR", **fields: Any) -> Any:
    """A customer whose wallet holds this much."""
    customer = make_user(**fields)
    make_wallet(balance, currency, customer=customer)
    return customer


def credit(wallet: Wallet, amount: str, key: str = "") -> None:
    """Put money into a wallet, as the store's back end would."""
    adjust_wallet(
        wallet_id=wallet.pk,
        direction=AdjustmentDirection.CREDIT,
        amount=Money(amount, wallet.currency),
        reason=AdjustmentReason.GOODWILL,
        key=key or uuid4().hex,
        actor_id=None,
    )


def fresh(wallet: Wallet) -> Wallet:
    """The wallet as it stands in the database now."""
    return Wallet.objects.select_related("available_account", "held_account").get(pk=wallet.pk)


def balances(wallet: Wallet) -> tuple[str, str]:
    """Available and held, as plain numbers: `("50.00", "0.00")`."""
    now = fresh(wallet)
    return str(now.available.amount), str(now.held.amount)
