"""Reading payments for staff: what came of those that were rescued, and what banks took back."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Exists, F, OuterRef, QuerySet
from django.utils.translation import gettext as _
from djmoney.money import Money

from wallet_project.checkout.enums import PAYMENT_CAPTURED
from wallet_project.checkout.models import CardReturn, Payment, RescuedPayment
from wallet_project.core.money import from_minor, to_minor


def with_what_came_of(rescues: QuerySet[RescuedPayment]) -> QuerySet[RescuedPayment]:
    """The same rows with what `since_of` reads, in as many queries for one as for many."""
    paid = Payment.objects.filter(order_reference=OuterRef("used_for"), status__in=PAYMENT_CAPTURED)
    read = rescues.annotate(has_paid=Exists(paid), reversal=F("entry__reversed_by"))
    return read.prefetch_related("tender__returns")


def since_of(rescued: RescuedPayment) -> list[str]:
    """What was done with a rescued payment since, in sentences: paid with, taken back, corrected. Of a
    row that `with_what_came_of` has read."""
    said = []
    if rescued.used_for:
        paid = getattr(rescued, "has_paid", False)
        words = _("Order #%(order)s was paid with it.") if paid else _("It was to pay for order #%(order)s.")
        said.append(words % {"order": rescued.used_for})
    if rescued.tender is not None:
        said.extend(returns_in_words(rescued.tender.returns.all()))
    reversal = getattr(rescued, "reversal", None)
    if reversal is not None:
        said.append(_("Staff took it back, with entry #%(entry)s.") % {"entry": reversal})
    return said


def returns_in_words(returns: Iterable[CardReturn]) -> list[str]:
    """What the bank, or the store at the gateway, took back: "Dispute: €20.00, Open (fraudulent)"."""
    return [
        f"{one.get_kind_display()}: {_amount(one.amount)}, {one.get_status_display()}"
        + (f" ({one.reason})" if one.reason else "")
        for one in returns
    ]


def _amount(amount: Money) -> str:
    return str(from_minor(to_minor(amount), str(amount.currency)))
