"""Customers whom another system brings along."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib.auth import get_user_model
from django.db import IntegrityError, transaction

from rewards.exceptions import CustomerConflict
from rewards.services.wallets import open_all_wallets


@dataclass(frozen=True, slots=True)
class EnsuredCustomer:
    """A customer, and whether they are new here."""

    customer: Any
    is_new: bool


def ensure_customer(*, reference: str, email: str, name: str = "", locale: str = "") -> EnsuredCustomer:
    """The customer with the store's own id `reference`, made if there is none, with wallets.

    One who is known stays as they are. Raises `CustomerConflict` for the e-mail address of somebody
    else: whoever signed up by it need not be whom the other system means, so nobody is joined to an
    account that they could log in to. Nobody can log in as a new customer until they set a password.
    Safe to repeat, also at once.
    """
    users = get_user_model().objects
    known = users.filter(reference=reference).first()
    if known is not None:
        return EnsuredCustomer(known, False)
    fields = {"reference": reference, "name": name.strip(), **({"locale": locale} if locale else {})}
    try:
        with transaction.atomic():
            made: Any = users.create_user(email, **fields)
            open_all_wallets(customer_id=made.pk)
            return EnsuredCustomer(made, True)
    except IntegrityError:
        known = users.filter(reference=reference).first()
        if known is None:
            raise CustomerConflict from None
        return EnsuredCustomer(known, False)
