"""Shelves, products and the price of delivery."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin, TabularInline
from unfold.widgets import UnfoldAdminIntegerFieldWidget

from wallet_project.core.admin_tools import ListAdmin, shown
from wallet_project.core.money import from_minor, to_minor
from wallet_project.storefront.exceptions import NotEnoughOnShelf
from wallet_project.storefront.models import Category, DeliveryRate, PriceChange, Product
from wallet_project.storefront.services.prices import change_price
from wallet_project.storefront.services.stock import change_stock

NOT_SAVED_HERE = ("stock", "price", "price_currency")


class ProductForm(forms.ModelForm):  # type: ignore[type-arg]
    """A product as staff edits it. Stock is changed by a difference, for customers buy meanwhile."""

    stock_change = forms.IntegerField(
        label=_("Put on the shelf"),
        required=False,
        min_value=-1_000_000,
        max_value=1_000_000,
        widget=UnfoldAdminIntegerFieldWidget,
        help_text=_("So many more; with a minus, so many fewer."),
    )

    class Meta:
        model = Product
        fields = (
            "category",
            "name",
            "slug",
            "sku",
            "summary",
            "description",
            "price",
            "weight_grams",
            "picture",
            "is_active",
            "is_featured",
        )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            price = self.instance.price
            self.initial["price"] = from_minor(to_minor(price), str(price.currency))

    def clean_stock_change(self) -> int:
        change = self.cleaned_data["stock_change"] or 0
        if self.instance.stock + change < 0:
            raise forms.ValidationError(_("There are not so many on the shelf."))
        return change


class PriceChangeInline(TabularInline):  # type: ignore[misc]
    """What it cost before. To read."""

    model = PriceChange
    fields = ("changed_at", "shown_before", "shown_after", "changed_by")
    readonly_fields = fields
    extra = 0
    can_delete = False

    @shown(_("before"))
    def shown_before(self, change: PriceChange) -> str:
        return str(from_minor(to_minor(change.before), str(change.before.currency)))

    @shown(_("after"))
    def shown_after(self, change: PriceChange) -> str:
        return str(from_minor(to_minor(change.after), str(change.after.currency)))

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Category)
class CategoryAdmin(ModelAdmin):  # type: ignore[misc]
    list_display = ("name", "slug", "position")
    search_fields = ("name",)
    prepopulated_fields = {"slug": ("name",)}


@admin.register(Product)
class ProductAdmin(ListAdmin):
    form = ProductForm
    inlines = (PriceChangeInline,)
    list_display = ("picture_shown", "name", "sku", "category", "price", "stock", "shown_for_sale")
    list_display_links = ("name",)
    list_filter = ("category", "is_active", "is_featured")
    list_select_related = ("category",)
    search_texts = ("name__icontains", "sku__iexact", "slug__iexact")
    search_help_text = _("Name or article number")
    prepopulated_fields = {"slug": ("name",)}
    readonly_fields = ("stock",)
    autocomplete_fields = ("category",)
    fields = (
        "category",
        "name",
        "slug",
        "sku",
        "summary",
        "description",
        "price",
        ("stock", "stock_change"),
        "weight_grams",
        "picture",
        "is_active",
        "is_featured",
    )

    @shown(_("picture"))
    def picture_shown(self, product: Product) -> SafeString:
        return format_html('<img src="{}" width="40" height="40" alt="">', static(product.picture_path))

    @shown(_("for sale"), label={"yes": "success", "no": "warning"})
    def shown_for_sale(self, product: Product) -> tuple[str, str]:
        return ("yes", gettext("yes")) if product.is_active else ("no", gettext("no"))

    def save_model(self, request: HttpRequest, obj: Product, form: Any, change: bool) -> None:
        """Saves what was edited, and never a stock that was read before somebody bought. A price is
        changed by its service, which keeps the history."""
        if change:
            columns = [field.name for field in Product._meta.concrete_fields if not field.primary_key]
            obj.save(update_fields=[name for name in columns if name not in NOT_SAVED_HERE])
            change_price(product_id=obj.pk, price=obj.price, actor_id=request.user.pk, now=timezone.now())
        else:
            obj.save()
        try:
            change_stock(product_id=obj.pk, by=form.cleaned_data["stock_change"])
        except NotEnoughOnShelf as error:
            self.message_user(request, str(error), level="error")


@admin.register(DeliveryRate)
class DeliveryRateAdmin(ModelAdmin):  # type: ignore[misc]
    list_display = ("currency", "price", "free_from", "days")
