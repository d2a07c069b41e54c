"""A customer's scratch cards. What one wins is in no answer before it is scratched."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from rewards import scratch_queries as queries
from rewards.exceptions import ScratchCardExpired
from rewards.services import scratch_card
from wallet_project.core.pages import customer_fragment, customer_id, customer_page


@require_safe
@customer_page
def cards(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    shown = [(card, card.can_be_scratched(now)) for card in queries.cards_of(customer_id(request))]
    return render(request, "rewards/scratch_cards.html", {"cards": shown})


@require_safe
@customer_page
def card(request: HttpRequest, card_id: UUID) -> HttpResponse:
    shown = queries.own_card(customer_id=customer_id(request), card_id=card_id)
    context = {"card": shown, "is_open": shown.can_be_scratched(timezone.now())}
    return render(request, "rewards/scratch_card.html", context)


@require_POST
@customer_fragment
def scratch(request: HttpRequest, card_id: UUID) -> HttpResponse:
    """Scratch it. Without a script the card's page comes again, with one only what the card holds."""
    try:
        done = scratch_card(customer_id=customer_id(request), card_id=card_id, now=timezone.now())
    except ScratchCardExpired as error:
        messages.error(request, error.message)
        return _page(request, card_id)
    if getattr(request, "htmx", False):
        return render(request, "rewards/_scratched.html", {"card": done, "swap_out_of_band": True})
    return redirect("rewards:scratch_card", done.pk)


def _page(request: HttpRequest, card_id: UUID) -> HttpResponse:
    """The card's page, loaded as a whole."""
    answer = redirect("rewards:scratch_card", card_id)
    if getattr(request, "htmx", False):
        return HttpResponse(headers={"HX-Redirect": answer.url})
    return answer
