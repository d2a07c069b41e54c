"""Which lines of an order a refund is for, and how much of each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _
from djmoney.money import Money

from refunds.exceptions import LineRefundedAlready
from refunds.models import RefundLine
from refunds.ports import OrderLine, lines_of
from refunds.queries_returns import taken_of_lines
from wallet_project.checkout.models import Payment
from wallet_project.core.exceptions import AmountOutOfRange, NotFound
from wallet_project.core.money import from_minor, require_currency, require_positive, to_minor, zero

Refunded = dict[str, tuple[int, Money]]


@dataclass(frozen=True, slots=True)
class LineWanted:
    """So many of a line, or so much of what it cost; without either, all that is left of it."""

    reference: str
    quantity: int | None = None
    amount: Money | None = None


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a refund is for: `goods` of `amount` is not delivery. `lines` are not saved yet."""

    amount: Money
    goods: Money
    lines: tuple[RefundLine, ...]

    @property
    def pieces(self) -> dict[str, int]:
        """How many of each line."""
        return {line.reference: line.quantity for line in self.lines}


def resolve(
    payment: Payment, *, amount: Money | None, lines: Sequence[LineWanted], return_id: UUID | None = None
) -> Wanted:
    """What is to be refunded: the lines, or an amount, never both. What open returns hold is not free
    for others; `return_id` is the return that the refund is for.

    Raises `AmountOutOfRange` for neither or both, `NotFound` for a line that the order has not,
    `LineRefundedAlready`, `AmountError`, `CurrencyMismatch`.
    """
    if (amount is None) == (not lines):
        raise AmountOutOfRange(_("Say either an amount or which lines of the order."))
    if amount is not None:
        amount = require_currency(require_positive(amount), payment.currency)
        return Wanted(amount, amount, ())
    known = {line.reference: line for line in lines_of(payment)}
    refunded = taken_of_lines(payment, besides=return_id)
    found = [(_known(known, wanted), wanted) for wanted in lines]
    rows = [_row(line, wanted, refunded) for line, wanted in found]
    nothing = zero(payment.currency)
    goods = [row.amount for row, (line, _w) in zip(rows, found, strict=True) if not line.is_delivery]
    total = sum((row.amount for row in rows), start=nothing)
    return Wanted(require_positive(total), sum(goods, start=nothing), tuple(rows))


def _known(known: dict[str, OrderLine], wanted: LineWanted) -> OrderLine:
    line = known.get(wanted.reference)
    if line is None:
        raise NotFound(_("line"))
    return line


def _row(line: OrderLine, wanted: LineWanted, refunded: Refunded) -> RefundLine:
    number, total = refunded.get(line.reference, (0, zero(str(line.total.currency))))
    rest, left = max(0, line.quantity - number), line.total - total
    quantity = wanted.quantity if wanted.quantity is not None else rest
    amount = wanted.amount if wanted.amount is not None else _worth(line, quantity, rest, left)
    amount = require_currency(amount, str(line.total.currency))
    if quantity < 0 or quantity > rest or amount > left or amount.amount <= 0:
        raise LineRefundedAlready(line.description, left)
    return RefundLine(
        reference=line.reference,
        description=line.description[:200],
        quantity=quantity,
        amount=require_positive(amount),
        line_total=line.total,
    )


def _worth(line: OrderLine, quantity: int, rest: int, left: Money) -> Money:
    """What so many of a line cost; the last of them take what is left, so that nothing stays behind."""
    if quantity >= rest:
        return left
    return from_minor(to_minor(line.total) * quantity // line.quantity, str(line.total.currency))
