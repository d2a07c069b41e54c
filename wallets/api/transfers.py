"""Transfers over REST: from one customer to another."""

from __future__ import annotations

from wallet_project.core.api.callers import Scope, any_customer
from wallet_project.core.api.operations import Call, operation
from wallet_project.core.api.views import ApiView
from wallets import services
from wallets.api import examples, inputs, outputs
from wallets.api.views import own_wallet
from wallets.models import Transfer


class TransferList(ApiView):
    @operation(
        "transfer_money",
        "Send money to another customer",
        scope=Scope.WALLETS_WRITE,
        customers=True,
        takes=inputs.TransferInput,
        answers=outputs.TransferOutput,
        status=201,
        moves_money=True,
        looks_up=True,
        codes=(
            "not_found",
            "insufficient_funds",
            "wallet_frozen",
            "invalid_state",
            "currency_mismatch",
            *examples.AMOUNT_CODES,
        ),
        example=examples.TRANSFER,
        description="Customers keep to the store's limits for transfers; a key of the store does not.",
    )
    def post(self, call: Call) -> Transfer:
        data = call.data
        return services.transfer_money(
            from_wallet_id=own_wallet(call, data["wallet"]).pk,
            to_customer_id=any_customer(data["to_customer"]).pk,
            amount=data["amount"],
            key=call.key,
            note=data["note"],
            by_customer=not call.caller.is_store,
            now=call.now,
        )
