"""From whatever a person has in hand to the entries of the ledger: an id, a key, an order's number."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Q

from wallet_project.core.admin_tools import read_number, read_uuid
from wallets.admin.books import books
from wallets.ledger.models import JournalEntry, Posting
from wallets.models import TopUpReturn

MOST = 500
MOST_OF_AN_ACCOUNT = 200


def find_entries(term: str) -> set[int]:
    """The ids of the entries that a term means. At most the newest `MOST_OF_AN_ACCOUNT` of an account."""
    keys = [term, *(f"{word}:{term}" for book in books() for word in book.key_words)]
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
    """Of the wallet with this id, or of another row of a book, like a hold."""
    found: set[int] = set()
    for book in books():
        found.update(pk for pk in book.entries_of(uuid) if pk is not None)
        found.update(_of_accounts(book.accounts_where(Q(pk=uuid), most=1)))
    return found


def _of_returns(term: str) -> set[int]:
    rows = TopUpReturn.objects.filter(gateway_id=term).values_list("entry", "won_entry")
    return {pk for pair in rows for pk in pair if pk is not None}


def find_accounts(term: str) -> Q:
    """What an account must be to be found: its number, code, or the wallet or customer that it is of."""
    wallets = Q(customer__email__iexact=term) | Q(customer__reference=term)
    if (uuid := read_uuid(term)) is not None:
        wallets |= Q(pk=uuid)
    ids = [pk for book in books() for pk in book.accounts_where(wallets, most=MOST)]
    if (number := read_number(term)) is not None:
        ids.append(number)
    return Q(pk__in=ids) | Q(code=term.lower(), guarded=False)
