"""How an order's total is shared among the forms of payment. Pure: knows no row and no clock."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from django.utils.translation import gettext as _
from djmoney.money import Money

from wallet_project.checkout.card_amounts import least_chargeable
from wallet_project.checkout.enums import TenderKind
from wallet_project.checkout.exceptions import CardAmountNotPossible
from wallet_project.core.exceptions import AmountError, AmountOutOfRange, InsufficientFunds
from wallet_project.core.money import from_minor, require_currency, require_positive, smallest, to_minor, zero


@dataclass(frozen=True, slots=True)
class Source:
    """Money of the customer at the store that may pay a part.

    `chosen` is what the customer asked for; None is as much as possible. `cap` is the most that the
    store lets an order use of it; None is no cap.
    """

    kind: TenderKind
    available: Money
    chosen: Money | None = None
    cap: Money | None = None


@dataclass(frozen=True, slots=True)
class PlannedTender:
    """So much by that form of payment."""

    kind: TenderKind
    amount: Money


@dataclass(frozen=True, slots=True)
class Plan:
    """Tenders, none of zero, in the order in which they pay; they sum to `total`."""

    total: Money
    tenders: tuple[PlannedTender, ...]

    def part(self, kind: TenderKind) -> Money:
        """What this form of payment pays; zero if it is not used."""
        for tender in self.tenders:
            if tender.kind == kind:
                return tender.amount
        return zero(str(self.total.currency))


def plan_tenders(*, total: Money, sources: Sequence[Source]) -> Plan:
    """Share `total` among `sources`, in their order; the card pays exactly the rest.

    A rest that no card can pay (below the gateway's minimum, say) is filled up from sources that
    were left open, the last first; a part that the customer chose is never changed, but refused
    with words. Raises `AmountOutOfRange` (`CardAmountNotPossible`), `InsufficientFunds` for more than
    is available, `TooManyDecimals`, `CurrencyMismatch`; an error's `data["tender"]` is the kind of
    the part that was chosen too large, if it is one.
    """
    total = require_positive(total)
    shares: list[Money] = []
    rest = total
    for source in sources:
        with _about(source.kind):
            shares.append(_share(source, rest))
        rest -= shares[-1]
    card = least_chargeable(rest)
    shares = _fill_up(sources, shares, rest=rest, card=card)
    planned = [PlannedTender(source.kind, share) for source, share in zip(sources, shares, strict=True)]
    planned.append(PlannedTender(TenderKind.CARD, card))
    return _proven(Plan(total, tuple(one for one in planned if one.amount.amount)))


@contextmanager
def _about(kind: TenderKind) -> Iterator[None]:
    """Let a refusal say which part it is about."""
    try:
        yield
    except (AmountError, InsufficientFunds) as error:
        error.data["tender"] = kind.value
        raise


def _share(source: Source, rest: Money) -> Money:
    """What a source pays of `rest`."""
    currency = str(rest.currency)
    limits = [require_currency(source.available, currency), rest]
    if source.cap is not None:
        limits.append(require_currency(source.cap, currency))
    if source.chosen is None:
        return smallest(limits[0], *limits[1:])
    chosen = from_minor(to_minor(require_currency(source.chosen, currency)), currency)
    _require_possible(source, chosen, rest)
    return chosen


def _require_possible(source: Source, chosen: Money, rest: Money) -> None:
    if chosen.amount < 0:
        raise AmountOutOfRange(_("The amount can't be less than zero."))
    if chosen > source.available:
        raise _too_little(source)
    if source.cap is not None and chosen > source.cap:
        raise AmountOutOfRange(_("At most %(cap)s can be used here.") % {"cap": source.cap}, cap=source.cap)
    if chosen > rest:
        raise AmountOutOfRange(_("Only %(rest)s is left to pay.") % {"rest": rest}, rest=rest)


def _too_little(source: Source) -> InsufficientFunds:
    if source.kind != TenderKind.REWARD:
        return InsufficientFunds(available=source.available)
    words = _("There is not enough reward money: %(available)s can be used.") % {
        "available": source.available
    }
    return InsufficientFunds(available=source.available, message=words)


def _fill_up(sources: Sequence[Source], shares: list[Money], *, rest: Money, card: Money) -> list[Money]:
    """The shares after the card's part was filled up from `rest` to `card`."""
    missing = card - rest
    filled = list(shares)
    for index in reversed(range(len(filled))):
        if sources[index].chosen is None:
            taken = smallest(missing, filled[index])
            filled[index] -= taken
            missing -= taken
    if missing.amount:
        raise _not_for_a_card(sources, shares, rest, card)
    return filled


def _not_for_a_card(
    sources: Sequence[Source], shares: Sequence[Money], rest: Money, card: Money
) -> CardAmountNotPossible:
    """Why the card can't pay the rest, and which smaller part of the customer's choice would do."""
    refusal = _("A card can't pay %(rest)s; the next amount that it can pay is %(least)s.") % {
        "rest": rest,
        "least": card,
    }
    for source, share in zip(reversed(sources), reversed(shares), strict=True):
        most = share - (card - rest)
        if source.chosen is not None and most.amount >= 0:
            advice = _("Use %(most)s instead of %(chosen)s.") % {"most": most, "chosen": share}
            with_advice = CardAmountNotPossible(f"{refusal} {advice}", rest=rest, least=card)
            with_advice.data["tender"] = source.kind.value
            return with_advice
    return CardAmountNotPossible(refusal, rest=rest, least=card)


def _proven(plan: Plan) -> Plan:
    if sum((tender.amount for tender in plan.tenders), start=zero(str(plan.total.currency))) != plan.total:
        raise ArithmeticError("The tenders don't sum to the total.")
    return plan
