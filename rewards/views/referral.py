"""A customer's code, link and friends; and where the link leads."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from rewards import queries_referral, services
from rewards.devices import keep_device
from rewards.exceptions import UnknownReferralCode
from rewards.invitations import keep_code, written_code
from rewards.referral_words import friend_row, offer_in_words
from wallet_project.core.admin_tools import read_uuid
from wallet_project.core.pages import customer_id, customer_page


@require_safe
@customer_page
def referral(request: HttpRequest) -> HttpResponse:
    customer, now = customer_id(request), timezone.now()
    found = queries_referral.find_code(customer)
    before = read_uuid(request.GET.get("before", ""))
    page = queries_referral.friends_page(customer_id=customer, before=before)
    context = {
        "code": written_code(found.code) if found else "",
        "link": request.build_absolute_uri(reverse("invited", args=[found.code])) if found else "",
        "friends": [friend_row(friend) for friend in page.rows],
        "older": f"?before={page.older}" if page.older else "",
        "offer": offer_in_words(customer_id=customer, now=now),
        "limit": queries_referral.rewards_per_month(now=now),
    }
    return render(request, "rewards/referral.html", context)


@require_POST
@customer_page
def referral_open(request: HttpRequest) -> HttpResponse:
    """Make the customer's code, and note the browser: it must not be a friend's too."""
    services.open_referral_code(customer_id=customer_id(request))
    response = redirect("rewards:referral")
    services.remember_device(
        customer_id=customer_id(request), device=keep_device(request, response), now=timezone.now()
    )
    return response


@require_safe
@never_cache
def invited(request: HttpRequest, code: str) -> HttpResponse:
    """A friend's link: the code waits in the session until the visitor signs up."""
    if request.user.is_authenticated:
        messages.info(request, _("A friend's link is for new customers; you have an account already."))
        return redirect(settings.LOGIN_REDIRECT_URL)
    try:
        found = services.find_referral_code(code)
    except UnknownReferralCode:
        messages.warning(request, _("We don't know this link any more. You can sign up all the same."))
    else:
        keep_code(request.session, found.code)
    return redirect("account_signup")
