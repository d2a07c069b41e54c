"""From whatever a person has in hand to the entries of the ledger: an id, a key, an order's number."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Q

from wallet_project.core.admin_tools import read_number, read_uuid
from wallets.ledger.models import JournalEntry, LedgerAccount, Posting
from wallets.models import Adjustment, Hold, TopUp, TopUpReturn, Wallet

# The keys of our entries are these words, a colon, and the key or id of the row behind them.
KEY_WORDS = (
    "adjustment",
    "hold",
    "hold_captured",
    "hold_released",
    "rescue",
    "return_won",
    "returned",
    "reversal",
    "top_up",
)
MOST = 500
MOST_OF_AN_ACCOUNT = 200


def find_entries(term: str) -> set[int]:
    """The ids of the entries that a term means. At most the newest `MOST_OF_AN_ACCOUNT` of an account."""
    keys = [term, *(f"{word}:{term}" for word in KEY_WORDS)]
    found = set(JournalEntry.objects.filter(idempotency_key__in=keys).values_list("pk", flat=True))
    by_reference = JournalEntry.objects.filter(reference=term).exclude(reference="").order_by("-pk")
    found.update(by_reference.values_list("pk", flat=True)[:MOST])
    found.update(_of_returns(term))
    if (number := read_number(term)) is not None:
        found.add(number)
        found.update(_of_accounts([number]))
    if (uuid := read_uuid(term)) is not None:
        found.update(_of_row(uuid))
    return found


def _of_accounts(accounts: Iterable[int]) -> set[int]:
    found: set[int] = set()
    for account_id in accounts:
        newest = Posting.objects.filter(account_id=account_id).order_by("-posted_at", "-id")
        found.update(newest.values_list("entry_id", flat=True)[:MOST_OF_AN_ACCOUNT])
    return found


def _of_row(uuid: UUID) -> set[int]:
    """Of the wallet, hold, top-up, adjustment or payment with this id."""
    holds = Hold.objects.filter(Q(pk=uuid) | Q(key__in=[str(uuid), *_payment_keys(uuid)]))
    ids = {pk for pair in holds.values_list("placed_entry", "closed_entry")[:MOST] for pk in pair}
    ids.update(TopUp.objects.filter(pk=uuid).values_list("entry", flat=True))
    ids.update(Adjustment.objects.filter(pk=uuid).values_list("entry", flat=True))
    wallet = Wallet.objects.filter(pk=uuid).values_list("available_account", "held_account").first()
    return {pk for pk in ids if pk is not None} | _of_accounts(wallet or ())


def _payment_keys(uuid: UUID) -> list[str]:
    return [f"{word}:{uuid}" for word in ("payment", "tender")]


def _of_returns(term: str) -> set[int]:
    rows = TopUpReturn.objects.filter(gateway_id=term).values_list("entry", "won_entry")
    return {pk for pair in rows for pk in pair if pk is not None}


def find_accounts(term: str) -> Q:
    """What an account must be to be found: its number, code, or the wallet or customer that it is of."""
    wallets = Q(customer__email__iexact=term) | Q(customer__reference=term)
    if (uuid := read_uuid(term)) is not None:
        wallets |= Q(pk=uuid)
    pairs = Wallet.objects.filter(wallets).values_list("available_account", "held_account")[:MOST]
    ids = [pk for pair in pairs for pk in pair]
    if (number := read_number(term)) is not None:
        ids.append(number)
    return Q(pk__in=ids) | Q(code=term.lower(), guarded=False)


def owners(accounts: Iterable[LedgerAccount]) -> dict[int, Wallet]:
    """Whose wallet a guarded account is of, by the account's id; one query."""
    ids = [account.pk for account in accounts if account.guarded]
    concerned = Q(available_account_id__in=ids) | Q(held_account_id__in=ids)
    found: dict[int, Wallet] = {}
    for wallet in Wallet.objects.filter(concerned).select_related("customer"):
        found[wallet.available_account_id] = found[wallet.held_account_id] = wallet
    return found
