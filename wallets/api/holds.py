"""Bare holds over REST: money reserved on one wallet, then taken or given back."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from wallet_project.core.api.callers import Scope, customer_named, for_caller, one_for_caller
from wallet_project.core.api.idempotency import EFFECT_PREFIX
from wallet_project.core.api.operations import Call, operation
from wallet_project.core.api.pages import Page, page_by_key, within
from wallet_project.core.api.serializers import Nothing
from wallet_project.core.api.views import ApiView
from wallets import services
from wallets.api import examples, inputs, outputs
from wallets.api.views import own_wallet
from wallets.models import Hold

HOLD = _("hold")
OWNER = "wallet__customer_id"
ENDED = ("hold_expired", "invalid_state")


def bare_holds() -> QuerySet[Hold]:
    """Holds that were placed here. Those of payments are captured and voided by their payment alone."""
    return Hold.objects.filter(key__startswith=EFFECT_PREFIX)


class HoldList(ApiView):
    @operation(
        "list_holds",
        "List holds",
        scope=Scope.WALLETS_READ,
        customers=True,
        filters=inputs.HoldFilters,
        answers=outputs.HoldOutput,
        listed=True,
    )
    def get(self, call: Call) -> Page:
        wanted = {name: call.filters[name] for name in ("wallet", "status") if name in call.filters}
        rows = for_owner(call).filter(**wanted)
        if "customer" in call.filters:
            rows = rows.filter(customer_named(call.filters["customer"], "wallet__customer__"))
        return page_by_key(within(rows, call.filters), call.page)

    @operation(
        "place_hold",
        "Hold money on a wallet",
        scope=Scope.PAYMENTS_WRITE,
        takes=inputs.HoldInput,
        answers=outputs.HoldOutput,
        status=201,
        moves_money=True,
        codes=(
            "not_found",
            "insufficient_funds",
            "wallet_frozen",
            "currency_mismatch",
            *examples.AMOUNT_CODES,
        ),
        example=examples.HOLD,
    )
    def post(self, call: Call) -> Hold:
        data = call.data
        return services.place_hold(
            wallet_id=own_wallet(call, data["wallet"]).pk,
            amount=data["amount"],
            key=call.key,
            reference=data["reference"],
            expires_at=data.get("expires_at") or call.now + inputs.USUAL_HOLD,
        )


class HoldDetail(ApiView):
    @operation("get_hold", "Get a hold", scope=Scope.WALLETS_READ, customers=True, answers=outputs.HoldOutput)
    def get(self, call: Call, hold_id: UUID) -> Hold:
        return own_hold(call, hold_id)


class HoldCapture(ApiView):
    @operation(
        "capture_hold",
        "Take held money",
        scope=Scope.PAYMENTS_WRITE,
        takes=inputs.CaptureInput,
        answers=outputs.HoldOutput,
        moves_money=True,
        codes=("currency_mismatch", *ENDED, *examples.AMOUNT_CODES),
        example={"amount": examples.money("10.00")},
    )
    def post(self, call: Call, hold_id: UUID) -> Hold:
        hold = own_hold(call, hold_id)
        return services.capture_hold(hold_id=hold.pk, amount=call.data.get("amount"))


class HoldVoid(ApiView):
    @operation(
        "void_hold",
        "Give held money back",
        scope=Scope.PAYMENTS_WRITE,
        takes=Nothing,
        answers=outputs.HoldOutput,
        moves_money=True,
        codes=ENDED,
    )
    def post(self, call: Call, hold_id: UUID) -> Hold:
        return services.void_hold(hold_id=own_hold(call, hold_id).pk)


def for_owner(call: Call) -> QuerySet[Hold]:
    """The bare holds that the caller may see."""
    return for_caller(bare_holds(), call.caller, owner=OWNER)


def own_hold(call: Call, hold_id: UUID) -> Hold:
    """The bare hold, if the caller may see it. Raises `NotFound`."""
    return one_for_caller(bare_holds(), call.caller, HOLD, owner=OWNER, pk=hold_id)
