"""What the store writes, and what it does not."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import get_user_model
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from notifications import queries, services
from notifications.channels.registry import offered_channels
from notifications.enums import ChannelName
from notifications.forms import PreferencesForm
from notifications.texts import language_of
from notifications.unsubscribe import read_token
from wallet_project.core.pages import customer_id, customer_page


@customer_page
@require_http_methods(["GET", "HEAD", "POST"])
def preferences(request: HttpRequest) -> HttpResponse:
    user_id = customer_id(request)
    data = request.POST if request.method == "POST" else None
    reach = queries.reach_of(user_id)
    form = PreferencesForm(
        data,
        refused=queries.refusals(user_id),
        reachable=reach.channels,
        wishes=queries.settings_of(user_id),
    )
    if data is not None and form.is_valid():
        services.save_preferences(
            user_id=user_id, refused=form.refused(), now=timezone.now(), **form.wishes()
        )
        messages.success(request, _("Saved."))
        return redirect("notifications:preferences")
    status = 422 if form.errors else 200
    offered = offered_channels()
    context = {
        "form": form,
        "reach": reach,
        "offers_sms": ChannelName.SMS in offered,
        "offers_push": ChannelName.PUSH in offered,
        "push_page": str(getattr(settings, "NOTIFICATIONS_PUSH_PAGE", "")).replace("{to}", reach.topic),
    }
    return render(request, "notifications/pages/preferences.html", context, status=status)


@csrf_exempt  # a mail program posts for its reader; the signature says whose messages it is about
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    found = read_token(token)
    if found is None:
        raise Http404
    user_id, group = found
    if request.method == "POST":
        services.turn_off(user_id=user_id, group=group, channel=ChannelName.EMAIL)
    context = {"group": group, "done": request.method == "POST"}
    # Whoever follows the link need not be logged in, and reads the language of the letter.
    with translation.override(language_of(get_user_model().objects.filter(pk=user_id).first())):
        return render(request, "notifications/pages/unsubscribe.html", context)
