"""The tab Rewards of a customer: see everything, credit or debit through one service."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth import get_user_model
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST

from rewards.admin.book import BOOK, TAB, VIEW
from rewards.admin.customer_page import reward_panels, title_of
from rewards.admin.forms import RewardAdjustForm, RewardProposal
from rewards.enums import RewardDirection
from rewards.models import RewardAdjustment, RewardAdjustmentRequest, RewardWallet
from rewards.services import open_reward_wallet, preview_rewards, request_reward_adjustment
from wallet_project.accounts.customer_tabs import CustomerPage, CustomerTab, register_customer_tab
from wallet_project.core.words import currency_name, written
from wallets.admin.forms import OpenWalletForm
from wallets.admin.pages import (
    actor_of,
    answer_for,
    customer_page,
    may,
    needs,
    note_on,
    say_asked,
    waiting_with,
)
from wallets.services.posting import EntryKind
from wallets.words import Story, title

ADJUST = ("rewards.adjust_rewards", "rewards.adjust_rewards_unlimited")
LINES = {
    RewardDirection.CREDIT: EntryKind.REWARD_GRANTED,
    RewardDirection.DEBIT: EntryKind.REWARD_DEBITED,
}
User = get_user_model()


@require_GET
@needs(VIEW)
def rewards_tab(request: HttpRequest, customer_id: int) -> HttpResponse:
    """Everything about a customer's reward money and points."""
    return _tab(request, get_object_or_404(User, pk=customer_id))


def _tab(
    request: HttpRequest, customer: Any, form: RewardAdjustForm | None = None, open_form: Form | None = None
) -> HttpResponse:
    panels = reward_panels(customer, now=timezone.now(), shown=form)
    is_own = customer.pk == request.user.pk
    may_adjust = may(request, *ADJUST) and not is_own
    return customer_page(
        request,
        "admin/rewards/customer_rewards.html",
        customer,
        TAB,
        panels=panels,
        is_own=is_own,
        may_adjust=may_adjust,
        open_form=open_form or _open_form({panel.wallet.currency for panel in panels}),
    )


def _open_form(taken: set[str], data: Any = None) -> OpenWalletForm:
    return OpenWalletForm(taken, data, currencies=BOOK.currencies)


@require_POST
@needs(*ADJUST)
def preview(request: HttpRequest, customer_id: int, wallet_id: UUID) -> HttpResponse:
    """What a credit or debit would do, and what the customer would read. Changes nothing."""
    wallet = _wallet(customer_id, wallet_id)
    form = RewardAdjustForm(wallet, request.POST)
    if "edit" in request.POST or not form.is_valid():
        return _tab(request, wallet.customer, form)
    proposal, actor_id = form.proposal(), actor_of(request)
    seen = answer_for(form, lambda: _preview(wallet, proposal, actor_id))
    if seen is None:
        return _tab(request, wallet.customer, form)
    return customer_page(
        request,
        "admin/rewards/adjustment_preview.html",
        wallet.customer,
        TAB,
        wallet=wallet,
        title_of_wallet=title_of(wallet),
        form=form,
        proposal=proposal,
        preview=seen,
        statement_line=title(Story(LINES[proposal.direction])),
        booked=RewardAdjustment.objects.filter(key=proposal.key).first(),
        asked=waiting_with(RewardAdjustmentRequest, proposal.key),
        update=gettext("Ask for approval") if seen.needs_second_person else gettext("Update rewards"),
        book_url=reverse("admin:book_rewards", args=[customer_id, wallet_id]),
        edit_url=reverse("admin:preview_rewards", args=[customer_id, wallet_id]),
    )


def _preview(wallet: RewardWallet, proposal: RewardProposal, actor_id: int) -> Any:
    return preview_rewards(
        wallet_id=wallet.pk,
        direction=proposal.direction,
        amount=proposal.amount,
        expires_at=proposal.expires_at,
        actor_id=actor_id,
        now=timezone.now(),
    )


@require_POST
@needs(*ADJUST)
def adjust(request: HttpRequest, customer_id: int, wallet_id: UUID) -> HttpResponse:
    """Book it, once per key."""
    wallet = _wallet(customer_id, wallet_id)
    form = RewardAdjustForm(wallet, request.POST)
    if not form.is_valid():
        return _tab(request, wallet.customer, form)
    arguments: dict[str, Any] = {
        "wallet_id": wallet.pk,
        "actor_id": actor_of(request),
        **form.proposal().arguments(),
    }
    adjustment = answer_for(form, lambda: request_reward_adjustment(**arguments))
    if adjustment is None:
        return _tab(request, wallet.customer, form)
    if isinstance(adjustment, RewardAdjustmentRequest):
        say_asked(request, adjustment)
        return redirect("admin:customer_rewards", customer_id)
    values = {
        "what": adjustment.get_direction_display(),
        "amount": written(adjustment.money),
        "entry": adjustment.entry_id,
    }
    done = gettext("Rewards updated: %(what)s of %(amount)s, entry #%(entry)s.")
    messages.success(request, done % values)
    return redirect("admin:customer_rewards", customer_id)


@require_POST
@needs(*ADJUST)
def open_rewards(request: HttpRequest, customer_id: int) -> HttpResponse:
    """Open the customer's reward wallet in another currency, or their points."""
    customer = get_object_or_404(User, pk=customer_id)
    taken = set(RewardWallet.objects.filter(customer=customer).values_list("currency", flat=True))
    form = _open_form(taken, request.POST)
    if not form.is_valid():
        return _tab(request, customer, open_form=form)
    wallet = open_reward_wallet(customer_id=customer.pk, currency=form.cleaned_data["currency"])
    done = gettext("Rewards opened: %(currency)s.") % {"currency": currency_name(wallet.currency)}
    note_on(request, customer, done)
    messages.success(request, done)
    return redirect("admin:customer_rewards", customer_id)


def _wallet(customer_id: int, wallet_id: UUID) -> RewardWallet:
    wallets = RewardWallet.objects.select_related("customer")
    return get_object_or_404(wallets, pk=wallet_id, customer_id=customer_id)


register_customer_tab(
    CustomerTab(
        title=_("Rewards"),
        permission=VIEW,
        pages=[
            CustomerPage("rewards/", TAB, rewards_tab),
            CustomerPage("rewards/open/", "open_rewards", open_rewards),
            CustomerPage("rewards/<uuid:wallet_id>/preview/", "preview_rewards", preview),
            CustomerPage("rewards/<uuid:wallet_id>/", "book_rewards", adjust),
        ],
    )
)
