"""Payments that staff name by a reference: what the gateway says of them, and whether they were credited."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext as _

from wallet_project.core.db import require_no_transaction, require_transaction
from wallet_project.core.exceptions import InvalidState
from wallets.gateways.base import GatewayError, PaymentResult
from wallets.gateways.registry import get_gateway
from wallets.ledger.enums import EntryKind
from wallets.ledger.models import JournalEntry
from wallets.models import Adjustment, GatewayCustomer, TopUp, Wallet

BY_HAND = "bank:"


def find_bank_payment(reference: str) -> PaymentResult | None:
    """What the gateway says of the payment, or the payment page, with this id; None for none of its own.

    Raises `GatewayError` if it can't be asked now. Makes calls to the outside: never call it in a
    transaction.
    """
    require_no_transaction()
    gateway = get_gateway()
    for fetch in (gateway.fetch_payment, gateway.fetch_checkout):
        try:
            return fetch(reference)
        except GatewayError as error:
            if not error.permanent:
                raise
    return None


def customer_at_gateway(gateway_customer: str) -> int | None:
    """The customer whom the gateway knows by this id; None for nobody of ours."""
    known = GatewayCustomer.objects.filter(reference=gateway_customer).exclude(reference="")
    return known.values_list("customer_id", flat=True).first()


def top_up_of(result: PaymentResult) -> TopUp | None:
    """The top-up that a payment at the gateway is for, if it is."""
    found = TopUp.objects.filter(gateway_payment=result.payment).exclude(gateway_payment="").first()
    if found is not None or result.metadata.get("purpose") != "top_up":
        return found
    try:
        number = UUID(result.metadata.get("top_up", ""))
    except ValueError:
        return None
    return TopUp.objects.filter(pk=number).first()


def rescue_key(bank_reference: str) -> str:
    """One key for one payment of the bank, however its reference is spaced and cased."""
    return f"{BY_HAND}{''.join(bank_reference.split()).lower()}"


def was_credited_by_hand(bank_reference: str) -> bool:
    """Whether staff have credited a payment with this reference on a customer's page."""
    return Adjustment.objects.filter(key=rescue_key(bank_reference)).exists()


def was_rescued(gateway_payment: str) -> bool:
    """Whether a payment was credited by its id at the gateway."""
    return JournalEntry.objects.filter(idempotency_key=f"rescue:gateway:{gateway_payment}").exists()


def require_not_rescued(wallet: Wallet, key: str) -> None:
    """Raise `InvalidState` if the payment of this `rescue_key` is in the wallet already, credited by its
    id at the gateway since somebody asked for it by hand. Call with the wallet locked."""
    require_transaction()
    rescued = JournalEntry.objects.filter(
        kind=EntryKind.PAYMENT_RESCUED,
        idempotency_key__iexact=f"rescue:gateway:{key.removeprefix(BY_HAND)}",
        postings__account=wallet.available_account_id,
    )
    if rescued.exists():
        raise InvalidState(_("This payment is in the customer's wallet already."))
