"""What of a refund goes back to which form of payment. Pure: knows no row and no clock.

A refund is computed from all that was refunded so far: what each tender should have had by then, less
what it has had. So the parts of several refunds add up to those of one whole refund, to the last
unit, and in whatever order they come.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from djmoney.money import Money

from refunds.enums import Destination, Target, TenderOrder
from refunds.exceptions import FeesExceedRefund, RefundExceedsCaptured
from rewards.caps import percent_of
from wallet_project.checkout.card_amounts import most_refundable
from wallet_project.checkout.enums import TenderKind
from wallet_project.core.money import from_minor, require_currency, require_positive, smallest, to_minor, zero

AS_PAID = (TenderKind.REWARD, TenderKind.WALLET, TenderKind.CARD)
# What a return costs is taken from the card's money first, from reward money last.
BEARS_FEES = (TenderKind.CARD, TenderKind.WALLET, TenderKind.REWARD)


@dataclass(frozen=True, slots=True)
class Paid:
    """One tender as a refund sees it: what it paid, and what of that has gone back already."""

    kind: TenderKind
    captured: Money
    given: Money

    @property
    def left(self) -> Money:
        return self.captured - self.given


@dataclass(frozen=True, slots=True)
class Part:
    """So much of that tender is given back, and of it `fee` is kept by the store."""

    kind: TenderKind
    target: Target
    amount: Money
    fee: Money

    @property
    def paid(self) -> Money:
        """What the customer gets of it."""
        return self.amount - self.fee


@dataclass(frozen=True, slots=True)
class RefundPlan:
    """The parts of a refund of `amount`, none of zero, which sum to it; `bonus` comes on top."""

    amount: Money
    fee: Money
    bonus: Money
    parts: tuple[Part, ...]

    def to(self, target: Target) -> Money:
        """What the customer gets there, the bonus not counted."""
        paid = [part.paid for part in self.parts if part.target == target]
        return sum(paid, start=zero(str(self.amount.currency)))


def refundable(tenders: Sequence[Paid], currency: str) -> Money:
    """What can still be given back of all tenders together."""
    return sum((tender.left for tender in tenders if tender.left.amount > 0), start=zero(currency))


def allocate(*, amount: Money, tenders: Sequence[Paid], order: TenderOrder) -> dict[TenderKind, Money]:
    """Share `amount` among the tenders that paid; the shares sum to it, and no tender is given more
    than it has left.

    Raises `RefundExceedsCaptured`, `AmountOutOfRange`, `TooManyDecimals`, `CurrencyMismatch`.
    """
    amount = require_positive(amount)
    currency = str(amount.currency)
    for tender in tenders:
        require_currency(tender.captured, currency)
    rest = refundable(tenders, currency)
    if amount > rest:
        raise RefundExceedsCaptured(rest)
    sequence = _sequence(tenders, order)
    shares = _missing(sequence, to_minor(amount), order)
    if sum(shares) != to_minor(amount):
        raise ArithmeticError("The shares don't sum to the refund.")
    return {
        tender.kind: from_minor(share, currency)
        for tender, share in zip(sequence, shares, strict=True)
        if share
    }


def _sequence(tenders: Sequence[Paid], order: TenderOrder) -> list[Paid]:
    ordered = sorted(tenders, key=lambda tender: AS_PAID.index(tender.kind))
    return ordered[::-1] if order == TenderOrder.REWARD_LAST else ordered


def _missing(tenders: Sequence[Paid], amount: int, order: TenderOrder) -> list[int]:
    """What each tender should have had after this refund, less what it has had.

    A refund that was taken back, or money that went back at the gateway, can leave a tender with more
    than it should have had; then the others get less, the last first.
    """
    paid = [to_minor(tender.captured) for tender in tenders]
    given = [min(to_minor(tender.given), most) for tender, most in zip(tenders, paid, strict=True)]
    goal = _goal(paid, sum(given) + amount, order)
    shares = [max(0, wanted - had) for wanted, had in zip(goal, given, strict=True)]
    over = sum(shares) - amount
    for index in reversed(range(len(shares))):
        taken = min(over, shares[index])
        shares[index] -= taken
        over -= taken
    return shares


def _goal(paid: Sequence[int], total: int, order: TenderOrder) -> list[int]:
    """What each tender should have had when `total` is refunded. No share ever shrinks as `total`
    grows, which is what lets refunds be computed one after another."""
    shares, rest, capacity = [], total, sum(paid)
    for most in paid:
        share = rest * most // capacity if order == TenderOrder.IN_RATIO and capacity else min(rest, most)
        shares.append(share)
        rest -= share
        capacity -= most
    return shares


def plan_refund(
    *,
    amount: Money,
    tenders: Sequence[Paid],
    order: TenderOrder,
    destination: Destination,
    fee: Money,
    bonus_percent: Decimal = Decimal(0),
) -> RefundPlan:
    """Where each part of a refund goes. Reward money goes to its lots, wallet money to the wallet, the
    card's part where `destination` says; what a card can't be given exactly goes to the wallet.

    The bonus, rounded down to the currency's unit, is on what the wallet gets of the card's part by
    the customer's choice. Raises as `allocate`, and `FeesExceedRefund`.
    """
    shares = allocate(amount=amount, tenders=tenders, order=order)
    currency = str(amount.currency)
    if require_currency(fee, currency) >= amount:
        raise FeesExceedRefund(fee)
    parts: list[Part] = []
    rest = fee + zero(currency)
    for kind in BEARS_FEES:
        if kind in shares:
            kept = smallest(rest, shares[kind])
            parts.extend(_parts(kind, shares[kind], kept, destination))
            rest -= kept
    bonus = zero(currency)
    if destination == Destination.WALLET:
        card = sum((part.paid for part in parts if part.kind == TenderKind.CARD), start=zero(currency))
        bonus = percent_of(card, bonus_percent)
    in_order = sorted(parts, key=lambda part: AS_PAID.index(part.kind))
    return RefundPlan(require_positive(amount), fee + zero(currency), bonus, tuple(in_order))


def _parts(kind: TenderKind, share: Money, fee: Money, destination: Destination) -> list[Part]:
    nothing = zero(str(share.currency))
    if kind == TenderKind.REWARD:
        return [Part(kind, Target.LOTS, share, fee)]
    if kind == TenderKind.WALLET or destination == Destination.WALLET:
        return [Part(kind, Target.WALLET, share, fee)]
    to_card = most_refundable(share - fee)
    rest = share - fee - to_card
    if not to_card.amount:
        return [Part(kind, Target.WALLET, share, fee)]
    parts = [Part(kind, Target.ORIGINAL, to_card + fee, fee)]
    return [*parts, Part(kind, Target.WALLET, rest, nothing)] if rest.amount else parts
