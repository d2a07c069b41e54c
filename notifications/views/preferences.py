"""What the store writes, and what it does not."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from notifications import queries, services
from notifications.forms import PreferencesForm
from wallet_project.core.pages import customer_id, customer_page


@customer_page
@require_http_methods(["GET", "HEAD", "POST"])
def preferences(request: HttpRequest) -> HttpResponse:
    user_id = customer_id(request)
    data = request.POST if request.method == "POST" else None
    form = PreferencesForm(data, refused=queries.refusals(user_id), quiet=queries.settings_of(user_id))
    if data is not None and form.is_valid():
        services.save_preferences(
            user_id=user_id,
            refused=form.refused(),
            quiet_from=form.cleaned_data["quiet_from"],
            quiet_until=form.cleaned_data["quiet_until"],
        )
        messages.success(request, _("Saved."))
        return redirect("notifications:preferences")
    status = 422 if form.errors else 200
    return render(request, "notifications/pages/preferences.html", {"form": form}, status=status)
