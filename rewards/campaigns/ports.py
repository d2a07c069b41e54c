"""What campaigns ask the shop about its orders. A shop plugs its own in with `settings.REWARDS_SHOPPERS`."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any, Protocol

from django.conf import settings
from django.db.models import QuerySet
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from djmoney.money import Money

from rewards.campaigns.exceptions import SegmentNotAvailable

# Ids of customers: a query of one column, which becomes a part of ours, or the ids themselves.
Ids = QuerySet[Any, Any] | Collection[int]


class Shoppers(Protocol):
    """Who bought how much. Only reads; raises `SegmentNotAvailable` for what the shop can't tell."""

    def who_spent(self, *, more_than: Money, since: datetime) -> Ids:
        """The customers whose paid orders since then come to more than this, in its currency."""
        ...

    def who_bought_nothing(self, *, since: datetime) -> Ids:
        """The customers who were there before, and have paid for no order since then."""
        ...


class NoShoppers:
    """For a store that keeps its orders elsewhere: it uploads lists instead."""

    def who_spent(self, *, more_than: Money, since: datetime) -> Ids:
        raise SegmentNotAvailable(_("This store does not know its customers' orders: upload a list."))

    def who_bought_nothing(self, *, since: datetime) -> Ids:
        raise SegmentNotAvailable(_("This store does not know its customers' orders: upload a list."))


def get_shoppers() -> Shoppers:
    """The order side that this store is configured with."""
    implementation: type[Shoppers] = import_string(settings.REWARDS_SHOPPERS)
    return implementation()
