"""Small pieces that every page is made of."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import template
from django.forms import BoundField, CheckboxInput, CheckboxSelectMultiple, RadioSelect, Select
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from djmoney.money import Money

from rewards.engine import UnitEarning
from rewards.engine import words as earning_words
from wallet_project.core import words
from wallet_project.storefront.enums import OrderStatus
from wallet_project.storefront.models import Order

register = template.Library()

ALERT_CLASSES = {
    "good": "alert-success",
    "bad": "alert-danger",
    "wait": "alert-warning",
    "note": "alert-info",
}
ORDER_KINDS = {
    OrderStatus.PENDING_PAYMENT: "wait",
    OrderStatus.PAID: "good",
    OrderStatus.SHIPPED: "note",
    OrderStatus.DELIVERED: "good",
    OrderStatus.PAYMENT_FAILED: "bad",
    OrderStatus.CANCELED: "plain",
    OrderStatus.EXPIRED: "plain",
}
ALERT_ICONS = {"good": "check", "bad": "alert", "wait": "clock", "note": "info"}


@register.simple_tag
def icon(name: str, css_class: str = "") -> SafeString:
    """A drawing of the sprite, for the eye only: say the same in words beside it."""
    return format_html(
        '<svg class="icon {}" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>',
        css_class,
        static("img/icons.svg"),
        name,
    )


@register.filter
def money(amount: Money | None) -> str:
    """The amount as its currency is written in the visitor's language: €12.50, ¥1,250, 40 points."""
    return "" if amount is None else words.written(amount)


@register.filter
def earned(units: Sequence[UnitEarning]) -> str:
    """What is earned in each unit, as a list in words: "€0.80 reward money and 120 points"."""
    return earning_words.earned(units)


@register.filter
def money_signed(amount: Money) -> str:
    """As `money`, with a plus before a credit and a true minus before a debit."""
    return words.signed(amount)


@register.filter
def alert_class(kind: str) -> str:
    return ALERT_CLASSES.get(kind, "alert-info")


@register.filter
def alert_icon(kind: str) -> str:
    return ALERT_ICONS.get(kind, "info")


@register.inclusion_tag("components/badge.html")
def order_badge(order: Order) -> dict[str, str]:
    """The order's status in words."""
    return {"kind": ORDER_KINDS.get(OrderStatus(order.status), "plain"), "text": order.get_status_display()}


@register.filter
def percent_of(part: Money, whole: Money) -> int:
    """How much of `whole` the part is, in whole percent; for drawings."""
    return int(part.amount * 100 / whole.amount) if whole.amount else 0


@register.inclusion_tag("components/field.html")
def field(bound: BoundField, css_class: str = "", **attributes: str) -> dict[str, Any]:
    """A form field with its label, help and errors, tied together for a screen reader.

    Further attributes go on the control, underscores as hyphens: `{% field form.amount hx_post=url %}`.
    """
    describedby = " ".join(_descriptions(bound))
    attrs: dict[str, str | bool] = {name.replace("_", "-"): value for name, value in attributes.items()}
    attrs["class"] = f"{_control_class(bound)} {css_class}".strip()
    if describedby:
        attrs["aria-describedby"] = describedby
    if bound.errors:
        attrs["aria-invalid"] = "true"
    widget = bound.field.widget
    return {
        "field": bound,
        "control": bound.as_widget(attrs=attrs),
        "describedby": describedby,
        "hidden": bound.is_hidden,
        "checkbox": isinstance(widget, CheckboxInput),
        "group": isinstance(widget, RadioSelect | CheckboxSelectMultiple),
        "optional": _("optional"),
    }


def _descriptions(bound: BoundField) -> list[str]:
    present = {"helptext": bound.help_text, "error": bound.errors}
    return [f"{bound.auto_id}_{name}" for name, there in present.items() if there]


def _control_class(bound: BoundField) -> str:
    widget = bound.field.widget
    wrong = " is-invalid" if bound.errors else ""
    if isinstance(widget, CheckboxInput | RadioSelect | CheckboxSelectMultiple):
        return f"form-check-input{wrong}"
    return f"form-select{wrong}" if isinstance(widget, Select) else f"form-control{wrong}"
