"""Reading returns: what can be sent back until when, what has been, and where each stands."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from djmoney.money import Money

from refunds.enums import REFUND_REFUSED, RETURN_OPEN, RETURN_REFUSED, ReturnState
from refunds.models import Refund, ReturnLine, ReturnPhoto, ReturnRequest, StoreCreditPolicy
from refunds.ports import OrderLine, lines_of
from refunds.queries import is_disputed, left_to_refund, policy_for, refunded_of_lines
from refunds.windows import ReturnWindow, window_of
from wallet_project.checkout.enums import PAYMENT_CAPTURED
from wallet_project.checkout.locks import load_tenders
from wallet_project.checkout.models import Payment
from wallet_project.core.exceptions import NotFound
from wallet_project.core.money import zero

Taken = dict[str, tuple[int, Money]]
PAGE_SIZE = 20


def policy_of_order(payment: Payment) -> StoreCreditPolicy:
    """The policy that held when the order was placed; sane terms, not saved, where there was none."""
    return policy_for(payment.currency, now=payment.created_at)


def policy_of_return(found: ReturnRequest) -> StoreCreditPolicy:
    """The policy under which it was asked for."""
    currency = found.payment.currency
    return found.policy or StoreCreditPolicy(currency=currency, starts_at=found.created_at)


def live_refund_of(found: ReturnRequest) -> Refund | None:
    """The refund of a return, unless it was refused: one that waits, moves or is done."""
    return found.refunds.exclude(status__in=REFUND_REFUSED).first()


def taken_of_lines(payment: Payment, *, besides: UUID | None = None) -> Taken:
    """By line: how many, and how much of what it cost, is refunded, asked for, or held by open returns
    other than `besides`."""
    nothing = zero(payment.currency)
    taken: Taken = defaultdict(lambda: (0, nothing), refunded_of_lines(payment))
    for line in _held_by_returns(payment, besides):
        number, money = taken[line.reference]
        held = line.quantity if line.accepted is None else line.accepted
        taken[line.reference] = (number + held, money + line.accepted_money)
    return dict(taken)


def _held_by_returns(payment: Payment, besides: UUID | None) -> QuerySet[ReturnLine]:
    """Lines of open returns that have no refund of their own yet, which would be counted as such."""
    refunding = Refund.objects.filter(payment=payment).exclude(status__in=REFUND_REFUSED)
    own = refunding.exclude(return_request=None).values("return_request")
    lines = ReturnLine.objects.filter(
        return_request__payment=payment, return_request__state__in=RETURN_OPEN
    ).exclude(return_request__in=own)
    return lines.exclude(return_request=besides) if besides else lines


@dataclass(frozen=True, slots=True)
class Returnable:
    """A line of the order, and how many of it can still be returned."""

    line: OrderLine
    rest: int


@dataclass(frozen=True, slots=True)
class ReturnOffer:
    """What of a paid order its customer can return, until when, and why not, in words."""

    payment: Payment | None
    policy: StoreCreditPolicy | None = None
    window: ReturnWindow | None = None
    lines: tuple[Returnable, ...] = ()
    refusal: str = ""

    @property
    def is_open(self) -> bool:
        return not self.refusal


def offer_for(*, customer_id: int, order_reference: str, now: datetime) -> ReturnOffer:
    """What this customer can return of an order of theirs. Another's order is one that nothing was paid
    for."""
    payments = Payment.objects.filter(
        customer_id=customer_id, order_reference=order_reference, status__in=PAYMENT_CAPTURED
    )
    payment = payments.order_by("is_external", "-pk").first()
    if payment is None:
        return ReturnOffer(None, refusal=_("No money was paid for this order, so none can be given back."))
    policy = policy_of_order(payment)
    lines = tuple(returnable_lines(payment))
    window = window_of(payment, policy)
    return ReturnOffer(payment, policy, window, lines, _refusal(payment, lines, window, now))


def _refusal(payment: Payment, lines: Sequence[Returnable], window: ReturnWindow, now: datetime) -> str:
    if window.is_over(now):
        return window.over_in_words
    if is_disputed(payment):
        return _("Your bank is looking into this payment. Nothing can be returned until it has decided.")
    if not lines or not left_to_refund(load_tenders(payment)).amount:
        return _("All of this order was returned or refunded, or is about to be.")
    return ""


def returnable_lines(payment: Payment) -> list[Returnable]:
    """The goods of the order of which something can still be returned."""
    taken = taken_of_lines(payment)
    nothing = (0, zero(payment.currency))
    goods = [line for line in lines_of(payment) if not line.is_delivery]
    lines = [Returnable(line, line.quantity - taken.get(line.reference, nothing)[0]) for line in goods]
    return [one for one in lines if one.rest > 0 and one.line.total.amount > 0]


def own_return(*, customer_id: int, return_id: UUID) -> ReturnRequest:
    """The customer's own return with all that its page shows. Raises `NotFound`, for another's too."""
    found = _whole().filter(customer_id=customer_id, pk=return_id).first()
    if found is None:
        raise NotFound(_("return"))
    return found


def return_of_form(*, customer_id: int, key: UUID | None) -> ReturnRequest | None:
    """The return that this form of the customer's has already made, if it has."""
    return ReturnRequest.objects.filter(customer_id=customer_id, key=str(key)).first() if key else None


def _whole() -> QuerySet[ReturnRequest]:
    rows = ReturnRequest.objects.select_related("payment", "policy")
    return rows.prefetch_related("lines", "events", "photos", "refunds__allocations")


def returns_of_order(*, customer_id: int, order_reference: str) -> list[ReturnRequest]:
    """The customer's returns of one order, the newest first."""
    rows = ReturnRequest.objects.filter(customer_id=customer_id, order_reference=order_reference)
    return list(rows.prefetch_related("lines"))


@dataclass(frozen=True, slots=True)
class ReturnPage:
    """Some returns, the newest first; `older` is the key of the next page."""

    rows: list[ReturnRequest]
    older: UUID | None


def returns_page(*, customer_id: int, before: UUID | None = None) -> ReturnPage:
    """A page of a customer's returns, by key."""
    rows = ReturnRequest.objects.filter(customer_id=customer_id).prefetch_related("lines")
    if before is not None:
        rows = rows.filter(pk__lt=before)
    found = list(rows.order_by("-pk")[: PAGE_SIZE + 1])
    shown = found[:PAGE_SIZE]
    return ReturnPage(shown, older=shown[-1].pk if len(found) > PAGE_SIZE else None)


def photo_drafts(*, customer_id: int, ids: Sequence[UUID]) -> list[ReturnPhoto]:
    """Of these photos the customer's own that belong to no return yet, in the order in which they came."""
    rows = ReturnPhoto.objects.filter(customer_id=customer_id, pk__in=ids, return_request=None)
    return list(rows.order_by("created_at"))


@dataclass(frozen=True, slots=True)
class ReturnHistory:
    """A customer's orders and returns in numbers; `recent` is what counts against the policy's."""

    orders: int
    returns: int
    recent: int
    refused: int


RECENT = timedelta(days=90)


def recent_returns_and_refunds(customer_id: int, *, now: datetime, besides: UUID | None = None) -> int:
    """What counts against the policy's number of automatic approvals: returns of the last 90 days that
    were not refused, and refunds without a return."""
    since = now - RECENT
    returns = ReturnRequest.objects.filter(customer_id=customer_id, created_at__gte=since)
    refunds = Refund.objects.filter(customer_id=customer_id, created_at__gte=since, return_request=None)
    counted = returns.exclude(Q(state__in=RETURN_REFUSED) | Q(pk=besides)).count()
    return counted + refunds.exclude(status__in=REFUND_REFUSED).count()


def history_of(customer_id: int, *, now: datetime) -> ReturnHistory:
    """What staff want to know of a customer before they decide."""
    returns = ReturnRequest.objects.filter(customer_id=customer_id)
    paid = Payment.objects.filter(customer_id=customer_id, status__in=PAYMENT_CAPTURED)
    return ReturnHistory(
        orders=paid.count(),
        returns=returns.count(),
        recent=recent_returns_and_refunds(customer_id, now=now),
        refused=returns.filter(state=ReturnState.REJECTED).count(),
    )
