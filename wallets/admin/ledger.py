"""The ledger, to read: entries with their postings, accounts with their balances, seals."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django import forms
from django.contrib import admin, messages
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import BigIntegerField, Case, F, Func, OuterRef, Q, QuerySet, Sum, When
from django.db.models.functions import JSONObject, Now
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from djmoney.money import Money
from unfold.widgets import UnfoldAdminTextInputWidget

from wallet_project.core.admin_tools import (
    CurrencyFilter,
    DayRangeFilter,
    ReadOnlyAdmin,
    detail_action,
    read_number,
    shown,
)
from wallet_project.core.exceptions import WalletProjectError
from wallet_project.core.money import from_minor
from wallet_project.core.words import written
from wallets.admin.books import owners_of
from wallets.admin.cells import entry_link
from wallets.admin.ledger_search import find_accounts, find_entries
from wallets.admin.pages import actor_of, page, refuse
from wallets.ledger.chart import CHART
from wallets.ledger.models import JournalEntry, LedgerAccount, Posting, Seal
from wallets.services import require_reversible, reverse_wallet_entry

POSTINGS_SHOWN = 100
REVERSE = "ledger.reverse_entry"
# What an entry credits in each currency.
MOVED = ArraySubquery(
    Posting.objects.filter(entry=OuterRef("pk"), amount__gt=0)
    .values("currency")
    .annotate(total=Sum("amount"))
    .order_by("currency")
    .values(part=JSONObject(currency="currency", amount="total"))
)


class ReverseForm(forms.Form):
    """`key` is made when the form is first shown: sent twice, it reverses once."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    reason = forms.CharField(label=_("Reason"), max_length=500, widget=UnfoldAdminTextInputWidget)


@admin.register(JournalEntry)
class JournalEntryAdmin(ReadOnlyAdmin):
    list_display = ("id", "posted_at", "kind", "shown_amount", "reference", "description", "actor")
    list_filter = ("kind", ("posted_at", DayRangeFilter))
    search_texts = ("idempotency_key",)
    search_help_text = _("Any id, key, order number or account")
    ordering = ("-pk",)
    fields = (
        "posted_at",
        "kind",
        "reference",
        "description",
        "actor",
        "idempotency_key",
        "shown_fingerprint",
        "shown_reverses",
        "shown_reversed_by",
    )
    readonly_fields = ("shown_fingerprint", "shown_reverses", "shown_reversed_by")
    change_form_outer_after_template = "admin/wallets/_postings.html"
    actions_detail = ("reverse_entry",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[JournalEntry]:
        entries: QuerySet[JournalEntry] = super().get_queryset(request)
        return entries.annotate(moved=MOVED)

    def search_for(self, term: str) -> Q:
        return Q(pk__in=find_entries(term))

    @shown(_("amount"))
    def shown_amount(self, entry: Any) -> str:
        """What moves, once: the credits, which the debits equal."""
        return ", ".join(written(from_minor(part["amount"], part["currency"])) for part in entry.moved)

    @shown(_("fingerprint"))
    def shown_fingerprint(self, entry: JournalEntry) -> str:
        return bytes(entry.fingerprint).hex()

    @shown(_("reverses"))
    def shown_reverses(self, entry: JournalEntry) -> Any:
        return entry_link(entry.reverses_id)

    @shown(_("reversed by"))
    def shown_reversed_by(self, entry: JournalEntry) -> Any:
        return entry_link(JournalEntry.objects.filter(reverses=entry).values_list("pk", flat=True).first())

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> Any:
        number = read_number(object_id or "")
        lines = Posting.objects.filter(entry_id__in=[number]).order_by("account_id")
        context = {"postings": postings_table(lines), "shows_entry": False}
        return super().changeform_view(request, object_id, form_url, {**context, **(extra_context or {})})

    def has_reverse_permission(self, request: HttpRequest, object_id: Any = None) -> bool:
        return request.user.has_perm(REVERSE)

    def get_actions_detail(self, request: HttpRequest, object_id: Any) -> list[Any]:
        entry = JournalEntry.objects.filter(pk__in=[read_number(str(object_id))]).first()
        return list(super().get_actions_detail(request, object_id)) if entry and _why_not(entry) == "" else []

    @detail_action(_("Reverse"), path="reverse", permission="reverse")
    def reverse_entry(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """The negated lines to look at, a reason, and the button."""
        entry = get_object_or_404(JournalEntry, pk__in=[read_number(object_id)])
        form = ReverseForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            try:
                done = reverse_wallet_entry(
                    entry_id=entry.pk,
                    reason=form.cleaned_data["reason"],
                    actor_id=actor_of(request),
                    key=f"admin:{form.cleaned_data['key']}",
                )
            except WalletProjectError as error:
                refuse(form, error)
            else:
                text = gettext("Entry #%(entry)s is reversed by entry #%(reversal)s.")
                messages.success(request, text % {"entry": entry.pk, "reversal": done.entry_id})
                return redirect("admin:ledger_journalentry_change", done.entry_id)
        return page(
            request,
            "admin/wallets/reverse.html",
            gettext("Reverse entry #%(entry)s") % {"entry": entry.pk},
            JournalEntry,
            original=entry,
            form=form,
            why_not=_why_not(entry),
            postings=postings_table(entry.postings.order_by("account_id"), negated=True),
        )


def _why_not(entry: JournalEntry) -> str:
    try:
        require_reversible(entry)
    except WalletProjectError as error:
        return str(error)
    return ""


def postings_table(lines: QuerySet[Posting], *, negated: bool = False) -> dict[str, Any]:
    """The first lines as rows for the template, with whose account each is on; two queries."""
    found = list(lines.select_related("account", "entry")[: POSTINGS_SHOWN + 1])
    owners = owners_of(line.account_id for line in found if line.account.guarded)
    rows = [
        {
            "posting": line,
            "account": line.account,
            "owner": owners.get(line.account_id),
            **_sides(-line.money if negated else line.money),
        }
        for line in found[:POSTINGS_SHOWN]
    ]
    return {"rows": rows, "has_more": len(found) > POSTINGS_SHOWN, "shown": POSTINGS_SHOWN}


def _sides(amount: Money) -> dict[str, str]:
    """An amount in the column that an accountant looks for it in."""
    return {
        "debit": written(-amount) if amount.amount < 0 else "",
        "credit": written(amount) if amount.amount > 0 else "",
    }


class AccountCodeFilter(admin.SimpleListFilter):
    title = _("code")
    parameter_name = "code"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(account.code, account.code) for account in CHART]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(code=self.value()) if self.value() else queryset


class StoreAccountFilter(admin.SimpleListFilter):
    """The store's own accounts, or those of customers."""

    title = _("whose")
    parameter_name = "whose"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("store", _("The store's")), ("customers", _("Customers'"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(guarded=self.value() == "customers") if self.value() else queryset


@admin.register(LedgerAccount)
class LedgerAccountAdmin(ReadOnlyAdmin):
    list_display = ("id", "code", "currency", "type", "shown_whose", "shown_balance", "last_posted_at")
    list_filter = (StoreAccountFilter, AccountCodeFilter, CurrencyFilter, "type")
    search_texts = ("code",)
    search_help_text = _("Account number, code, wallet id, customer's e-mail")
    ordering = ("pk",)
    fields = (
        "code",
        "currency",
        "type",
        "shown_whose",
        "shown_balance",
        "shown_floor",
        "last_posted_at",
        "created_at",
    )
    readonly_fields = ("shown_whose", "shown_balance", "shown_floor")
    change_form_outer_after_template = "admin/wallets/_postings.html"

    def search_for(self, term: str) -> Q:
        return find_accounts(term)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """With the balance: the row's for a customer's account, roll-up and tail for the store's."""
        rolled_up = Func(F("pk"), Now(), function="ledger_balance_at", output_field=BigIntegerField())
        balance_now = Case(When(guarded=True, then=F("balance")), default=rolled_up)
        accounts: QuerySet[Any] = super().get_queryset(request).annotate(balance_now=balance_now)
        return accounts

    @shown(_("whose"))
    def shown_whose(self, account: LedgerAccount) -> str:
        return gettext("a customer's") if account.guarded else gettext("the store's")

    @shown(_("balance"))
    def shown_balance(self, account: Any) -> str:
        balance = from_minor(account.balance_now, account.currency)
        if not balance.amount:
            return written(balance)
        side = gettext("credit") if balance.amount > 0 else gettext("debit")
        return f"{written(abs(balance))} {side}"

    @shown(_("credit line"))
    def shown_floor(self, account: LedgerAccount) -> str:
        return written(from_minor(-account.floor, account.currency))

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> Any:
        number = read_number(object_id or "")
        newest = Posting.objects.filter(account_id__in=[number]).order_by("-posted_at", "-id")
        context = {"postings": postings_table(newest), "shows_entry": True}
        return super().changeform_view(request, object_id, form_url, {**context, **(extra_context or {})})


@admin.register(Seal)
class SealAdmin(ReadOnlyAdmin):
    list_display = ("id", "sealed_at", "after_id", "through_id", "entries", "shown_digest")
    list_filter = (("sealed_at", DayRangeFilter),)
    search_numbers = ("pk",)
    search_help_text = _("Number of the seal or of an entry")
    ordering = ("-pk",)
    fields = ("sealed_at", "after_id", "through_id", "entries", "shown_digest")
    readonly_fields = ("shown_digest",)

    def search_for(self, term: str) -> Q:
        number = read_number(term)
        if number is None:
            return Q(pk__in=[])
        return Q(pk=number) | Q(after_id__lt=number, through_id__gte=number)

    @shown(_("digest"))
    def shown_digest(self, seal: Seal) -> str:
        return bytes(seal.digest).hex()
