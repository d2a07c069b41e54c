"""Shares: told by the customer, counted once for each product and day."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.contrib.auth import get_user_model
from django.db import transaction

from rewards.enums import Activity
from rewards.services import record_activity
from wallet_project.core.zones import zone_of
from wallet_project.storefront.models import Product, Share
from wallet_project.storefront.references import share_reference

if TYPE_CHECKING:
    from rewards.models import Accrual


def day_of(customer_id: int, now: datetime) -> date:
    """The date on the customer's own clock."""
    return now.astimezone(zone_of(get_user_model().objects.get(pk=customer_id))).date()


def record_share(*, customer_id: int, product: Product, target: str, now: datetime) -> list[Accrual]:
    """Note that a customer shared a product; answers with what it earns, the same for the whole day.

    It earns once for each product and day of the customer's clock. Safe to repeat.
    """
    day = day_of(customer_id, now)
    with transaction.atomic():
        share = Share(customer_id=customer_id, product=product, day=day, target=target, shared_at=now)
        Share.objects.bulk_create([share], ignore_conflicts=True)
        return record_activity(
            customer_id=customer_id,
            activity=Activity.SOCIAL_SHARE,
            reference=share_reference(product, day),
            now=now,
        )


def has_shared(*, customer_id: int, product_id: int, now: datetime) -> bool:
    """Whether the customer has shared this product today already."""
    day = day_of(customer_id, now)
    return Share.objects.filter(customer_id=customer_id, product_id=product_id, day=day).exists()
