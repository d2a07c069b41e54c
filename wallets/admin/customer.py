"""The tab Wallet of a customer: see everything, change through one service a time."""

from __future__ import annotations

from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.contrib.auth import get_user_model
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST

from wallet_project.accounts.customer_tabs import CustomerPage, CustomerTab, register_customer_tab
from wallet_project.core.exceptions import WalletProjectError
from wallets.admin.customer_page import FORMS, earlier_rescues, wallet_panels
from wallets.admin.forms import AdjustForm, OpenWalletForm, RescueForm, StatusForm, WalletForm
from wallets.admin.pages import (
    actor_of,
    answer_for,
    customer_page,
    may,
    needs,
    note_on,
    refuse,
    say_asked,
    waiting_with,
)
from wallets.models import Adjustment, AdjustmentRequest, Wallet
from wallets.queries import saved_cards
from wallets.services import (
    freeze_wallet,
    open_wallet,
    preview_adjustment,
    request_adjustment,
    unfreeze_wallet,
)
from wallets.words import Story, title

VIEW, OPEN, FREEZE = "wallets.view_wallet", "wallets.add_wallet", "wallets.freeze_wallet"
ADJUST = ("wallets.adjust_wallet", "wallets.adjust_wallet_unlimited")
User = get_user_model()


@require_GET
@needs(VIEW)
def wallet_tab(request: HttpRequest, customer_id: int) -> HttpResponse:
    """Everything about a customer's money, in each currency."""
    return _tab(request, get_object_or_404(User, pk=customer_id))


def _tab(
    request: HttpRequest, customer: Any, form: WalletForm | None = None, open_form: Form | None = None
) -> HttpResponse:
    panels = wallet_panels(customer, form)
    is_own = customer.pk == request.user.pk
    return customer_page(
        request,
        "admin/wallets/customer_wallet.html",
        customer,
        "customer_wallet",
        panels=panels,
        cards=saved_cards(customer.pk),
        is_own=is_own,
        may_adjust=may(request, *ADJUST) and not is_own,
        may_freeze=may(request, FREEZE) and not is_own,
        may_open=may(request, OPEN),
        open_form=open_form or OpenWalletForm({panel.wallet.currency for panel in panels}),
    )


@require_POST
@needs(*ADJUST)
def preview(request: HttpRequest, customer_id: int, wallet_id: UUID, form_name: str) -> HttpResponse:
    """What a credit or debit would do, and what the customer would read. Changes nothing."""
    wallet = _wallet(customer_id, wallet_id)
    form = _adjusting_form(form_name, wallet, request)
    if "edit" in request.POST or not form.is_valid():
        return _tab(request, wallet.customer, form)
    proposal = form.proposal()
    arguments: dict[str, Any] = {
        "wallet_id": wallet.pk,
        "direction": proposal.direction,
        "amount": proposal.amount,
    }
    seen = answer_for(form, lambda: preview_adjustment(**arguments, actor_id=actor_of(request)))
    if seen is None:
        return _tab(request, wallet.customer, form)
    is_rescue = form_name == RescueForm.name
    return customer_page(
        request,
        "admin/wallets/adjustment_preview.html",
        wallet.customer,
        "customer_wallet",
        wallet=wallet,
        form=form,
        proposal=proposal,
        preview=seen,
        statement_line=title(Story(f"adjustment_{proposal.direction}", proposal.reference)),
        booked=Adjustment.objects.filter(key=proposal.key).first(),
        asked=waiting_with(AdjustmentRequest, proposal.key),
        update=gettext("Ask for approval") if seen.needs_second_person else gettext("Update wallet"),
        book_url=reverse(f"admin:book_{form_name}", args=[customer_id, wallet_id]),
        edit_url=reverse(f"admin:preview_{form_name}", args=[customer_id, wallet_id]),
        rescues=earlier_rescues(wallet, proposal.reference) if is_rescue else [],
    )


@require_POST
@needs(*ADJUST)
def adjust(request: HttpRequest, customer_id: int, wallet_id: UUID, form_name: str) -> HttpResponse:
    """Book it, once per key."""
    wallet = _wallet(customer_id, wallet_id)
    form = _adjusting_form(form_name, wallet, request)
    if not form.is_valid():
        return _tab(request, wallet.customer, form)
    proposal = form.proposal()
    whose: dict[str, Any] = {"wallet_id": wallet.pk, "actor_id": actor_of(request)}
    adjustment = answer_for(form, lambda: request_adjustment(**whose, **proposal.arguments()))
    if adjustment is None:
        return _tab(request, wallet.customer, form)
    if isinstance(adjustment, AdjustmentRequest):
        say_asked(request, adjustment)
        return _back(customer_id)
    done = gettext("Wallet updated: %(what)s of %(amount)s, entry #%(entry)s.")
    values = {
        "what": adjustment.get_direction_display(),
        "amount": proposal.amount,
        "entry": adjustment.entry_id,
    }
    messages.success(request, done % values)
    return _back(customer_id)


@require_POST
@needs(FREEZE)
def change_status(request: HttpRequest, customer_id: int, wallet_id: UUID) -> HttpResponse:
    """Freeze an open wallet, unfreeze a frozen one."""
    wallet = _wallet(customer_id, wallet_id)
    form = StatusForm(wallet, request.POST)
    if not form.is_valid():
        return _tab(request, wallet.customer, form)
    if wallet.customer_id == request.user.pk:
        form.add_error("reason", gettext("Nobody may freeze or unfreeze their own wallet."))
        return _tab(request, wallet.customer, form)
    freezes = request.POST.get("to") == "frozen"
    service = freeze_wallet if freezes else unfreeze_wallet
    try:
        service(wallet_id=wallet.pk, reason=form.cleaned_data["reason"], actor_id=actor_of(request))
    except WalletProjectError as error:
        refuse(form, error)
        return _tab(request, wallet.customer, form)
    word = gettext("%(currency)s wallet frozen.") if freezes else gettext("%(currency)s wallet unfrozen.")
    note_on(request, wallet.customer, f"{word % {'currency': wallet.currency}} {form.cleaned_data['reason']}")
    messages.success(request, word % {"currency": wallet.currency})
    return _back(customer_id)


@require_POST
@needs(OPEN)
def open_currency(request: HttpRequest, customer_id: int) -> HttpResponse:
    """Open the customer's wallet in another currency."""
    customer = get_object_or_404(User, pk=customer_id)
    taken = set(Wallet.objects.filter(customer=customer).values_list("currency", flat=True))
    form = OpenWalletForm(taken, request.POST)
    if not form.is_valid():
        return _tab(request, customer, open_form=form)
    wallet = open_wallet(customer_id=customer.pk, currency=form.cleaned_data["currency"])
    note_on(request, customer, gettext("%(currency)s wallet opened.") % {"currency": wallet.currency})
    messages.success(request, gettext("%(currency)s wallet opened.") % {"currency": wallet.currency})
    return _back(customer_id)


def _wallet(customer_id: int, wallet_id: UUID) -> Wallet:
    return get_object_or_404(Wallet.objects.select_related("customer"), pk=wallet_id, customer_id=customer_id)


def _adjusting_form(name: str, wallet: Wallet, request: HttpRequest) -> AdjustForm | RescueForm:
    return cast("AdjustForm | RescueForm", FORMS[name](wallet, request.POST))


def _back(customer_id: int) -> HttpResponse:
    return redirect("admin:customer_wallet", customer_id)


def _with_form(view: Any, name: str) -> Any:
    def bound(request: HttpRequest, customer_id: int, wallet_id: UUID) -> HttpResponse:
        answer: HttpResponse = view(request, customer_id, wallet_id, name)
        return answer

    return bound


register_customer_tab(
    CustomerTab(
        title=_("Wallet"),
        permission=VIEW,
        pages=[
            CustomerPage("wallet/", "customer_wallet", wallet_tab),
            CustomerPage("wallet/open/", "open_wallet", open_currency),
            CustomerPage("wallet/<uuid:wallet_id>/status/", "change_wallet_status", change_status),
            *(
                CustomerPage(
                    f"wallet/<uuid:wallet_id>/{name}/{route}", f"{url}_{name}", _with_form(view, name)
                )
                for name in (AdjustForm.name, RescueForm.name)
                for route, url, view in (("preview/", "preview", preview), ("", "book", adjust))
            ),
        ],
    )
)
