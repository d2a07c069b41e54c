"""What the lists of the admin share: pages to read, pages that count nothing, searches by whole ids."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar
from uuid import UUID

from django import forms
from django.conf import settings
from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin
from unfold.contrib.filters.admin import RangeDateFilter
from unfold.decorators import action, display
from unfold.paginator import InfinitePaginator as UnfoldInfinitePaginator
from unfold.utils import parse_date_str
from unfold.widgets import UnfoldAdminTextInputWidget

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

F = TypeVar("F", bound=Callable[..., Any])
LAST_PAGE = 200
LARGEST_ID = 2**63 - 1


def shown(
    description: StrOrPromise, *, label: Mapping[str, str] | None = None, ordering: str | None = None
) -> Callable[[F], F]:
    """Unfold's `display`, typed: a column or a field of a page to read."""
    decorate: Callable[[F], F] = display(description=description, label=label, ordering=ordering)
    return decorate


def detail_action(description: StrOrPromise, *, path: str, permission: str) -> Callable[[F], F]:
    """Unfold's `action`, typed: a button on a page, for whom `has_<permission>_permission()` lets."""
    decorate: Callable[[F], F] = action(description=description, url_path=path, permissions=[permission])
    return decorate


class ReasonForm(forms.Form):
    """Why staff decide something. A button's page asks for it."""

    reason = forms.CharField(label=_("Reason"), max_length=300, widget=UnfoldAdminTextInputWidget)


class InfinitePaginator(UnfoldInfinitePaginator):  # type: ignore[misc]
    """Never counts a table. Ends after `LAST_PAGE` pages: whoever needs more searches or filters.

    Unfold's header knows by this class name that there is no number of results to show.
    """

    @cached_property
    def count(self) -> int:
        return int(self.per_page) * LAST_PAGE


class ListAdmin(ModelAdmin):  # type: ignore[misc]
    """A list that stays fast with a hundred million rows: no count, and a search by whole values.

    `search_ids` are fields compared as UUID, `search_numbers` as a whole number, `search_texts`
    are lookups given the text as it was typed.
    """

    show_full_result_count = False
    paginator = InfinitePaginator
    list_per_page = 50
    list_filter_submit = True
    list_fullwidth = True
    search_ids: ClassVar[tuple[str, ...]] = ()
    search_numbers: ClassVar[tuple[str, ...]] = ()
    search_texts: ClassVar[tuple[str, ...]] = ()

    def get_search_fields(self, request: HttpRequest) -> tuple[str, ...]:
        return (*self.search_ids, *self.search_numbers, *self.search_texts)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        term = search_term.strip()
        return (queryset.filter(self.search_for(term)) if term else queryset), False

    def search_for(self, term: str) -> Q:
        """What a row must be to be found by this term."""
        found = Q(pk__in=[])
        if (uuid := read_uuid(term)) is not None:
            for field in self.search_ids:
                found |= Q(**{field: uuid})
        if (number := read_number(term)) is not None:
            for field in self.search_numbers:
                found |= Q(**{field: number})
        for lookup in self.search_texts:
            found |= Q(**{lookup: term})
        return found


class ReadOnlyAdmin(ListAdmin):
    """A list to read: nobody adds, changes or deletes here, also not by a POST of their own."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class DayRangeFilter(RangeDateFilter):  # type: ignore[misc]
    """From a day to a day, both included as a whole, in the store's time zone."""

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        first, last = self._day("from"), self._day("to")
        if first:
            queryset = queryset.filter(**{f"{self.field_path}__gte": start_of(first)})
        if last:
            queryset = queryset.filter(**{f"{self.field_path}__lt": start_of(last + timedelta(days=1))})
        return queryset

    def _day(self, end: str) -> date | None:
        text = str(self.used_parameters.get(f"{self.field_path}_{end}") or "")
        day: date | None = parse_date_str(text)
        return day if day and date(1970, 1, 1) <= day < date(9000, 1, 1) else None


class CurrencyFilter(admin.SimpleListFilter):
    """By one of the store's currencies; knows them without asking the table."""

    title = _("currency")
    parameter_name = "currency"
    field = "currency"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterator[tuple[str, str]]:
        return ((currency, currency) for currency in settings.CURRENCIES)

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(**{self.field: self.value()}) if self.value() else queryset


class AmountCurrencyFilter(CurrencyFilter):
    """As `CurrencyFilter`, for rows whose amount carries the currency."""

    field = "amount_currency"


def start_of(day: date) -> datetime:
    """The first instant of a day in the store's time zone."""
    return timezone.make_aware(datetime.combine(day, time.min))


def read_uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def read_number(text: str) -> int | None:
    """A whole number that fits an id, also written `#12`; None if it is none."""
    digits = text.removeprefix("#")
    if not (digits.isascii() and digits.isdigit() and len(digits) < 20):
        return None
    number = int(digits)
    return number if number <= LARGEST_ID else None
