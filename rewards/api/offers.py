"""What points buy over REST: offers, and the vouchers that come of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from rewards.api import examples, inputs
from rewards.api import outputs_offers as outputs
from rewards.engine import OrderLine
from rewards.models import OfferRedemption, Voucher
from rewards.offer_queries import offers_there, points_of, shown_to
from rewards.services import find_voucher, quote_voucher, redeem_offer
from wallet_project.core.api.callers import Scope, customer_named, find_customer, for_caller
from wallet_project.core.api.operations import Call, operation
from wallet_project.core.api.pages import Page, page_by_key, within
from wallet_project.core.api.serializers import OfCustomer
from wallet_project.core.api.views import ApiView


class OfferList(ApiView):
    @operation(
        "list_offers",
        "List what points buy now",
        scope=Scope.WALLETS_READ,
        customers=True,
        filters=inputs.OfferFilters,
        answers=outputs.OfferOutput,
        listed=True,
        codes=("not_found",),
    )
    def get(self, call: Call) -> Page:
        page = page_by_key(offers_there(now=call.now), call.page)
        _tell_apart(call, page.results)
        return page


class OfferRedeem(ApiView):
    @operation(
        "redeem_offer",
        "Buy an offer with points",
        scope=Scope.REWARDS_WRITE,
        customers=True,
        takes=OfCustomer,
        answers=outputs.RedemptionOutput,
        status=201,
        moves_money=True,
        codes=("insufficient_funds", "invalid_state", "wallet_frozen"),
        example={"customer": examples.CUSTOMER},
        description="It can't be undone. The answer has the voucher's code.",
    )
    def post(self, call: Call, offer_id: UUID) -> OfferRedemption:
        customer = find_customer(call.caller, call.data.get("customer"))
        done = redeem_offer(customer_id=customer.pk, offer_id=offer_id, key=call.key, now=call.now)
        redemption = OfferRedemption.objects.select_related("voucher__customer").get(pk=done.pk)
        _show_codes([redemption.voucher])
        return redemption


class VoucherList(ApiView):
    @operation(
        "list_vouchers",
        "List vouchers",
        scope=Scope.WALLETS_READ,
        customers=True,
        filters=inputs.VoucherFilters,
        answers=outputs.VoucherOutput,
        listed=True,
    )
    def get(self, call: Call) -> Page:
        rows = for_caller(Voucher.objects.select_related("customer"), call.caller)
        if "customer" in call.filters:
            rows = rows.filter(customer_named(call.filters["customer"], "customer__"))
        if "status" in call.filters:
            rows = rows.filter(status=call.filters["status"])
        page = page_by_key(within(rows, call.filters), call.page)
        _show_codes(page.results, hidden=call.caller.is_store)
        return page


class VoucherQuoteView(ApiView):
    @operation(
        "quote_voucher",
        "What a voucher would take off an order",
        scope=Scope.REWARDS_WRITE,
        customers=True,
        takes=inputs.VoucherQuoteInput,
        answers=outputs.VoucherQuoteOutput,
        looks_up=True,
        codes=("not_found", "voucher_not_usable"),
        example=examples.VOUCHER,
        description="It changes nothing.",
    )
    def post(self, call: Call) -> Any:
        customer = find_customer(call.caller, call.data.get("customer"))
        voucher = find_voucher(customer_id=customer.pk, code=call.data["code"])
        lines = [OrderLine(**line) for line in call.data["lines"]]
        quote = quote_voucher(customer_id=customer.pk, voucher_id=voucher.pk, lines=lines, now=call.now)
        _show_codes([quote.voucher])
        return quote


def _tell_apart(call: Call, offers: Sequence[Any]) -> None:
    """What each offer means for the customer, if there is one."""
    for offer in offers:
        offer.missing = offer.problem = None
    if call.caller.is_store and "customer" not in call.filters:
        return
    customer = find_customer(call.caller, call.filters.get("customer"))
    points = points_of(customer.pk, now=call.now)
    for shown in shown_to(customer.pk, offers, points=points, now=call.now):
        shown.offer.missing, shown.offer.problem = shown.missing, shown.problem  # type: ignore[attr-defined]


def _show_codes(vouchers: Sequence[Any], *, hidden: bool = False) -> None:
    for voucher in vouchers:
        voucher.shown_code = None if hidden else voucher.code
