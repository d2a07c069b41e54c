"""What the demo shop gives by itself when something goes wrong, and a customer to whom it did."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from django.conf import settings
from django.utils import timezone
from djmoney.money import Money

from refunds.automation.enums import RuleEvent
from refunds.models import CreditRule, CreditRuleTerms
from wallet_project.accounts.models import User
from wallet_project.core.money import decimals_of
from wallet_project.demo.history import buy
from wallet_project.storefront.catalog import SCALE
from wallet_project.storefront.enums import OrderStatus
from wallet_project.storefront.services.crediting import answer_about_order
from wallet_project.storefront.services.missing import mark_out_of_stock
from wallets.models import SavedCard

BUDGET: Final = Decimal(1000)
LATE, SOLD_OUT, CHEAPER = RuleEvent.LATE, RuleEvent.OUT_OF_STOCK, RuleEvent.PRICE_DROP
# Name, event, days, percent and words of each.
RULES: Final = (
    ("Late parcels", LATE, 2, 10, "Sorry: order {order} came {days} days later than we had promised."),
    ("Sold out after paying", SOLD_OUT, 0, 20, "Sorry: “{item}” was sold out when we packed your parcel."),
    ("Price guarantee", CHEAPER, 14, 100, "“{item}” costs less now: here is the difference."),
)


def load_credit_rules(admin: User) -> None:
    """A rule for each kind of event, in force from now on. Safe to repeat."""
    for name, event, days, percent, words in RULES:
        rule, is_new = CreditRule.objects.get_or_create(
            name=name,
            defaults={
                "event": event,
                "currency": settings.STORE_CURRENCY,
                "budget": _scaled(BUDGET),
                "created_by": admin,
            },
        )
        if is_new:
            CreditRuleTerms.objects.create(
                rule=rule,
                starts_at=timezone.now(),
                days=days,
                percent=percent,
                most=_scaled(Decimal(20)),
                per_customer=_scaled(Decimal(60)),
                words=words,
                created_by=admin,
            )


def let_a_rule_give(customer: User) -> None:
    """An order of which one thing is sold out when it is packed: a rule gives credit. Safe to repeat."""
    card = SavedCard.objects.filter(customer=customer, is_default=True, removed_at=None).first()
    nothing = Money(0, settings.STORE_CURRENCY)
    order = buy(customer, "sold-out", ["earl-grey-tin"], from_wallet=nothing, card=card)
    if order.status != OrderStatus.PAID:
        return
    line = order.lines.get()
    mark_out_of_stock(number=order.number, line_id=line.pk, quantity=line.quantity, now=timezone.now())
    answer_about_order(number=order.number, now=timezone.now())


def _scaled(euro: Decimal) -> Decimal:
    """So much in the store's currency, as the catalog's prices are scaled."""
    currency = settings.STORE_CURRENCY
    scaled = euro * SCALE.get(currency, Decimal(1))
    return scaled.quantize(Decimal(1).scaleb(-decimals_of(currency)))
