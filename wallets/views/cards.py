"""Saved cards: add, choose the default, remove."""

from __future__ import annotations

from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wallet_project.core.pages import customer_id, customer_page
from wallets import queries, services
from wallets.exceptions import CardNotUsable
from wallets.gateways.base import GatewayError
from wallets.models import SavedCard

# The gateway writes the id of its page here when it sends the customer back
# (docs.stripe.com/payments/checkout/custom-success-page).
SESSION_PLACEHOLDER = "{CHECKOUT_SESSION_ID}"


@require_safe
@customer_page
def cards(request: HttpRequest) -> HttpResponse:
    today = timezone.localdate()
    rows = [(card, card.is_expired(today)) for card in queries.saved_cards(customer_id(request))]
    return render(request, "wallets/cards.html", {"cards": rows, "key": uuid4()})


@require_POST
@customer_page
def card_add(request: HttpRequest) -> HttpResponse:
    overview = reverse("wallets:cards")
    back = request.build_absolute_uri(reverse("wallets:card_added"))
    try:
        address = services.start_card_setup(
            customer_id=customer_id(request),
            key=_key(request),
            success_url=f"{back}?session={SESSION_PLACEHOLDER}",
            cancel_url=request.build_absolute_uri(overview),
        )
    except GatewayError:
        messages.error(
            request, _("The page for cards can't be reached right now. Nothing was saved. Please try again.")
        )
        return redirect(overview)
    return redirect(address or overview)


def _key(request: HttpRequest) -> str:
    """The form's own key, so that a second click opens the same page."""
    try:
        return str(UUID(request.POST.get("key", "")))
    except ValueError:
        return str(uuid4())


@require_safe
@customer_page
def card_added(request: HttpRequest) -> HttpResponse:
    """The gateway sends the customer back here by GET; the card that its page saved is kept once."""
    session = request.GET.get("session", "")
    if not session:
        raise Http404
    try:
        card = services.finish_card_setup(customer_id=customer_id(request), session=session)
    except GatewayError as error:
        if error.permanent:
            raise Http404 from error
        messages.warning(request, _("Your bank has not told us yet. Load this page again in a minute."))
    except CardNotUsable as error:
        messages.error(request, error.message)
    else:
        _say(request, card)
    return redirect("wallets:cards")


def _say(request: HttpRequest, card: SavedCard | None) -> None:
    if card is None:
        messages.info(request, _("No card was saved."))
    elif card.removed_at:
        messages.info(request, _("You removed this card before. Add it again to use it."))
    else:
        messages.success(request, _("%(card)s is saved.") % {"card": card})


@require_POST
@customer_page
def card_default(request: HttpRequest, card_id: UUID) -> HttpResponse:
    card = services.set_default_card(customer_id=customer_id(request), card_id=card_id)
    messages.success(request, _("%(card)s is now your default card.") % {"card": card})
    return redirect("wallets:cards")


@require_http_methods(["GET", "HEAD", "POST"])
@customer_page
def card_remove(request: HttpRequest, card_id: UUID) -> HttpResponse:
    """GET asks whether to; POST does."""
    card = queries.saved_card(customer_id=customer_id(request), card_id=card_id)
    if request.method != "POST":
        return render(request, "wallets/card_remove.html", {"card": card})
    services.remove_card(customer_id=customer_id(request), card_id=card_id)
    messages.success(request, _("%(card)s is removed.") % {"card": card})
    return redirect("wallets:cards")
