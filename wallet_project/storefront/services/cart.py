"""Carts of guests (in the session) and of customers (rows), behind one face."""

from __future__ import annotations

from collections.abc import MutableMapping, Sequence
from typing import Any, Protocol

from django.db import transaction
from django.db.models import Sum
from django.http import HttpRequest

from rewards.caps import OrderLine as RewardLine
from wallet_project.storefront.locks import lock_cart
from wallet_project.storefront.models import Cart, CartLine
from wallet_project.storefront.services.vouchers import CartVoucher, voucher_in_cart

SESSION_KEY = "cart"


class CartStore(Protocol):
    """How many of which product. Knows neither prices nor stock."""

    def quantities(self) -> dict[int, int]: ...

    def change(self, product_id: int, *, to: int) -> None:
        """Set how many; zero takes the line out. Safe to repeat."""

    def clear(self) -> None: ...

    def count(self) -> int: ...

    def voucher(self, lines: Sequence[RewardLine]) -> CartVoucher | None:
        """The voucher that is to take something off these lines, if there is one."""


class GuestCart:
    """A cart in the session of somebody who hasn't logged in."""

    def __init__(self, session: MutableMapping[str, Any]) -> None:
        self._session = session

    def quantities(self) -> dict[int, int]:
        return {int(key): quantity for key, quantity in self._session.get(SESSION_KEY, {}).items()}

    def change(self, product_id: int, *, to: int) -> None:
        lines = dict(self._session.get(SESSION_KEY, {}))
        lines.pop(str(product_id), None)
        if to > 0:
            lines[str(product_id)] = to
        self._session[SESSION_KEY] = lines

    def clear(self) -> None:
        self._session.pop(SESSION_KEY, None)

    def count(self) -> int:
        return sum(self.quantities().values())

    def voucher(self, lines: Sequence[RewardLine]) -> CartVoucher | None:
        """None: vouchers belong to customers."""
        return None


class CustomerCart:
    """A cart in the database."""

    def __init__(self, customer_id: int) -> None:
        self._customer_id = customer_id

    def quantities(self) -> dict[int, int]:
        lines = CartLine.objects.filter(cart__customer_id=self._customer_id).order_by("pk")
        return dict(lines.values_list("product_id", "quantity"))

    def change(self, product_id: int, *, to: int) -> None:
        with transaction.atomic():
            cart = lock_cart(self._customer_id)
            if to > 0:
                CartLine.objects.update_or_create(cart=cart, product_id=product_id, defaults={"quantity": to})
            else:
                CartLine.objects.filter(cart=cart, product_id=product_id).delete()

    def clear(self) -> None:
        CartLine.objects.filter(cart__customer_id=self._customer_id).delete()
        Cart.objects.filter(customer_id=self._customer_id).update(voucher_reference="")

    def count(self) -> int:
        lines = CartLine.objects.filter(cart__customer_id=self._customer_id)
        return lines.aggregate(count=Sum("quantity"))["count"] or 0

    def voucher(self, lines: Sequence[RewardLine]) -> CartVoucher | None:
        return voucher_in_cart(customer_id=self._customer_id, lines=lines)


def cart_of(request: HttpRequest) -> CartStore:
    """The cart of whoever is looking. A request that failed early has neither user nor session."""
    user = getattr(request, "user", None)
    if user is not None and user.is_authenticated:
        return CustomerCart(user.pk)
    return GuestCart(getattr(request, "session", {}))
