"""Top-ups and saved cards over REST."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wallet_project.core.api.callers import Scope, one_for_caller
from wallet_project.core.api.operations import Call, operation
from wallet_project.core.api.pages import Page, page_by_key, within
from wallet_project.core.api.problems import ApiError
from wallet_project.core.api.return_hosts import require_return_host
from wallet_project.core.api.serializers import ListFilters
from wallet_project.core.api.views import ApiView
from wallet_project.core.exceptions import NotFound
from wallets import services
from wallets.api import examples, inputs, outputs
from wallets.api.views import own_wallet
from wallets.enums import TopUpStatus
from wallets.models import SavedCard, TopUp


class WalletTopUps(ApiView):
    @operation(
        "list_top_ups",
        "List the top-ups of a wallet",
        scope=Scope.WALLETS_READ,
        customers=True,
        filters=inputs.TopUpFilters,
        answers=outputs.TopUpOutput,
        listed=True,
    )
    def get(self, call: Call, wallet_id: UUID) -> Page:
        rows = TopUp.objects.filter(wallet=own_wallet(call, wallet_id))
        return page_by_key(within(rows.filter(**_status(call)), call.filters), call.page)

    @operation(
        "start_top_up",
        "Top up a wallet",
        scope=Scope.WALLETS_WRITE,
        customers=True,
        takes=inputs.TopUpInput,
        answers=outputs.TopUpOutput,
        status=201,
        moves_money=True,
        calls_gateway=True,
        codes=(
            "currency_mismatch",
            "wallet_frozen",
            "card_not_usable",
            "return_host_not_allowed",
            *examples.AMOUNT_CODES,
        ),
        example=examples.TOP_UP,
        description="By a saved card, or on the payment page at `checkout_url`. The money is there once the"
        " status is `succeeded`: ask again, or listen to the webhook `wallet.money_added`.",
    )
    def post(self, call: Call, wallet_id: UUID) -> TopUp:
        wallet = own_wallet(call, wallet_id)
        data = call.data
        require_return_host(call.caller, data["return_url"])
        top_up = services.start_top_up(
            customer_id=wallet.customer_id,
            wallet_id=wallet.pk,
            amount=data["amount"],
            key=call.key,
            success_url=data["return_url"],
            cancel_url=data["return_url"],
            saved_card_id=_card_id(data["payment_method"]),
            save_card=data["save_card"],
        )
        if top_up.status == TopUpStatus.CREATED:
            raise ApiError("unavailable", _("The payment service does not answer. Please send it again."))
        return top_up


class TopUpDetail(ApiView):
    @operation(
        "get_top_up",
        "Get a top-up",
        scope=Scope.WALLETS_READ,
        customers=True,
        answers=outputs.TopUpOutput,
    )
    def get(self, call: Call, wallet_id: UUID, top_up_id: UUID) -> TopUp:
        rows = TopUp.objects.filter(wallet_id=wallet_id)
        owner = "wallet__customer_id"
        return one_for_caller(rows, call.caller, gettext_lazy("top-up"), owner=owner, pk=top_up_id)


class WalletCards(ApiView):
    @operation(
        "list_cards",
        "List the saved cards of a wallet's customer",
        scope=Scope.WALLETS_READ,
        customers=True,
        filters=ListFilters,
        answers=outputs.SavedCardOutput,
        listed=True,
    )
    def get(self, call: Call, wallet_id: UUID) -> Page:
        return page_by_key(_cards(call, wallet_id), call.page)


class WalletCard(ApiView):
    @operation(
        "delete_card",
        "Remove a saved card",
        scope=Scope.WALLETS_WRITE,
        customers=True,
        status=204,
    )
    def delete(self, call: Call, wallet_id: UUID, card_id: UUID) -> None:
        customer_id = own_wallet(call, wallet_id).customer_id
        services.remove_card(customer_id=customer_id, card_id=card_id)


def _status(call: Call) -> dict[str, str]:
    return {"status": call.filters["status"]} if "status" in call.filters else {}


def _cards(call: Call, wallet_id: UUID) -> QuerySet[SavedCard]:
    customer_id = own_wallet(call, wallet_id).customer_id
    return SavedCard.objects.filter(customer_id=customer_id, removed_at=None)


def _card_id(payment_method: str) -> UUID | None:
    """None for the payment page. Raises `NotFound` for what can't be a card."""
    if payment_method == inputs.CHECKOUT:
        return None
    try:
        return UUID(payment_method)
    except ValueError as error:
        raise NotFound(_("card")) from error
