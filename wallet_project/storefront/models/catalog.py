"""What the shop sells, and what sending it costs."""

from __future__ import annotations

from typing import ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from djmoney.money import Money

from wallet_project.core.exceptions import AmountError
from wallet_project.core.money import to_minor
from wallets.models.fields import amount_field

own_picture = RegexValidator(
    r"\A[a-z0-9][a-z0-9/_-]*\.(svg|png|jpg|webp)\Z", _("Name a file under static/img, like products/mug.svg.")
)


def whole_minor_units(money: Money) -> None:
    """Refuses more decimals than the currency has: 12.505 EUR can't be paid."""
    try:
        to_minor(money)
    except AmountError as error:
        raise ValidationError(error.message, code=error.code) from error


class Category(models.Model):
    """A shelf of the shop."""

    slug = models.SlugField(_("slug"), unique=True)
    name = models.CharField(_("name"), max_length=80)
    description = models.CharField(_("description"), max_length=300, blank=True)
    picture = models.CharField(_("picture"), max_length=200, validators=[own_picture])
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("category")
        verbose_name_plural = _("categories")
        ordering = ["position", "name"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("storefront:category", args=[self.slug])

    @property
    def picture_path(self) -> str:
        """Where the picture is among the static files."""
        return f"img/{self.picture}"


class Product(models.Model):
    """A thing for sale. Its price is what the shop asks; nobody else can name another."""

    category = models.ForeignKey(
        Category, models.PROTECT, related_name="products", verbose_name=_("category")
    )
    slug = models.SlugField(_("slug"), unique=True)
    sku = models.CharField(_("article number"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=120)
    summary = models.CharField(_("summary"), max_length=160, blank=True)
    description = models.TextField(_("description"), blank=True)
    price = amount_field(_("price"), validators=[whole_minor_units])
    stock = models.IntegerField(_("in stock"), default=0)
    weight_grams = models.PositiveIntegerField(_("weight in grams"), default=0)
    picture = models.CharField(_("picture"), max_length=200, validators=[own_picture])
    is_active = models.BooleanField(_("for sale"), default=True)
    is_featured = models.BooleanField(_("on the front page"), default=False)
    created_at = models.DateTimeField(_("added"), auto_now_add=True)

    objects: ClassVar[models.Manager[Product]] = models.Manager()

    class Meta:
        verbose_name = _("product")
        verbose_name_plural = _("products")
        ordering = ["name", "pk"]
        constraints = [
            models.CheckConstraint(name="product_stock_is_never_negative", condition=Q(stock__gte=0)),
            models.CheckConstraint(name="product_price_is_positive", condition=Q(price__gt=0)),
        ]
        indexes = [
            models.Index(
                name="products_for_sale_by_category",
                fields=["category", "name", "id"],
                condition=Q(is_active=True),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("storefront:product", args=[self.slug])

    @property
    def picture_path(self) -> str:
        """Where the picture is among the static files."""
        return f"img/{self.picture}"

    @property
    def can_be_bought(self) -> bool:
        return self.is_active and self.stock > 0


class DeliveryRate(models.Model):
    """What delivery costs in one currency, and from which sum on it costs nothing."""

    currency = models.CharField(_("currency"), max_length=3, primary_key=True)
    price = models.DecimalField(_("price"), max_digits=18, decimal_places=3)
    free_from = models.DecimalField(_("free from"), max_digits=18, decimal_places=3, null=True, blank=True)
    days = models.PositiveSmallIntegerField(_("promised within so many days"), default=5)

    class Meta:
        verbose_name = _("delivery price")
        verbose_name_plural = _("delivery prices")
        constraints = [
            models.CheckConstraint(name="delivery_price_is_never_negative", condition=Q(price__gte=0)),
            models.CheckConstraint(
                name="delivery_is_free_from_a_positive_sum",
                condition=Q(free_from=None) | Q(free_from__gt=0),
            ),
        ]

    def __str__(self) -> str:
        return self.currency

    def clean(self) -> None:
        for amount in (self.price, self.free_from):
            if amount is not None:
                whole_minor_units(Money(amount, self.currency))
