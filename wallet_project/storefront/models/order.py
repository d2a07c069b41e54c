"""What was ordered, at which price, for whom. The lines are a snapshot: products change, orders don't."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from djmoney.money import Money

from wallet_project.storefront.enums import ENDED_UNPAID, Country, OrderStatus
from wallet_project.storefront.models.cart import MOST_OF_ONE
from wallet_project.storefront.models.catalog import Product
from wallets.models.fields import amount_field

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import RelatedManager


class Order(models.Model):
    """An order of one customer. Its number names it to people; it gives nobody a right to see it."""

    number = models.CharField(_("number"), max_length=12, unique=True)
    customer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="orders", verbose_name=_("customer")
    )
    key = models.UUIDField(_("form key"))
    status = models.CharField(
        _("status"), max_length=20, choices=OrderStatus.choices, default=OrderStatus.PENDING_PAYMENT
    )
    status_note = models.CharField(_("why"), max_length=300, blank=True)
    currency = models.CharField(_("currency"), max_length=3)
    items_total = amount_field(_("items"))
    discount = amount_field(_("discount"), default=0)
    voucher_reference = models.CharField(_("voucher"), max_length=36, blank=True)
    shipping = amount_field(_("delivery"))
    total = amount_field(_("total"))
    payment_id = models.UUIDField(_("payment"), null=True, blank=True)
    replaces = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="replacements",
        verbose_name=_("instead of"),
    )

    full_name = models.CharField(_("name"), max_length=120)
    street = models.CharField(_("street and number"), max_length=160)
    street_extra = models.CharField(_("flat, floor, company"), max_length=160, blank=True)
    postcode = models.CharField(_("postal code"), max_length=20)
    city = models.CharField(_("town or city"), max_length=100)
    country = models.CharField(_("country"), max_length=2, choices=Country.choices)
    phone = models.CharField(_("phone"), max_length=40, blank=True)

    placed_at = models.DateTimeField(_("placed"), default=timezone.now)
    paid_at = models.DateTimeField(_("paid at"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended unpaid at"), null=True, blank=True)
    shipped_at = models.DateTimeField(_("shipped at"), null=True, blank=True)
    expected_on = models.DateField(_("promised for"), null=True, blank=True)
    delivered_at = models.DateTimeField(_("delivered at"), null=True, blank=True)
    credits_answered_at = models.DateTimeField(
        _("credit rules asked at"), null=True, blank=True, editable=False
    )
    rewards_booked_at = models.DateTimeField(_("rewards booked at"), null=True, blank=True, editable=False)
    rewards_dated_at = models.DateTimeField(_("rewards dated at"), null=True, blank=True, editable=False)

    objects: ClassVar[models.Manager[Order]] = models.Manager()

    if TYPE_CHECKING:
        lines: RelatedManager[OrderLine]

    class Meta:
        verbose_name = _("order")
        verbose_name_plural = _("orders")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint("customer", "key", name="order_is_placed_once_per_form"),
            models.CheckConstraint(name="order_status_is_known", condition=Q(status__in=OrderStatus.values)),
            models.CheckConstraint(
                name="order_total_is_items_less_discount_and_delivery",
                condition=Q(total=F("items_total") - F("discount") + F("shipping")),
            ),
            models.CheckConstraint(
                name="order_amounts_are_never_negative",
                condition=Q(items_total__gt=0, shipping__gte=0, total__gte=0),
            ),
            models.CheckConstraint(
                name="order_discount_is_at_most_its_items",
                condition=Q(discount__gte=0, discount__lte=F("items_total")),
            ),
            models.CheckConstraint(
                name="order_discount_comes_from_a_voucher",
                condition=Q(discount=0, voucher_reference="")
                | (Q(discount__gt=0) & ~Q(voucher_reference="")),
            ),
            models.UniqueConstraint(
                "voucher_reference",
                name="voucher_serves_one_order",
                condition=~Q(voucher_reference="") & ~Q(status__in=ENDED_UNPAID),
            ),
            models.UniqueConstraint(
                "replaces", name="order_is_replaced_once", condition=~Q(status__in=ENDED_UNPAID)
            ),
            models.CheckConstraint(
                name="order_is_in_one_currency",
                condition=Q(
                    items_total_currency=F("currency"),
                    discount_currency=F("currency"),
                    shipping_currency=F("currency"),
                    total_currency=F("currency"),
                ),
            ),
            models.CheckConstraint(
                name="paid_order_has_a_time_and_a_payment",
                condition=~Q(status__in=[OrderStatus.PAID, OrderStatus.SHIPPED, OrderStatus.DELIVERED])
                | Q(paid_at__isnull=False, payment_id__isnull=False)
                | (Q(paid_at__isnull=False, payment_id=None, total=0) & ~Q(voucher_reference="")),
            ),
        ]
        indexes = [
            models.Index(name="orders_of_a_customer", fields=["customer", "-id"]),
            models.Index(
                name="orders_waiting_for_payment",
                fields=["placed_at"],
                condition=Q(status=OrderStatus.PENDING_PAYMENT),
            ),
            models.Index(
                name="orders_whose_rewards_wait",
                fields=["id"],
                condition=Q(paid_at__isnull=False, rewards_booked_at=None)
                | Q(delivered_at__isnull=False, rewards_dated_at=None),
            ),
            models.Index(
                name="orders_by_delivery",
                fields=["delivered_at"],
                condition=Q(delivered_at__isnull=False),
            ),
            models.Index(
                name="orders_whose_credits_wait",
                fields=["delivered_at"],
                condition=Q(delivered_at__isnull=False, credits_answered_at=None),
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.number}"

    def get_absolute_url(self) -> str:
        return reverse("storefront:order", args=[self.number])

    @property
    def is_waiting(self) -> bool:
        return self.status == OrderStatus.PENDING_PAYMENT

    @property
    def ended_unpaid(self) -> bool:
        return self.status in ENDED_UNPAID


class OrderLine(models.Model):
    """So many of one product at the price it had."""

    order = models.ForeignKey(Order, models.PROTECT, related_name="lines", verbose_name=_("order"))
    product = models.ForeignKey(Product, models.PROTECT, related_name="+", verbose_name=_("product"))
    name = models.CharField(_("name"), max_length=120)
    unit_price = amount_field(_("price each"))
    quantity = models.PositiveSmallIntegerField(_("quantity"))
    line_total = amount_field(_("sum"))
    discount = amount_field(_("its part of the discount"), default=0)
    missing = models.PositiveSmallIntegerField(_("can't be delivered"), default=0)
    out_of_stock_at = models.DateTimeField(_("found out of stock at"), null=True, blank=True)
    credits_answered_at = models.DateTimeField(
        _("credit rules asked at"), null=True, blank=True, editable=False
    )

    objects: ClassVar[models.Manager[OrderLine]] = models.Manager()

    class Meta:
        verbose_name = _("order line")
        verbose_name_plural = _("order lines")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint("order", "product", name="order_has_one_line_per_product"),
            models.CheckConstraint(
                name="order_line_holds_1_to_99", condition=Q(quantity__gte=1, quantity__lte=MOST_OF_ONE)
            ),
            models.CheckConstraint(
                name="order_line_sum_is_price_times_quantity",
                condition=Q(line_total=F("unit_price") * F("quantity"))
                & Q(line_total_currency=F("unit_price_currency")),
            ),
            models.CheckConstraint(
                name="order_line_discount_is_at_most_its_sum",
                condition=Q(
                    discount__gte=0,
                    discount__lte=F("line_total"),
                    discount_currency=F("unit_price_currency"),
                ),
            ),
            models.CheckConstraint(
                name="order_line_misses_at_most_what_was_bought",
                condition=Q(missing=0, out_of_stock_at=None)
                | Q(missing__gt=0, missing__lte=F("quantity"), out_of_stock_at__isnull=False),
            ),
        ]
        indexes = [
            models.Index(
                name="lines_out_of_stock",
                fields=["out_of_stock_at"],
                condition=Q(out_of_stock_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} × {self.name}"

    @property
    def to_pay(self) -> Money:
        """What the line costs after its part of the order's discount."""
        left: Money = self.line_total - self.discount
        return left
