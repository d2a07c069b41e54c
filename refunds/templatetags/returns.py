"""Small pieces of the pages of returns: badges, and outcomes in words and numbers."""

from __future__ import annotations

from typing import NamedTuple

from django import template
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.forms import BoundField
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from djmoney.money import Money

from refunds.enums import Destination, Target
from refunds.models import Refund, ReturnRequest
from refunds.return_words import KINDS
from refunds.services import Outcome, RefundQuote
from refunds.words import days_to_the_card
from wallet_project.core.money import zero
from wallet_project.core.words import written

register = template.Library()
is_web_address = URLValidator(schemes=["https"])


class Row(NamedTuple):
    """A sum and where it went."""

    title: str
    amount: Money


@register.inclusion_tag("components/badge.html")
def return_badge(found: ReturnRequest) -> dict[str, str]:
    """The return's state in words."""
    return {"kind": KINDS[found.state], "text": found.get_state_display()}


@register.simple_tag
def plain_select(bound: BoundField) -> SafeString:
    """The field's control alone: the page has a label of its own for it."""
    wrong = {"aria-invalid": "true"} if bound.errors else {}
    return SafeString(bound.as_widget(attrs={"class": "form-select", **wrong}))


@register.simple_tag
def label_of(found: ReturnRequest) -> SafeString:
    """What staff wrote for the parcel; an address of the web can be followed, anything else is text."""
    try:
        is_web_address(found.tracking)
    except ValidationError:
        return format_html("<strong>{}</strong>", found.tracking)
    words = '<a href="{}" rel="noopener noreferrer">{}</a>'
    return format_html(words, found.tracking, found.tracking)


@register.simple_tag
def arrives(outcome: Outcome) -> str:
    """What arrives where: "€12.60 in your wallet and €3.00 of reward money"."""
    parts = [
        (outcome.card, _("%(amount)s to your card or bank")),
        (outcome.wallet, _("%(amount)s in your wallet")),
        (outcome.reward, _("%(amount)s of reward money")),
    ]
    said = [words % {"amount": written(amount)} for amount, words in parts if amount.amount]
    return _(" and ").join(said)


@register.filter
def notes(outcome: Outcome) -> list[str]:
    """When it comes, what comes on top, and what the return costs: a sentence each."""
    said = [_when(outcome)]
    if outcome.bonus.amount:
        said.append(_bonus(outcome))
    if outcome.fees.shipping.amount:
        said.append(_("Return shipping: %(fee)s is taken off") % {"fee": written(outcome.fees.shipping)})
    else:
        said.append(_("Sending it back is free"))
    if outcome.fees.restocking.amount:
        said.append(_("Restocking: %(fee)s is taken off") % {"fee": written(outcome.fees.restocking)})
    if outcome.credit_back.amount:
        words = _("%(amount)s that we gave you for this order go back, out of your wallet")
        said.append(words % {"amount": written(outcome.credit_back)})
    return said


def _when(outcome: Outcome) -> str:
    if outcome.destination == Destination.ORIGINAL:
        days = days_to_the_card(*outcome.card_days)
        return _("%(days)s after we have checked what you send") % {"days": days}
    return _("At once when we have checked what you send")


def _bonus(outcome: Outcome) -> str:
    amount = written(outcome.bonus)
    if outcome.bonus_expires_at is None:
        return _("With a bonus of %(amount)s from us") % {"amount": amount}
    day = date_format(outcome.bonus_expires_at, "j F Y")
    return _("With a bonus of %(amount)s from us, to be used until %(day)s") % {"amount": amount, "day": day}


@register.simple_tag
def announced(quote: RefundQuote) -> str:
    """Both outcomes in a sentence, to be read out when they change."""
    outcomes = [one for one in (quote.to_wallet, quote.to_original) if one is not None]
    return _(", or ").join(arrives(one) for one in outcomes)


@register.filter
def where_it_went(refund: Refund) -> list[Row]:
    """The sums of a refund whose money has moved, the bonus among them."""
    nothing = zero(refund.currency)
    sums: dict[str, Money] = {}
    for part in refund.allocations.all():
        sums[part.target] = sums.get(part.target, nothing) + part.paid
        if part.bonus.amount:
            sums["bonus"] = part.bonus_money
    if refund.bonus_lot_id:
        sums["bonus"] = refund.bonus_money
    in_lots, in_wallet = _("Bonus from us, as reward money"), _("Bonus from us, in your wallet")
    titles: dict[str, str] = {
        Target.WALLET: _("To your wallet"),
        Target.LOTS: _("To your reward wallet"),
        Target.ORIGINAL: _("To your card or bank"),
        "bonus": in_lots if refund.bonus_lot_id else in_wallet,
    }
    return [Row(titles[key], sums[key]) for key in titles if key in sums and sums[key].amount]
