"""Money of a top-up that the payer got back: disputes, and refunds made at the gateway."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from djmoney.money import Money

from notifications.services import enqueue
from wallet_project.core.exceptions import InvalidState
from wallet_project.core.money import from_minor, require_currency, smallest, to_minor, zero
from wallets.enums import ReturnKind, ReturnStatus, TopUpStatus
from wallets.ledger.models import LedgerAccount
from wallets.locks import lock_top_up
from wallets.models import TopUp, TopUpReturn, Wallet
from wallets.services.posting import EntryKind, chart, line, post, store_line
from wallets.services.wallets import freeze_wallet


def take_back_top_up(
    *, top_up_id: UUID, kind: ReturnKind, gateway_id: str, amount: Money
) -> TopUpReturn | None:
    """Take a returned top-up out of the wallet again: what is still there from the customer, what
    was spent already as the store's loss, with the wallet frozen for staff to look at.

    All returns of a top-up together never take more than was captured. An amount of zero (a mere
    inquiry of the bank) takes nothing and answers None. Raises `InvalidState` for a top-up that was
    never credited. Safe to repeat with the same `gateway_id`.
    """
    if not amount.amount:
        return None
    with transaction.atomic():
        wallet, top_up = lock_top_up(top_up_id)
        earlier = TopUpReturn.objects.filter(gateway_id=gateway_id).first()
        if earlier is not None:
            return earlier
        if top_up.status != TopUpStatus.SUCCEEDED:
            raise InvalidState(_("This top-up was never credited."), state=top_up.status)
        amount = smallest(require_currency(amount, wallet.currency), _credited(top_up) - _returned(top_up))
        taken = smallest(amount, _spendable(wallet))
        returned = _record(wallet, top_up, kind, gateway_id, taken=taken, shortfall=amount - taken)
        if returned.shortfall.amount:
            freeze_if_open(wallet)
        _tell(wallet, returned, amount)
        return returned


def close_return(*, gateway_id: str, won: bool) -> TopUpReturn | None:
    """A dispute is decided: won gives the customer back what was taken and the store its loss.

    Answers None where no such dispute was recorded. Safe to repeat.
    """
    found = TopUpReturn.objects.filter(gateway_id=gateway_id).values_list("top_up_id", flat=True).first()
    if found is None:
        return None
    with transaction.atomic():
        wallet, _top_up = lock_top_up(found)
        returned = TopUpReturn.objects.select_for_update(no_key=True).get(gateway_id=gateway_id)
        if returned.status != ReturnStatus.TAKEN:
            return returned
        if won:
            _give_back(wallet, returned)
        returned.status = ReturnStatus.WON if won else ReturnStatus.LOST
        returned.closed_at = timezone.now()
        returned.save()
        return returned


def freeze_if_open(wallet: Wallet) -> None:
    if wallet.is_open:
        freeze_wallet(
            wallet_id=wallet.pk, reason=_("A payment was taken back by the bank after it was spent.")
        )


def _credited(top_up: TopUp) -> Money:
    """What was captured and credited, which staff may have let pass though it is not what was asked for."""
    credited = top_up.captured or top_up.amount
    return from_minor(to_minor(credited), str(credited.currency))


def _returned(top_up: TopUp) -> Money:
    """What of a top-up has gone back and was not won again."""
    total = zero(str(top_up.money.currency))
    for returned in top_up.returns.exclude(status=ReturnStatus.WON):
        total += returned.taken + returned.shortfall
    return total


def _spendable(wallet: Wallet) -> Money:
    """What is available now, not below zero; the ledger's lock makes sure of it when posting."""
    rows = LedgerAccount.objects.select_for_update(no_key=True).filter(pk=wallet.available_account_id)
    return from_minor(max(0, rows.get().balance or 0), wallet.currency)


def _record(
    wallet: Wallet, top_up: TopUp, kind: ReturnKind, gateway_id: str, *, taken: Money, shortfall: Money
) -> TopUpReturn:
    entry_id = None
    if (taken + shortfall).amount:
        entry_id = post(
            key=f"returned:{gateway_id}",
            kind=EntryKind.TOP_UP_DISPUTED,
            lines=[
                line(wallet.available_account_id, -taken),
                store_line(chart.DISPUTE_LOSSES, -shortfall),
                store_line(chart.GATEWAY_CLEARING, taken + shortfall),
            ],
            reference=top_up.gateway_payment,
        ).entry_id
    return TopUpReturn.objects.create(
        top_up=top_up,
        kind=kind,
        status=ReturnStatus.TAKEN,
        gateway_id=gateway_id,
        taken=taken,
        shortfall=shortfall,
        entry_id=entry_id,
    )


def _give_back(wallet: Wallet, returned: TopUpReturn) -> None:
    taken, shortfall = _full(returned.taken), _full(returned.shortfall)
    if not (taken + shortfall).amount:
        return
    posted = post(
        key=f"return_won:{returned.gateway_id}",
        kind=EntryKind.TOP_UP_DISPUTE_WON,
        lines=[
            line(wallet.available_account_id, taken),
            store_line(chart.DISPUTE_LOSSES, shortfall),
            store_line(chart.GATEWAY_CLEARING, -(taken + shortfall)),
        ],
        reference=returned.top_up.gateway_payment,
    )
    returned.won_entry_id = posted.entry_id


def _full(money: Money) -> Money:
    return money + zero(str(money.currency))


def _tell(wallet: Wallet, returned: TopUpReturn, amount: Money) -> None:
    enqueue(
        kind="top_up_disputed",
        recipient_id=wallet.customer_id,
        dedupe_key=f"top_up_disputed:{returned.gateway_id}",
        context={"amount": amount, "taken": returned.taken},
    )
