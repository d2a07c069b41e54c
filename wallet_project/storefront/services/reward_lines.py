"""Carts and orders as rewards see them: lines by the slugs of product and category."""

from __future__ import annotations

from djmoney.money import Money

from rewards.caps import OrderLine as RewardLine
from wallet_project.storefront.models import Order, Product


def reward_line(product: Product, *, quantity: int, line_total: Money) -> RewardLine:
    """So many of one product for so much; the product's category must be at hand."""
    return RewardLine(
        amount=line_total, product=product.slug, category=product.category.slug, quantity=quantity
    )


def reward_lines_of(order: Order) -> tuple[RewardLine, ...]:
    """The lines of a placed order, less what its voucher took off each, in one query."""
    return tuple(
        reward_line(line.product, quantity=line.quantity, line_total=line.to_pay)
        for line in order.lines.select_related("product__category")
    )
