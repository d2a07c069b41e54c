"""Money of a top-up, or of a rescued payment, that the payer got back: disputes, and refunds made at the
gateway."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from djmoney.money import Money

from notifications.services import enqueue
from wallet_project.core.exceptions import InvalidState, NotFound
from wallet_project.core.money import as_data, from_minor, require_currency, smallest, to_minor, zero
from wallets.enums import ReturnKind, ReturnStatus, TopUpStatus, WalletStatus
from wallets.ledger.models import JournalEntry, LedgerAccount, Posting
from wallets.locks import lock_top_up, lock_wallet
from wallets.models import TopUp, TopUpReturn, Wallet
from wallets.services.posting import EntryKind, chart, line, post, store_line
from wallets.services.wallets import freeze_wallet, unfreeze_wallet


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
        returned = TopUpReturn(wallet=wallet, top_up=top_up, kind=kind, gateway_id=gateway_id)
        return _take(returned, amount, credited=_credited(top_up), reference=top_up.gateway_payment)


def take_back_rescued(
    *, entry_id: int, kind: ReturnKind, gateway_id: str, amount: Money
) -> TopUpReturn | None:
    """As `take_back_top_up`, for a card payment that `entry_id` has credited because its order could
    not take it. Raises `NotFound` for an entry that rescued nothing."""
    if not amount.amount:
        return None
    entry = JournalEntry.objects.filter(pk=entry_id, kind=EntryKind.PAYMENT_RESCUED).first()
    credited = _posting_of(entry)
    wallet_id = (
        Wallet.objects.filter(available_account=credited.account_id).values_list("pk", flat=True).get()
    )
    with transaction.atomic():
        wallet = lock_wallet(wallet_id)
        earlier = TopUpReturn.objects.filter(gateway_id=gateway_id).first()
        if earlier is not None:
            return earlier
        returned = TopUpReturn(wallet=wallet, rescued_entry_id=entry_id, kind=kind, gateway_id=gateway_id)
        return _take(returned, amount, credited=credited.money, reference=credited.entry.reference)


def close_return(*, gateway_id: str, won: bool) -> TopUpReturn | None:
    """A dispute is decided: won gives the customer back what was taken and the store its loss, and
    opens the wallet again if this is why it was frozen, and nothing else is.

    Answers None where no such dispute was recorded. Safe to repeat.
    """
    found = TopUpReturn.objects.filter(gateway_id=gateway_id).values_list("wallet_id", flat=True).first()
    if found is None:
        return None
    with transaction.atomic():
        wallet = lock_wallet(found)
        returned = TopUpReturn.objects.select_for_update(no_key=True).get(gateway_id=gateway_id)
        if returned.status != ReturnStatus.TAKEN:
            return returned
        if won:
            _give_back(wallet, returned)
        returned.status = ReturnStatus.WON if won else ReturnStatus.LOST
        returned.closed_at = timezone.now()
        returned.save()
        if won:
            _open_again(wallet, returned)
        return returned


def _freeze(wallet: Wallet) -> datetime | None:
    """Freeze the wallet over a shortfall. Answers with when it was frozen for such a reason, now or by an
    earlier return; None where a person has frozen it."""
    if wallet.is_open:
        reason = _("A payment was taken back by the bank after it was spent.")
        return freeze_wallet(wallet_id=wallet.pk, reason=reason).status_changed_at
    frozen_at = wallet.status_changed_at
    by_a_return = frozen_at is not None and wallet.returns.filter(froze_at=frozen_at).exists()
    return frozen_at if by_a_return else None


def _open_again(wallet: Wallet, returned: TopUpReturn) -> None:
    """Unfreeze the wallet if it is still the freeze of this return, and no other return needs it."""
    is_this = returned.froze_at is not None and returned.froze_at == wallet.status_changed_at
    if not is_this or wallet.status != WalletStatus.FROZEN:
        return
    if not wallet.returns.filter(froze_at=returned.froze_at).exclude(status=ReturnStatus.WON).exists():
        unfreeze_wallet(wallet_id=wallet.pk, reason=_("The bank closed the dispute in the store's favor."))


def _credited(top_up: TopUp) -> Money:
    """What was captured and credited, which staff may have let pass though it is not what was asked for."""
    credited = top_up.captured or top_up.amount
    return from_minor(to_minor(credited), str(credited.currency))


def _posting_of(entry: JournalEntry | None) -> Posting:
    """What an entry put into a customer's wallet. Raises `NotFound` for none."""
    postings = Posting.objects.filter(entry=entry, account__guarded=True) if entry is not None else None
    credited = postings.select_related("entry").first() if postings is not None else None
    if credited is None:
        raise NotFound(_("rescued payment"))
    return credited


def _take(returned: TopUpReturn, amount: Money, *, credited: Money, reference: str) -> TopUpReturn:
    """Take as much of `amount` as was credited and has not gone back yet. Call with the wallet locked."""
    wallet = returned.wallet
    amount = smallest(require_currency(amount, wallet.currency), credited - _returned(returned))
    returned.taken = smallest(amount, _spendable(wallet))
    returned.shortfall = amount - returned.taken
    returned.status = ReturnStatus.TAKEN
    returned.entry_id = _post(returned, reference)
    if returned.shortfall.amount:
        returned.froze_at = _freeze(wallet)
    returned.save(force_insert=True)
    _tell(wallet, returned, amount)
    return returned


def _returned(returned: TopUpReturn) -> Money:
    """What of the same payment has gone back before and was not won again."""
    same = {"top_up": returned.top_up_id, "rescued_entry": returned.rescued_entry_id}
    others = TopUpReturn.objects.filter(**{name: pk for name, pk in same.items() if pk is not None})
    total = zero(returned.wallet.currency)
    for other in others.exclude(status=ReturnStatus.WON):
        total += other.taken + other.shortfall
    return total


def _spendable(wallet: Wallet) -> Money:
    """What is available now, not below zero; the ledger's lock makes sure of it when posting."""
    rows = LedgerAccount.objects.select_for_update(no_key=True).filter(pk=wallet.available_account_id)
    return from_minor(max(0, rows.get().balance or 0), wallet.currency)


def _post(returned: TopUpReturn, reference: str) -> int | None:
    taken, shortfall = returned.taken, returned.shortfall
    if not (taken + shortfall).amount:
        return None
    return post(
        key=f"returned:{returned.gateway_id}",
        kind=EntryKind.TOP_UP_DISPUTED,
        lines=[
            line(returned.wallet.available_account_id, -taken),
            store_line(chart.DISPUTE_LOSSES, -shortfall),
            store_line(chart.GATEWAY_CLEARING, taken + shortfall),
        ],
        reference=reference,
    ).entry_id


def _give_back(wallet: Wallet, returned: TopUpReturn) -> None:
    taken, shortfall = _full(returned.taken), _full(returned.shortfall)
    if returned.entry is None:
        return
    posted = post(
        key=f"return_won:{returned.gateway_id}",
        kind=EntryKind.TOP_UP_DISPUTE_WON,
        lines=[
            line(wallet.available_account_id, taken),
            store_line(chart.DISPUTE_LOSSES, shortfall),
            store_line(chart.GATEWAY_CLEARING, -(taken + shortfall)),
        ],
        reference=returned.entry.reference,
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
        data={
            "wallet": str(wallet.pk),
            "top_up": str(returned.top_up_id or ""),
            "amount": as_data(amount),
            "taken": as_data(returned.taken),
        },
    )
