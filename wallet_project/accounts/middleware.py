"""Who is logged in is spoken to in their language; staff must have a second factor before the admin opens."""

from __future__ import annotations

from collections.abc import Callable

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _


class OwnLanguageMiddleware:
    """Pages are in the language that a person has chosen; a guest's browser says which (LocaleMiddleware)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        chosen = self._chosen(request)
        if not chosen:
            return self.get_response(request)
        with translation.override(chosen):
            request.LANGUAGE_CODE = chosen
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", translation.get_language() or chosen)
            return response

    def _chosen(self, request: HttpRequest) -> str:
        if settings.SESSION_COOKIE_NAME not in request.COOKIES or not request.user.is_authenticated:
            return ""
        locale = getattr(request.user, "locale", "")
        return locale if locale in dict(settings.LANGUAGES) else ""


class StaffMfaMiddleware:
    """Sends a staff member without a second factor from the admin to setting one up."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if self._must_enroll(request):
            messages.warning(request, _("Set up a second factor first: staff need one to open the admin."))
            return redirect("mfa_activate_totp")
        return self.get_response(request)

    def _must_enroll(self, request: HttpRequest) -> bool:
        return bool(
            settings.STAFF_MFA_REQUIRED
            and settings.SESSION_COOKIE_NAME in request.COOKIES
            and request.path.startswith(reverse("admin:index"))
            and request.user.is_authenticated
            and request.user.is_staff
            and not is_mfa_enabled(request.user)
        )
