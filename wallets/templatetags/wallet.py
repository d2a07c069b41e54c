"""`{% wallet_block %}`: the customer's wallet on any page of any shop. See docs/integration.md."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import Any

from django import template
from django.db import DatabaseError, InterfaceError
from django.template import Context
from django.templatetags.static import static
from django.urls import NoReverseMatch, reverse
from django.utils.formats import date_format
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.timezone import localtime
from djmoney.money import Money

from wallet_project.core import words
from wallet_project.core.money import smallest
from wallet_project.core.zones import zone_of
from wallets.queries import WalletSummary, summary_for
from wallets.references import reference_url as find_reference_url
from wallets.summary_parts import page_parts

register = template.Library()
logger = logging.getLogger(__name__)

# The query counts unread messages no further.
MOST_COUNTED = 100
GUEST, UNKNOWN, CUSTOMER = "guest", "unknown", "customer"


@register.inclusion_tag("wallets/_block.html", takes_context=True)
def wallet_block(context: Context, *, out_of_band: bool = False) -> dict[str, Any]:
    """Balance, what other apps add to it (rewards), held money, "Add money" and the last movement, in
    one query; a link for a guest.

    Never breaks a page: without a request or a database it says that the wallet is elsewhere.
    `out_of_band` makes it replace the page's block in an answer to htmx.
    """
    shown: dict[str, Any] = {
        "out_of_band": out_of_band,
        "style": _style(),
        "wallet_url": _url("wallets:wallet"),
        "top_up_url": _url("wallets:top_up"),
    }
    try:
        return {**shown, **_for_visitor(context.get("request"))}
    except (DatabaseError, InterfaceError):
        logger.warning("The wallet block is shown without a balance.", exc_info=True)
        return {**shown, "visitor": UNKNOWN}


def _for_visitor(request: Any) -> dict[str, Any]:
    user = getattr(request, "user", None)
    if user is None:
        return {"visitor": UNKNOWN}
    if not user.is_authenticated:
        return {"visitor": GUEST}
    summary = summary_for(request)
    assert summary is not None
    last = summary.last
    return {
        "visitor": CUSTOMER,
        "summary": summary,
        "parts": [(part.title, part.amount, _url(part.url_name)) for part in summary.parts],
        "inbox_url": _url("notifications:inbox"),
        "unread": f"{summary.unread - 1}+" if summary.unread >= MOST_COUNTED else summary.unread,
        "movement_url": _url("wallets:movement", last.entry_id) if last else "",
        "last_day": date_format(localtime(last.posted_at, zone_of(user)), "j N") if last else "",
    }


@dataclass(frozen=True, slots=True)
class Share:
    """How much of a price the wallet covers, and whether that is all of it."""

    money: Money
    is_whole: bool


@register.simple_tag(takes_context=True)
def wallet_share(context: Context, price: Money) -> Share | None:
    """What the visitor's wallet can pay of a price, by the same query as the block's. None for a guest,
    for an empty or a frozen wallet, and where it can't be asked."""
    try:
        summary: WalletSummary | None = summary_for(context.get("request"))
    except (DatabaseError, InterfaceError):
        return None
    if summary is None or not summary.is_open or not summary.available.amount:
        return None
    if summary.currency != str(price.currency):
        return None
    return Share(smallest(summary.available, price), summary.available >= price)


@register.simple_tag(takes_context=True)
def wallet_page_parts(context: Context) -> SafeString:
    """What other apps show at the end of the wallet's page."""
    request = context["request"]
    return format_html_join("", "{}", ((render(request),) for render in page_parts()))


def _style() -> str:
    try:
        return static("css/wallet-block.css")
    except ValueError:  # a manifest without the file: a page without colors beats no page
        return ""


def _url(name: str, *arguments: object) -> str:
    try:
        return reverse(name, args=arguments)
    except NoReverseMatch:
        return ""


@register.filter
def signed(amount: Money) -> str:
    """With a plus before a credit and a true minus before a debit."""
    return words.signed(amount)


@register.filter
def written(amount: Money | None) -> str:
    """The amount as people read it, points as whole points; empty for none."""
    return "" if amount is None else words.written(amount)


@register.filter
def currency_name(currency: object) -> str:
    """The currency's code; "Points" for points."""
    return words.currency_name(str(currency))


@register.filter
def points(number: int) -> str:
    """So many loyalty points: "1 point", "1,250 points"."""
    return words.points(number)


@register.filter
def order_url(reference: str) -> str:
    """The shop's page of the order with this number; empty where there is none."""
    return find_reference_url(reference)
