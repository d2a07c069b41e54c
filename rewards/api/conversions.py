"""Turning points into money over REST."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from rewards.api import examples, inputs, outputs
from rewards.models import PointsConversion
from rewards.queries import current_program, wallet_to_credit, with_credited_wallet
from rewards.services import convert_points, quote_conversion
from wallet_project.core.api.callers import Scope, customer_named, find_customer, for_caller, one_for_caller
from wallet_project.core.api.operations import Call, operation
from wallet_project.core.api.pages import Page, page_by_key, within
from wallet_project.core.api.views import ApiView

OWNER = "account__customer_id"
REFUSALS = ("not_found", "insufficient_funds", "amount_out_of_range", "invalid_state")


class ConversionQuoteView(ApiView):
    @operation(
        "quote_conversion",
        "What points would become",
        scope=Scope.REWARDS_WRITE,
        customers=True,
        takes=inputs.ConversionQuoteInput,
        answers=outputs.ConversionQuoteOutput,
        codes=REFUSALS,
        example=examples.QUOTE,
        example_answer=examples.QUOTED,
        description="Only whole steps are taken; the value is rounded down to the currency's unit. It"
        " changes nothing.",
    )
    def post(self, call: Call) -> Any:
        wanted = _wanted(call)
        quoted = quote_conversion(now=call.now, **wanted)
        program = current_program(wanted["currency"], now=call.now)
        assert program is not None, "there was a quote"
        wallet_id = wallet_to_credit(program, customer_id=wanted["customer_id"])
        return {**asdict(quoted), "target": program.target, "wallet": wallet_id}


class ConversionList(ApiView):
    @operation(
        "list_conversions",
        "List conversions of points",
        scope=Scope.WALLETS_READ,
        customers=True,
        filters=inputs.CustomerFilters,
        answers=outputs.ConversionOutput,
        listed=True,
    )
    def get(self, call: Call) -> Page:
        rows = for_caller(conversions(), call.caller, owner=OWNER)
        if "customer" in call.filters:
            rows = rows.filter(customer_named(call.filters["customer"], "account__customer__"))
        return page_by_key(within(rows, call.filters), call.page)

    @operation(
        "convert_points",
        "Turn points into money",
        scope=Scope.REWARDS_WRITE,
        customers=True,
        takes=inputs.ConversionInput,
        answers=outputs.ConversionOutput,
        status=201,
        moves_money=True,
        codes=(*REFUSALS, "wallet_frozen", "currency_mismatch"),
        example=examples.CONVERSION,
        description="It can't be undone.",
    )
    def post(self, call: Call) -> PointsConversion:
        agreed = call.data.get("value")
        done = convert_points(key=call.key, agreed=agreed, now=call.now, **_wanted(call))
        return conversions().get(pk=done.pk)


class ConversionDetail(ApiView):
    @operation(
        "get_conversion",
        "Get a conversion of points",
        scope=Scope.WALLETS_READ,
        customers=True,
        answers=outputs.ConversionOutput,
    )
    def get(self, call: Call, conversion_id: UUID) -> PointsConversion:
        return one_for_caller(conversions(), call.caller, _("conversion"), owner=OWNER, pk=conversion_id)


def conversions() -> QuerySet[PointsConversion]:
    return with_credited_wallet(PointsConversion.objects.all())


def _wanted(call: Call) -> dict[str, Any]:
    return {
        "customer_id": find_customer(call.caller, call.data.get("customer")).pk,
        "points": call.data["points"],
        "currency": call.data.get("currency") or settings.STORE_CURRENCY,
    }
