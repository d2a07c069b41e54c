"""Scratch cards over REST. What one wins is in no answer before it is scratched."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from rewards.api import examples, inputs
from rewards.api import outputs_offers as outputs
from rewards.models import ScratchCard
from rewards.services import grant_scratch_card, scratch_card
from wallet_project.core.api.callers import Scope, customer_named, find_customer, for_caller, one_for_caller
from wallet_project.core.api.operations import Call, operation
from wallet_project.core.api.pages import Page, page_by_key, within
from wallet_project.core.api.serializers import Nothing
from wallet_project.core.api.views import ApiView


class ScratchCardList(ApiView):
    @operation(
        "list_scratch_cards",
        "List scratch cards",
        scope=Scope.WALLETS_READ,
        customers=True,
        filters=inputs.CardFilters,
        answers=outputs.ScratchCardOutput,
        listed=True,
    )
    def get(self, call: Call) -> Page:
        rows = for_caller(cards(), call.caller)
        if "customer" in call.filters:
            rows = rows.filter(customer_named(call.filters["customer"], "customer__"))
        if "status" in call.filters:
            rows = rows.filter(status=call.filters["status"])
        return page_by_key(within(rows, call.filters), call.page)

    @operation(
        "grant_scratch_card",
        "Give a customer a scratch card",
        scope=Scope.REWARDS_WRITE,
        takes=inputs.ScratchCardInput,
        answers=outputs.ScratchCardOutput,
        status=201,
        moves_money=True,
        codes=("not_found", "invalid_state"),
        example=examples.CARD,
    )
    def post(self, call: Call) -> ScratchCard:
        card = grant_scratch_card(
            customer_id=find_customer(call.caller, call.data["customer"]).pk,
            game_id=call.data["game"],
            key=call.key,
            reason=call.data["reason"],
            reference=call.data["reference"],
            now=call.now,
        )
        return cards().get(pk=card.pk)


class ScratchCardScratch(ApiView):
    @operation(
        "scratch_card",
        "Scratch a card",
        scope=Scope.REWARDS_WRITE,
        customers=True,
        takes=Nothing,
        answers=outputs.ScratchCardOutput,
        moves_money=True,
        codes=("invalid_state",),
        description="What it wins is credited at once. A card that is scratched answers the same again.",
    )
    def post(self, call: Call, card_id: UUID) -> ScratchCard:
        card = one_for_caller(cards(), call.caller, _("scratch card"), pk=card_id)
        scratch_card(customer_id=card.customer_id, card_id=card.pk, now=call.now)
        return cards().get(pk=card.pk)


def cards() -> QuerySet[ScratchCard]:
    return ScratchCard.objects.select_related("customer", "game")
