"""Wallets over REST: what they hold, what happened in them, and what the store does with them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import Model, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from wallet_project.core.api.answers import Answer
from wallet_project.core.api.callers import Scope, customer_named, for_caller
from wallet_project.core.api.operations import Call, operation
from wallet_project.core.api.pages import Page, bad_cursor, page_by_key, write_cursor
from wallet_project.core.api.views import ApiView
from wallet_project.core.exceptions import NotFound
from wallet_project.core.prepared import fetch_one
from wallets import services, statements
from wallets.api import examples, inputs, outputs
from wallets.enums import AdjustmentDirection
from wallets.models import ApprovalRequest, Wallet
from wallets.queries import balances_at

SHOWN = ("customer", "available_account", "held_account")
WALLET = _("wallet")
# What `WalletOutput` writes.
ACCOUNT = ("currency", "balance")
WRITTEN = (
    *("customer_id", "currency", "status", "available_account_id", "held_account_id", "customer__reference"),
    *(f"{account}__{name}" for account in ("available_account", "held_account") for name in ACCOUNT),
)
WAITS = (
    "202: it waits for a second person, because it is above what the member of staff for whom the key was"
    " made may move alone. Nothing has moved then; see `approve`, and ask again with its id."
)


def wallets(call: Call) -> QuerySet[Wallet]:
    """The wallets that the caller may see, with what is shown of them, in one query."""
    return for_caller(Wallet.objects.select_related(*SHOWN), call.caller)


def own_wallet(call: Call, wallet_id: UUID, *, only: tuple[str, ...] = ()) -> Wallet:
    """The wallet, if the caller may see it, all of it or `only` these fields. Raises `NotFound`."""
    owner = {} if call.caller.is_store else {"customer_id": call.caller.customer_id}
    found = fetch_one(Wallet, *SHOWN, only=only, pk=wallet_id, **owner)
    if found is None:
        raise NotFound(str(WALLET))
    return found


class WalletList(ApiView):
    @operation(
        "list_wallets",
        "List wallets",
        scope=Scope.WALLETS_READ,
        customers=True,
        filters=inputs.WalletFilters,
        answers=outputs.WalletOutput,
        listed=True,
    )
    def get(self, call: Call) -> Page:
        wanted = Q(**{name: call.filters[name] for name in ("currency", "status") if name in call.filters})
        if "customer" in call.filters:
            wanted &= customer_named(call.filters["customer"], "customer__")
        return page_by_key(wallets(call).filter(wanted), call.page)


class WalletDetail(ApiView):
    @operation(
        "get_wallet",
        "Get a wallet",
        scope=Scope.WALLETS_READ,
        customers=True,
        answers=outputs.WalletOutput,
        example_answer=examples.WALLET,
    )
    def get(self, call: Call, wallet_id: UUID) -> Wallet:
        return own_wallet(call, wallet_id, only=WRITTEN)


class WalletStatement(ApiView):
    @operation(
        "get_wallet_statement",
        "List the movements of a wallet",
        scope=Scope.WALLETS_READ,
        customers=True,
        filters=inputs.StatementFilters,
        answers=outputs.StatementLineOutput,
        listed=True,
    )
    def get(self, call: Call, wallet_id: UUID) -> Page:
        wallet = own_wallet(call, wallet_id)
        return statement(call, statements.history_of(wallet))


class WalletBalance(ApiView):
    @operation(
        "get_wallet_balance",
        "Get the balance of a wallet at an instant",
        scope=Scope.WALLETS_READ,
        customers=True,
        filters=inputs.BalanceFilters,
        answers=outputs.BalanceOutput,
    )
    def get(self, call: Call, wallet_id: UUID) -> Any:
        return balances_at(own_wallet(call, wallet_id), at=call.filters.get("at") or call.now)


class WalletCredits(ApiView):
    @operation(
        "credit_wallet",
        "Credit a wallet by hand",
        scope=Scope.WALLETS_WRITE,
        takes=inputs.AdjustmentInput,
        answers=outputs.AdjustmentOutput,
        status=201,
        other_status=202,
        moves_money=True,
        codes=("currency_mismatch", "wallet_frozen", "permission_denied", *examples.AMOUNT_CODES),
        example=examples.CREDIT,
        description=WAITS,
    )
    def post(self, call: Call, wallet_id: UUID) -> Answer:
        return _adjust(call, wallet_id, AdjustmentDirection.CREDIT)


class WalletDebits(ApiView):
    @operation(
        "debit_wallet",
        "Debit a wallet by hand",
        scope=Scope.WALLETS_WRITE,
        takes=inputs.AdjustmentInput,
        answers=outputs.AdjustmentOutput,
        status=201,
        other_status=202,
        moves_money=True,
        codes=(
            "currency_mismatch",
            "insufficient_funds",
            "wallet_frozen",
            "permission_denied",
            *examples.AMOUNT_CODES,
        ),
        example=examples.DEBIT,
        description=WAITS,
    )
    def post(self, call: Call, wallet_id: UUID) -> Answer:
        return _adjust(call, wallet_id, AdjustmentDirection.DEBIT)


class WalletFreeze(ApiView):
    @operation(
        "freeze_wallet",
        "Freeze a wallet",
        scope=Scope.WALLETS_WRITE,
        takes=inputs.ReasonInput,
        answers=outputs.WalletOutput,
        codes=("invalid_state",),
        example={"reason": "Card stolen, says the customer"},
    )
    def post(self, call: Call, wallet_id: UUID) -> Wallet:
        services.freeze_wallet(wallet_id=wallet_id, reason=call.data["reason"], actor_id=call.caller.actor_id)
        return own_wallet(call, wallet_id)


class WalletUnfreeze(ApiView):
    @operation(
        "unfreeze_wallet",
        "Unfreeze a wallet",
        scope=Scope.WALLETS_WRITE,
        takes=inputs.ReasonInput,
        answers=outputs.WalletOutput,
        codes=("invalid_state",),
        example={"reason": "New card, all clear"},
    )
    def post(self, call: Call, wallet_id: UUID) -> Wallet:
        services.unfreeze_wallet(
            wallet_id=wallet_id, reason=call.data["reason"], actor_id=call.caller.actor_id
        )
        return own_wallet(call, wallet_id)


def statement(call: Call, history: statements.History) -> Page:
    """A page of an account's history, of a wallet or of rewards, as `inputs.StatementFilters` wants it."""
    asked = call.filters
    filters = statements.StatementFilters(
        kinds=(asked["kind"],) if "kind" in asked else (),
        since=asked.get("since"),
        until=asked.get("until"),
        reference=asked.get("reference", ""),
    )
    cursor = statements.read_cursor(call.page.key)
    if call.page.key and cursor is None:
        raise bad_cursor()
    newer = call.page.newer
    page = statements.history_page(
        history,
        filters,
        before=None if newer else cursor,
        after=cursor if newer else None,
        size=call.page.size,
    )
    return Page(
        page.movements,
        next=write_cursor(page.older) if page.older else "",
        previous=write_cursor(page.newer, newer=True) if page.newer else "",
    )


def _adjust(call: Call, wallet_id: UUID, direction: AdjustmentDirection) -> Answer:
    made = services.request_adjustment(
        wallet_id=wallet_id,
        direction=direction,
        key=call.key,
        actor_id=call.caller.actor_id,
        key_line=call.caller.key_line,
        now=call.now,
        **call.data,
    )
    return adjusted(made)


def adjusted(made: Model) -> Answer:
    """201 for what is booked, 202 for what waits for a second person."""
    return Answer(made, 202 if isinstance(made, ApprovalRequest) else 201)
