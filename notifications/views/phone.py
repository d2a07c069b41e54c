"""The phone for SMS and the devices for push messages: each is there only where the store offers it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from notifications import queries, services
from notifications.channels.registry import offered_channels
from notifications.enums import ChannelName
from notifications.exceptions import CodeNotSent, CodeWrong, PhoneNotUnderstood, TooManyCodes
from notifications.forms import CodeForm, PhoneForm
from wallet_project.core.exceptions import NotFound
from wallet_project.core.pages import customer_id, customer_page


@customer_page
@require_http_methods(["GET", "HEAD", "POST"])
def phone(request: HttpRequest) -> HttpResponse:
    """Ask for a number; send it a code."""
    _require(ChannelName.SMS)
    user_id = customer_id(request)
    form = PhoneForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            number = form.cleaned_data["number"]
            services.request_phone_code(user_id=user_id, number=number, now=timezone.now())
            return redirect("notifications:phone_code")
        except (PhoneNotUnderstood, TooManyCodes, CodeNotSent) as error:
            form.add_error("number", error.message)
    context = {"form": form, "reach": queries.reach_of(user_id)}
    return render(request, "notifications/pages/phone.html", context, status=422 if form.errors else 200)


@customer_page
@require_http_methods(["GET", "HEAD", "POST"])
def phone_code(request: HttpRequest) -> HttpResponse:
    """Ask for the code; keep the number."""
    _require(ChannelName.SMS)
    user_id = customer_id(request)
    number = queries.number_to_prove(user_id)
    if not number:
        return redirect("notifications:phone")
    form = CodeForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            services.confirm_phone(user_id=user_id, code=form.cleaned_data["code"], now=timezone.now())
            messages.success(request, _("SMS now come to %(number)s.") % {"number": number})
            return redirect("notifications:preferences")
        except CodeWrong as error:
            form.add_error("code", error.message)
    context = {"form": form, "number": number}
    return render(request, "notifications/pages/phone_code.html", context, status=422 if form.errors else 200)


@customer_page
@require_POST
def phone_remove(request: HttpRequest) -> HttpResponse:
    services.remove_phone(user_id=customer_id(request))
    messages.success(request, _("No SMS come any more."))
    return redirect("notifications:preferences")


@customer_page
@require_POST
def push(request: HttpRequest) -> HttpResponse:
    """Turn push messages on, or off with `off`."""
    _require(ChannelName.PUSH)
    if "off" in request.POST:
        services.turn_push_off(user_id=customer_id(request))
        messages.success(request, _("No push messages come any more."))
    else:
        services.turn_push_on(user_id=customer_id(request))
        messages.success(request, _("Push messages are on. Let your devices listen to the topic below."))
    return redirect("notifications:preferences")


def _require(channel: ChannelName) -> None:
    if channel not in offered_channels():
        raise NotFound(str(channel.label))
