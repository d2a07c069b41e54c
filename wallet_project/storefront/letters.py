"""What the shop adds to letters when they are given out: the goods, what they earn, what credit buys."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from djmoney.money import Money

from notifications.services import Told
from refunds.publication import words_of
from refunds.queries import policy_for
from rewards.engine.words import said
from rewards.queries_earning import return_window
from wallet_project.core.money import from_minor, to_minor
from wallet_project.storefront.covered import covered_products
from wallet_project.storefront.models import Order
from wallet_project.storefront.services.rewarding import earned_by
from wallets.queries import find_wallet

EXAMPLES = 3


def letter_facts(order: Order) -> dict[str, str]:
    """A paid order in rows, what it earns and when, and the policy for returns in short."""
    return {**_goods(order), **_earned(order), **_policy(order)}


def page_of_order(told: Told) -> dict[str, str]:
    """The page of the order that the letter is about, if it is one of this shop's."""
    own = Order.objects.filter(number=told.context["order"], customer_id=told.recipient_id).first()
    return {"url": own.get_absolute_url()} if own is not None else {}


def details_of_refund(told: Told) -> dict[str, str]:
    """The page of the order, if it is this shop's, and, where the refund brought money to an open wallet,
    what that buys."""
    found = page_of_order(told)
    wallet = find_wallet(customer_id=told.recipient_id, currency=settings.STORE_CURRENCY)
    if not told.context.get("wallet") or wallet is None or not wallet.is_open:
        return found
    goods = covered_products(customer_id=told.recipient_id, credit=wallet.available, limit=EXAMPLES)
    if goods:
        rows = [_row(one.product.name, one.product.price) for one in goods]
        found |= {"credit": str(wallet.available), "covers": "\n".join(rows)}
    return found


def _goods(order: Order) -> dict[str, str]:
    lines = [_row(f"{line.quantity} × {line.name}", line.line_total) for line in order.lines.all()]
    found = {
        "lines": "\n".join(lines),
        "items": _written(order.items_total),
        "delivery": _written(order.shipping) if order.shipping.amount else _("free"),
    }
    if order.discount.amount:
        found["discount"] = f"−{_written(order.discount)}"
    return found


def _earned(order: Order) -> dict[str, str]:
    amounts = earned_by(order, now=timezone.now())
    if not amounts:
        return {}
    days = return_window().days
    text = ngettext(
        "Yours to use %(days)s day after delivery, when the time to return things is over.",
        "Yours to use %(days)s days after delivery, when the time to return things is over.",
        days,
    )
    listed = get_text_list([said(amount) for amount in amounts], _("and"))
    return {"earned": listed, "earned_when": text % {"days": days}}


def _policy(order: Order) -> dict[str, str]:
    policy = policy_for(order.currency, now=order.placed_at)
    words = words_of(policy, now=timezone.now())
    return {"policy": words.brief, "policy_url": f"{reverse('storefront:policy')}#returns"}


def _row(label: str, amount: Money) -> str:
    return f"{' '.join(label.split())}: {_written(amount)}"


def _written(amount: Money) -> str:
    return str(from_minor(to_minor(amount), str(amount.currency)))
