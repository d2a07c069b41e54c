"""The admin's frame: who may log in, and what its pages may run."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from weakref import WeakKeyDictionary

from allauth.account.decorators import secure_admin_login
from csp.decorators import csp_update
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from unfold.sites import UnfoldAdminSite

# Unfold is built on Alpine, which compiles the expressions in its attributes, and writes the theme's
# colors into the page. The shop's own pages stay without both.
ADMIN_POLICY = {"script-src": ["'self'", "'unsafe-eval'"], "style-src": ["'self'", "'unsafe-inline'"]}


class StoreAdminSite(UnfoldAdminSite):  # type: ignore[misc]
    """Unfold's admin behind the shop's own log-in, so that nobody gets past the second factor."""

    def __init__(self, name: str = "admin") -> None:
        super().__init__(name)
        self._app_lists: WeakKeyDictionary[HttpRequest, list[Any]] = WeakKeyDictionary()

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[Any]:
        """As ever, but the whole list is made once for a request: the frame and the sidebar both ask."""
        if app_label is not None:
            return list(super().get_app_list(request, app_label))
        if request not in self._app_lists:
            self._app_lists[request] = super().get_app_list(request)
        return self._app_lists[request]

    @method_decorator(never_cache)
    @method_decorator(secure_admin_login)
    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Staff who are logged in go on; the others log in at the shop. No password is taken here."""
        return redirect("admin:index")

    def admin_view(self, view: Callable[..., Any], cacheable: bool = False) -> Callable[..., Any]:
        wrapped: Callable[..., Any] = csp_update(ADMIN_POLICY)(super().admin_view(view, cacheable))
        return wrapped
