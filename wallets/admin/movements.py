"""The page "All movements" and its CSV."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from datetime import timedelta
from io import StringIO
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, QueryDict, StreamingHttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET
from unfold.widgets import UnfoldAdminSelectWidget, UnfoldAdminTextInputWidget

from wallet_project.core.exceptions import AmountError
from wallet_project.core.money import parse_money
from wallet_project.core.words import currency_name
from wallets.admin.all_movements import (
    LONGEST_TOTAL,
    CustomerMovement,
    MovementFilters,
    movement_page,
    movement_rows,
    movement_totals,
    read_key,
)
from wallets.admin.books import WALLETS, Book, book_named, books
from wallets.admin.pages import page
from wallets.export import BYTE_ORDER_MARK, plain_cell
from wallets.ledger.enums import EntryKind
from wallets.models import Wallet

MOST_CUSTOMERS = 200


def _day(label: Any) -> forms.DateField:
    return forms.DateField(
        label=label,
        required=False,
        widget=UnfoldAdminTextInputWidget(attrs={"type": "date", "min": "2000-01-01", "max": "2999-12-31"}),
    )


def _amount(label: Any) -> forms.CharField:
    widget = UnfoldAdminTextInputWidget(attrs={"inputmode": "decimal", "autocomplete": "off"})
    return forms.CharField(label=label, required=False, max_length=40, widget=widget)


class MovementFilterForm(forms.Form):
    """What staff filter by. Amounts need a currency: 5 yen and 5 dinars are no range."""

    customer = forms.CharField(
        label=_("Customer"),
        required=False,
        max_length=200,
        widget=UnfoldAdminTextInputWidget(
            attrs={"type": "search", "placeholder": _("E-mail, name, reference")}
        ),
    )
    currency = forms.ChoiceField(label=_("Currency"), required=False, widget=UnfoldAdminSelectWidget)
    kind = forms.ChoiceField(label=_("Kind"), required=False, widget=UnfoldAdminSelectWidget)
    first = _day(_("From"))
    last = _day(_("To"))
    least = _amount(_("Amount from"))
    most = _amount(_("Amount to"))

    def __init__(self, data: QueryDict, book: Book = WALLETS) -> None:
        super().__init__(data, auto_id="id_filter_%s")
        self.book = book
        everything = [("", gettext("All"))]
        currencies = [(code, currency_name(code)) for code in book.currencies]
        self.fields["currency"].choices = everything + currencies  # type: ignore[attr-defined]
        self.fields["kind"].choices = everything + list(EntryKind.choices)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        first, last = data.get("first"), data.get("last")
        if first and last and last < first:
            self.add_error("last", gettext("The last day is before the first."))
        for name, day in (("first", first), ("last", last)):
            if day and not 2000 <= day.year <= 2999:
                self.add_error(name, gettext("Choose a day after the year 2000."))
        for name in ("least", "most"):
            data[name] = self._money(name, data.get(name), data.get("currency"))
        return data

    def _money(self, name: str, text: str | None, currency: str | None) -> Any:
        if not text:
            return None
        if not currency:
            self.add_error(name, gettext("Choose a currency first."))
            return None
        try:
            return parse_money(text, currency)
        except AmountError as error:
            self.add_error(name, str(error))
            return None

    def filters(self) -> MovementFilters:
        """The filters of a valid form."""
        data = dict(self.cleaned_data)
        customer = data.pop("customer")
        accounts = _accounts_of(self.book, customer) if customer else None
        return MovementFilters(**data, accounts=accounts, book=self.book)


def _accounts_of(book: Book, text: str) -> tuple[int, ...]:
    """The accounts of the first customers that match."""
    matches = Q(customer__email__icontains=text) | Q(customer__name__icontains=text)
    found = book.model.objects.filter(matches | Q(customer__reference=text)).order_by("pk")
    return tuple(found.values_list("available_account_id", flat=True)[:MOST_CUSTOMERS])


@require_GET
def all_movements(request: HttpRequest) -> HttpResponse:
    """All customers' movements of one book that match, a page at a time."""
    book = _book(request)
    form = MovementFilterForm(request.GET, book)
    context: dict[str, Any] = {"form": form, "query": _query(request.GET), "book": book}
    if form.is_valid():
        filters = form.filters()
        before, after = read_key(request.GET.get("before", "")), read_key(request.GET.get("after", ""))
        context["page"] = movement_page(filters, before=before, after=None if before else after)
        context["totals"] = movement_totals(filters) if filters.can_be_totaled else None
        context["too_many"] = len(filters.accounts or ()) == MOST_CUSTOMERS
    context["most_customers"], context["longest"] = MOST_CUSTOMERS, LONGEST_TOTAL.days
    context["quick"] = _quick_spans(book)
    context["tabs"] = _tabs(request, book)
    return page(request, "admin/wallets/all_movements.html", gettext("All movements"), Wallet, **context)


def _book(request: HttpRequest) -> Book:
    """What is asked for; only for staff who may view it."""
    book = book_named(request.GET.get("book", ""))
    if not request.user.has_perm(book.permission):
        raise PermissionDenied
    return book


def _tabs(request: HttpRequest, shown: Book) -> list[dict[str, Any]]:
    """The books that this staff member may view."""
    allowed = [book for book in books() if request.user.has_perm(book.permission)]
    return [{"title": book.title, "link": f"?book={book.name}", "active": book is shown} for book in allowed]


def _quick_spans(book: Book) -> list[tuple[str, str]]:
    today = timezone.localdate()
    spans = [
        (gettext("Today"), today),
        (gettext("7 days"), today - timedelta(days=6)),
        (gettext("30 days"), today - timedelta(days=29)),
    ]
    return [
        (title, f"book={book.name}&first={first.isoformat()}&last={today.isoformat()}")
        for title, first in spans
    ]


def _query(data: QueryDict) -> str:
    """The filters as a query string, without the place in the list."""
    kept = data.copy()
    for name in ("before", "after"):
        kept.pop(name, None)
    return kept.urlencode()


@require_GET
def export_movements(request: HttpRequest) -> HttpResponse | StreamingHttpResponse:
    """The same movements as a file, streamed; no cell is run as a formula."""
    book = _book(request)
    form = MovementFilterForm(request.GET, book)
    if not form.is_valid():
        messages.error(request, gettext("The filters need a correction before they can be exported."))
        return redirect(f"../?{request.GET.urlencode()}")
    name = f"{book.name}-movements-{timezone.localdate().isoformat()}.csv"
    return StreamingHttpResponse(
        _csv(movement_rows(form.filters())),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"},
    )


HEADER = (
    "time", "entry", "customer", "customer_reference", "wallet", "kind", "what", "note", "reference",
    "amount", "available_after", "currency", "actor",
)  # fmt: skip


def _csv(chunks: Iterable[Iterable[CustomerMovement]]) -> Iterator[str]:
    yield BYTE_ORDER_MARK + _lines([HEADER])
    for chunk in chunks:
        yield _lines(_cells(row) for row in chunk)


def _cells(row: CustomerMovement) -> list[str]:
    movement, customer = row.movement, row.wallet.customer
    return [
        movement.posted_at.isoformat(timespec="seconds"),
        str(movement.entry_id),
        plain_cell(customer.email),
        plain_cell(customer.reference or ""),
        str(row.wallet.pk),
        movement.story.kind,
        plain_cell(movement.title),
        plain_cell(movement.note),
        plain_cell(movement.story.reference),
        str(movement.amount.amount),
        str(movement.balance_after.amount),
        row.wallet.currency,
        plain_cell(row.actor),
    ]


def _lines(rows: Iterable[Iterable[str]]) -> str:
    buffer = StringIO()
    csv.writer(buffer).writerows(rows)
    return buffer.getvalue()
