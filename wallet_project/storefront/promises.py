"""What activities about a product earn, in words for its customer."""

from __future__ import annotations

from datetime import datetime

from rewards.enums import Activity
from rewards.services import promise
from rewards.words_earning import earnings_in_words
from wallet_project.storefront.models import Product
from wallet_project.storefront.references import review_reference, share_reference
from wallet_project.storefront.services.shares import day_of


def review_promise(*, customer_id: int, product: Product, now: datetime) -> str:
    """What an approved review of this product earns, like "20 points"; empty if nothing."""
    earned = promise(
        customer_id=customer_id, activity=Activity.REVIEW, reference=review_reference(product), now=now
    )
    return earnings_in_words(earned)


def share_promise(*, customer_id: int | None, product: Product, now: datetime) -> str:
    """What sharing this product earns now, like "5 points"; empty if nothing, or nothing more today."""
    day = now.date() if customer_id is None else day_of(customer_id, now)
    earned = promise(
        customer_id=customer_id,
        activity=Activity.SOCIAL_SHARE,
        reference=share_reference(product, day),
        now=now,
    )
    return earnings_in_words(earned)
