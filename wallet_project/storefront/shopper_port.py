"""What campaigns need to know of this shop's orders."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Exists, OuterRef, QuerySet, Sum
from djmoney.money import Money

from wallet_project.storefront.enums import OrderStatus
from wallet_project.storefront.models import Order

PAID = (OrderStatus.PAID, OrderStatus.SHIPPED, OrderStatus.DELIVERED)


class StorefrontShoppers:
    """Implements `rewards.campaigns.ports.Shoppers` for this shop."""

    def who_spent(self, *, more_than: Money, since: datetime) -> QuerySet[Any, Any]:
        paid = Order.objects.filter(status__in=PAID, paid_at__gte=since, currency=str(more_than.currency))
        spent = paid.order_by().values("customer_id").annotate(spent=Sum("total"))
        return spent.filter(spent__gt=more_than.amount).values("customer_id")

    def who_bought_nothing(self, *, since: datetime) -> QuerySet[Any, Any]:
        bought = Order.objects.filter(status__in=PAID, paid_at__gte=since, customer=OuterRef("pk"))
        return get_user_model().objects.filter(~Exists(bought), date_joined__lt=since).values("pk")
