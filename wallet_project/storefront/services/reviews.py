"""Reviews: written by who bought, read by staff, shown, and rewarded once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from notifications.services import enqueue
from rewards.enums import Activity
from rewards.services import record_activity, take_back_activity
from wallet_project.storefront.enums import OrderStatus, ReviewStatus
from wallet_project.storefront.exceptions import ModerationNotAllowed, ReviewNotAllowed, ReviewStateError
from wallet_project.storefront.locks import lock_cart, lock_review
from wallet_project.storefront.models import Order, Review
from wallet_project.storefront.references import review_reference

MOST_PER_DAY: Final = 10


def delivered_order(*, customer_id: int, product_id: int) -> Order | None:
    """The order that brought the customer this product, if one was delivered."""
    orders = Order.objects.filter(customer_id=customer_id, status=OrderStatus.DELIVERED)
    return orders.filter(lines__product_id=product_id).order_by("pk").first()


def save_review(*, customer_id: int, product_id: int, stars: int, text: str, now: datetime) -> Review:
    """Write a review, or change the customer's own as long as it is not shown. Safe to repeat.

    It waits for staff, a changed one again. Raises `ReviewNotAllowed` for who has not got the product
    and for more than `MOST_PER_DAY` new ones within 24 hours, `ReviewStateError` once it was approved.
    """
    order = delivered_order(customer_id=customer_id, product_id=product_id)
    if order is None:
        raise ReviewNotAllowed(_("You can review what you have bought here, once it has been delivered."))
    with transaction.atomic():
        lock_cart(customer_id)
        found = Review.objects.filter(customer_id=customer_id, product_id=product_id).first()
        if found is not None:
            return _change(lock_review(found.pk), stars=stars, text=text, now=now)
        _require_not_too_many(customer_id, now)
        return Review.objects.create(
            customer_id=customer_id,
            product_id=product_id,
            order=order,
            stars=stars,
            text=text,
            written_at=now,
        )


def _require_not_too_many(customer_id: int, now: datetime) -> None:
    written = Review.objects.filter(customer_id=customer_id, written_at__gt=now - timedelta(days=1))
    if written.count() >= MOST_PER_DAY:
        raise ReviewNotAllowed(
            _("That were %(most)d reviews within a day. Please come back tomorrow.") % {"most": MOST_PER_DAY}
        )


def _change(review: Review, *, stars: int, text: str, now: datetime) -> Review:
    if (review.stars, review.text) == (stars, text) and review.status != ReviewStatus.REJECTED:
        return review
    if not review.can_be_changed:
        raise _refusal(review)
    review.stars, review.text = stars, text
    review.status, review.reason = ReviewStatus.WAITING, ""
    review.changed_at = now
    review.save()
    return review


def approve_review(*, review_id: int, actor_id: int, now: datetime) -> Review:
    """Show a review and reward it, once for a product and customer. Safe to repeat.

    Raises `ReviewStateError` for a removed one, `ModerationNotAllowed` for one's own.
    """

    def reward(review: Review) -> None:
        record_activity(
            customer_id=review.customer_id,
            activity=Activity.REVIEW,
            reference=review_reference(review.product),
            now=now,
        )

    return _decide(review_id, to=ReviewStatus.APPROVED, actor_id=actor_id, now=now, then=reward)


def reject_review(*, review_id: int, reason: str, actor_id: int, now: datetime) -> Review:
    """Don't show a review that waits; its writer is told why and may change it. Safe to repeat.

    Raises `ReviewStateError` unless it waits, `ModerationNotAllowed` for one's own.
    """
    return _decide(review_id, to=ReviewStatus.REJECTED, actor_id=actor_id, now=now, reason=reason)


def remove_review(*, review_id: int, reason: str, actor_id: int, now: datetime) -> Review:
    """Take a shown review down for abuse, for good, and its reward back. Safe to repeat.

    What is spent already becomes a shortfall. Raises `ReviewStateError` unless it is shown,
    `ModerationNotAllowed` for one's own.
    """

    def take_back(review: Review) -> None:
        take_back_activity(
            customer_id=review.customer_id,
            activity=Activity.REVIEW,
            reference=review_reference(review.product),
        )

    return _decide(
        review_id, to=ReviewStatus.REMOVED, actor_id=actor_id, now=now, reason=reason, then=take_back
    )


FROM: Final[dict[str, str]] = {
    ReviewStatus.APPROVED: ReviewStatus.WAITING,
    ReviewStatus.REJECTED: ReviewStatus.WAITING,
    ReviewStatus.REMOVED: ReviewStatus.APPROVED,
}
TOLD: Final[dict[str, str]] = {
    ReviewStatus.APPROVED: "review_shown",
    ReviewStatus.REJECTED: "review_turned_down",
    ReviewStatus.REMOVED: "review_removed",
}


def _decide(
    review_id: int,
    *,
    to: ReviewStatus,
    actor_id: int,
    now: datetime,
    reason: str = "",
    then: Callable[[Review], None] | None = None,
) -> Review:
    with transaction.atomic():
        review = lock_review(review_id)
        if review.customer_id == actor_id:
            raise ModerationNotAllowed
        if review.status == to:
            return review
        if review.status != FROM[to]:
            raise _refusal(review)
        review.status, review.reason = to, reason[:300]
        review.decided_at, review.decided_by_id = now, actor_id
        review.save()
        if then is not None:
            then(review)
        _tell(review, TOLD[to], now)
        return review


def _where(review: Review, kind: str) -> str:
    """Where the letter leads: to the product that shows the review, or to the review itself."""
    if kind == TOLD[ReviewStatus.APPROVED]:
        return review.product.get_absolute_url()
    return reverse("storefront:review", args=[review.product.slug])


def _tell(review: Review, kind: str, now: datetime) -> None:
    enqueue(
        kind=kind,
        recipient_id=review.customer_id,
        dedupe_key=f"{kind}:{review.pk}:{now.timestamp()}",
        context={
            "product": review.product.name,
            "reason": review.reason,
            "url": _where(review, kind),
        },
        data={"review": str(review.pk), "product": review.product.slug},
    )


def _refusal(review: Review) -> ReviewStateError:
    return ReviewStateError(state=review.status, state_name=review.get_status_display())
