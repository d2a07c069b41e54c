"""Vouchers: what an order costs less, once, for one customer."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from djmoney.money import Money

from rewards.discounts import DiscountRule
from rewards.enums import OfferKind, VoucherStatus
from rewards.models.fields import minor_field
from wallet_project.core.ids import uuid7
from wallet_project.core.money import from_minor


def gives_one_thing() -> Q:
    """The condition that a reduction has exactly what its kind needs."""
    sane = Q(minimum_order=None) | Q(minimum_order__gt=0)
    fixed = Q(kind=OfferKind.FIXED, amount__gt=0, percent=None, most=None, product="")
    percent = Q(kind=OfferKind.PERCENT, amount=None, percent__gt=0, percent__lte=100, most__gt=0, product="")
    product = Q(kind=OfferKind.PRODUCT, amount=None, percent=None, most=None) & ~Q(product="")
    return sane & (fixed | percent | product)


class Reduction(models.Model):
    """What is taken off an order: an amount, a percentage with a maximum, or one product's price."""

    kind = models.CharField(_("what it gives"), max_length=10, choices=OfferKind.choices)
    currency = models.CharField(_("currency"), max_length=3)
    amount = minor_field(_("amount off"), null=True, blank=True)
    percent = models.DecimalField(_("percent off"), max_digits=5, decimal_places=2, null=True, blank=True)
    most = minor_field(_("at most, for a percentage"), null=True, blank=True)
    product = models.CharField(_("product"), max_length=80, blank=True)
    minimum_order = minor_field(_("only for orders from"), null=True, blank=True)

    class Meta:
        abstract = True

    @property
    def rule(self) -> DiscountRule:
        """As the pure engine takes it."""
        return DiscountRule(
            kind=OfferKind(self.kind),
            currency=self.currency,
            amount=self._money(self.amount),
            percent=self.percent,
            most=self._money(self.most),
            product=self.product,
            minimum_order=self._money(self.minimum_order),
        )

    @property
    def gives(self) -> str:
        """What it gives, in words: “€5.00 off”."""
        rule = self.rule
        if rule.kind == OfferKind.FIXED:
            return _now("%(amount)s off") % {"amount": rule.amount}
        if rule.kind == OfferKind.PERCENT:
            percent = f"{rule.percent:f}".rstrip("0").rstrip(".") if rule.percent else ""
            return _now("%(percent)s%% off, at most %(most)s") % {"percent": percent, "most": rule.most}
        return _now("One product for free")

    @property
    def minimum_money(self) -> Money | None:
        return self._money(self.minimum_order)

    def _money(self, minor: int | None) -> Money | None:
        return None if minor is None else from_minor(minor, self.currency)


class Voucher(Reduction):
    """A reduction for one order of one customer.

    The code is shown to its owner only, and nobody else can use it. It is looked up by `code_hash`.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    customer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="vouchers", verbose_name=_("customer")
    )
    title = models.CharField(_("title"), max_length=80)
    code = models.CharField(_("code"), max_length=40, editable=False)
    code_hash = models.CharField(_("fingerprint of the code"), max_length=64, unique=True, editable=False)
    status = models.CharField(
        _("status"), max_length=10, choices=VoucherStatus.choices, default=VoucherStatus.READY
    )
    order_reference = models.CharField(_("order"), max_length=100, blank=True)
    discount = minor_field(_("taken off the order"), null=True, blank=True)
    expires_at = models.DateTimeField(_("expires"), null=True, blank=True)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    reserved_at = models.DateTimeField(_("taken by the order"), null=True, blank=True)
    used_at = models.DateTimeField(_("used"), null=True, blank=True)

    objects: ClassVar[models.Manager[Voucher]] = models.Manager()

    class Meta:
        verbose_name = _("voucher")
        verbose_name_plural = _("vouchers")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                name="voucher_status_is_known", condition=Q(status__in=VoucherStatus.values)
            ),
            models.CheckConstraint(name="voucher_gives_one_thing", condition=gives_one_thing()),
            models.CheckConstraint(
                name="voucher_has_an_order_when_it_is_taken",
                condition=Q(status=VoucherStatus.READY, order_reference="", discount=None, reserved_at=None)
                | (
                    ~Q(status=VoucherStatus.READY)
                    & ~Q(order_reference="")
                    & Q(discount__gt=0, reserved_at__isnull=False)
                ),
            ),
            models.CheckConstraint(
                name="used_voucher_has_its_time",
                condition=Q(status=VoucherStatus.USED, used_at__isnull=False)
                | (~Q(status=VoucherStatus.USED) & Q(used_at=None)),
            ),
            models.UniqueConstraint(
                "order_reference", name="order_has_one_voucher", condition=~Q(order_reference="")
            ),
        ]
        indexes = [models.Index(name="vouchers_of_a_customer", fields=["customer", "-id"])]

    def __str__(self) -> str:
        return f"{self.title}: {self.get_status_display()}"

    @property
    def code_end(self) -> str:
        """The last letters of the code: enough to tell two apart, too few to use."""
        return f"…{self.code[-4:]}"

    def has_expired(self, now: datetime) -> bool:
        return self.status == VoucherStatus.READY and self.expires_at is not None and self.expires_at <= now

    def can_be_used(self, now: datetime) -> bool:
        return self.status == VoucherStatus.READY and not self.has_expired(now)
