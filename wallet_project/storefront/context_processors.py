"""What every page of the shop knows."""

from __future__ import annotations

from email.utils import parseaddr
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from wallet_project.storefront import queries
from wallet_project.storefront.models import Category
from wallet_project.storefront.services.cart import CartStore, cart_of


class Shop:
    """The frame of a page. Nothing is read before a template asks for it."""

    name = getattr(settings, "STORE_NAME", "Kettle & Thyme")
    contact_email = parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
    tagline = _("Coffee, tea and good things for the home")

    def __init__(self, request: HttpRequest) -> None:
        self._request = request

    @cached_property
    def categories(self) -> list[Category]:
        return list(queries.shown_categories())

    @cached_property
    def cart_count(self) -> int:
        return self._cart.count()

    @property
    def _cart(self) -> CartStore:
        return cart_of(self._request)


def shop(request: HttpRequest) -> dict[str, Any]:
    return {"shop": Shop(request)}
