"""What customers tell about themselves."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from wallet_project.accounts.models import User
from wallet_project.accounts.services import next_birthday_change, set_birthday, set_language
from wallet_project.core.exceptions import WalletProjectError
from wallet_project.storefront.forms import ProfileForm
from wallet_project.storefront.services.rewarding import promise_for_birthday
from wallet_project.storefront.views.customers import customer_id


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: HttpRequest) -> HttpResponse:
    user = User.objects.get(pk=customer_id(request))
    known = {"language": user.locale, "birthday": user.birthday}
    form = ProfileForm(request.POST if request.method == "POST" else None, initial=known)
    if form.is_valid():
        try:
            _speak(user, form.cleaned_data["language"])
            set_birthday(user_id=user.pk, birthday=form.cleaned_data["birthday"], now=timezone.now())
        except WalletProjectError as error:
            form.add_error("birthday", error.message)
        else:
            messages.success(request, _("Saved."))
            return redirect("storefront:profile")
    change = next_birthday_change(user)
    context = {
        "form": form,
        "next_change": change if change is not None and change > timezone.now() else None,
        "gift": promise_for_birthday(customer_id=user.pk),
    }
    return render(request, "storefront/profile.html", context, status=422 if form.errors else 200)


def _speak(user: User, language: str) -> None:
    """From now on, this answer included, in the chosen language; empty leaves it."""
    if language:
        set_language(user_id=user.pk, language=language)
        translation.activate(language)
