"""What customers say about what they bought."""

from __future__ import annotations

from typing import ClassVar, Final

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from wallet_project.storefront.enums import ReviewStatus
from wallet_project.storefront.models.catalog import Product
from wallet_project.storefront.models.order import Order

LONGEST_TEXT: Final = 2000
WAITS = (ReviewStatus.WAITING, ReviewStatus.REJECTED)


class Review(models.Model):
    """Stars and words of one customer about one product; shown once staff have read it.

    `order` is the delivered order that proves the purchase. The text is plain: it is never shown as
    HTML, and addresses in it are no links.
    """

    product = models.ForeignKey(Product, models.PROTECT, related_name="reviews", verbose_name=_("product"))
    customer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="reviews", verbose_name=_("customer")
    )
    order = models.ForeignKey(Order, models.PROTECT, related_name="+", verbose_name=_("order"))
    stars = models.PositiveSmallIntegerField(
        _("stars"), validators=[MinValueValidator(1), MaxValueValidator(5)]
    )
    text = models.TextField(_("text"), max_length=LONGEST_TEXT)
    status = models.CharField(
        _("status"), max_length=10, choices=ReviewStatus.choices, default=ReviewStatus.WAITING
    )
    reason = models.CharField(_("why"), max_length=300, blank=True)
    written_at = models.DateTimeField(_("written"), default=timezone.now)
    changed_at = models.DateTimeField(_("changed"), null=True, blank=True)
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("decided by"),
    )

    objects: ClassVar[models.Manager[Review]] = models.Manager()

    class Meta:
        verbose_name = _("review")
        verbose_name_plural = _("reviews")
        ordering = ["-pk"]
        permissions = [("moderate_review", _("Can approve, turn down and remove reviews"))]
        constraints = [
            models.UniqueConstraint("product", "customer", name="one_review_per_product_and_customer"),
            models.CheckConstraint(
                name="review_has_one_to_five_stars", condition=Q(stars__gte=1, stars__lte=5)
            ),
            models.CheckConstraint(name="review_has_words", condition=~Q(text="")),
            models.CheckConstraint(
                name="review_status_is_known", condition=Q(status__in=ReviewStatus.values)
            ),
            models.CheckConstraint(
                name="review_that_is_not_shown_says_why",
                condition=Q(status__in=[ReviewStatus.WAITING, ReviewStatus.APPROVED]) | ~Q(reason=""),
            ),
            models.CheckConstraint(
                name="nobody_decides_about_their_own_review",
                condition=Q(decided_by=None) | ~Q(decided_by=F("customer")),
            ),
        ]
        indexes = [
            models.Index(
                name="shown_reviews_of_a_product",
                fields=["product", "-id"],
                condition=Q(status=ReviewStatus.APPROVED),
            ),
            models.Index(name="reviews_waiting", fields=["id"], condition=Q(status=ReviewStatus.WAITING)),
            models.Index(name="reviews_of_a_customer", fields=["customer", "written_at"]),
        ]

    def __str__(self) -> str:
        return f"{self.product}: {self.stars}/5"

    @property
    def can_be_changed(self) -> bool:
        """By its writer, until it has been approved."""
        return self.status in WAITS

    @property
    def is_shown(self) -> bool:
        return self.status == ReviewStatus.APPROVED
