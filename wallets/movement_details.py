"""One movement in full: its parts, and what it belongs to. Only what the customer may see."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from djmoney.money import Money

from wallet_project.core.exceptions import NotFound
from wallet_project.core.money import from_minor
from wallets.ledger import chart
from wallets.ledger.enums import EntryKind
from wallets.ledger.models import JournalEntry, Posting
from wallets.models import Hold, TopUp, Wallet
from wallets.queries import Movement
from wallets.statements import movement_of, with_stories
from wallets.words import party


@dataclass(frozen=True, slots=True)
class Part:
    """Whose money one part of the entry is, and by how much it grew or shrank."""

    who: str
    amount: Money
    is_own: bool


@dataclass(frozen=True, slots=True)
class EntryDetails:
    """A movement with its parts, and its corrections where it has them. `is_available`: it is one of
    what can be spent, so that `balance_after` is what was available then."""

    movement: Movement
    parts: tuple[Part, ...]
    corrects: int | None
    corrected_by: int | None
    is_available: bool

    @property
    def posted_at(self) -> datetime:
        return self.movement.posted_at


@dataclass(frozen=True, slots=True)
class MovementDetails(EntryDetails):
    """A movement of a wallet; hold and top-up where it has them."""

    hold: Hold | None
    top_up: TopUp | None


def movement_details(*, customer_id: int, entry_id: int) -> MovementDetails:
    """A movement of one of the customer's own wallets. Raises `NotFound` for any other."""
    postings = list(with_stories(visible_postings(wallet_accounts(customer_id), entry_id)))
    own = [posting for posting in postings if posting.account.guarded]
    if not own:
        raise NotFound(_("movement"))
    shown = min(own, key=lambda posting: posting.account.code)
    movement = movement_of(shown)
    return MovementDetails(
        movement=movement,
        parts=parts_of(postings),
        hold=_hold(entry_id, movement.story.kind),
        top_up=_top_up(entry_id, movement.story.kind),
        corrects=shown.entry.reverses_id,
        corrected_by=corrected_by(entry_id),
        is_available=shown.account.code == chart.CUSTOMER_AVAILABLE.code,
    )


def wallet_accounts(customer_id: int) -> list[int]:
    """The ledger accounts of a customer's wallets."""
    wallets = Wallet.objects.filter(customer_id=customer_id)
    return [pk for pair in wallets.values_list("available_account", "held_account") for pk in pair]


def visible_postings(accounts: Iterable[int], entry_id: int) -> QuerySet[Posting]:
    """An entry's postings on a customer's own `accounts` and on the store's, never those of other
    customers. Only own ones are guarded."""
    visible = Q(account_id__in=list(accounts)) | Q(account__guarded=False)
    postings = Posting.objects.filter(visible, entry_id=entry_id)
    return postings.select_related("entry", "account").order_by("account_id")


def parts_of(postings: Sequence[Posting]) -> tuple[Part, ...]:
    """The parts of an entry, of all of its postings that its customer may see."""
    own = [posting for posting in postings if posting.account.guarded]
    return tuple(_parts(own, postings))


def _parts(own: list[Posting], postings: Sequence[Posting]) -> list[Part]:
    parts = [Part(party(posting.account.code), posting.money, True) for posting in own]
    store = [posting for posting in postings if not posting.account.guarded]
    if _is_complete(postings):
        return parts + [Part(party(posting.account.code), posting.money, False) for posting in store]
    return parts + _other_side(own, store)


def _is_complete(postings: Sequence[Posting]) -> bool:
    totals: dict[str, int] = {}
    for posting in postings:
        totals[posting.currency] = totals.get(posting.currency, 0) + posting.amount
    return not any(totals.values())


def _other_side(own: list[Posting], store: list[Posting]) -> list[Part]:
    """An entry for several customers at once: the other side of this customer's share alone."""
    who = party(store[0].account.code) if store else _("Another customer")
    totals: dict[str, int] = {}
    for posting in own:
        totals[posting.currency] = totals.get(posting.currency, 0) - posting.amount
    shares = [from_minor(total, currency) for currency, total in totals.items() if total]
    return [Part(who, share, False) for share in shares]


def _hold(entry_id: int, kind: str) -> Hold | None:
    if kind not in {EntryKind.HOLD_PLACED, EntryKind.HOLD_CAPTURED, EntryKind.HOLD_RELEASED}:
        return None
    return Hold.objects.filter(Q(placed_entry_id=entry_id) | Q(closed_entry_id=entry_id)).first()


def _top_up(entry_id: int, kind: str) -> TopUp | None:
    if kind not in {EntryKind.TOP_UP, EntryKind.TOP_UP_DISPUTED, EntryKind.TOP_UP_DISPUTE_WON}:
        return None
    about = Q(entry_id=entry_id) | Q(returns__entry_id=entry_id) | Q(returns__won_entry_id=entry_id)
    return TopUp.objects.filter(about).select_related("saved_card").first()


def corrected_by(entry_id: int) -> int | None:
    """The entry that reverses this one; None if there is none."""
    return JournalEntry.objects.filter(reverses_id=entry_id).values_list("pk", flat=True).first()
