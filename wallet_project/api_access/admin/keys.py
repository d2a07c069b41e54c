"""Keys: made and rotated with their text shown once, revoked at once."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import admin
from django.contrib import messages as notices
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from wallet_project.api_access import services
from wallet_project.api_access.admin.forms import ApiKeyForm
from wallet_project.api_access.models import ApiKey
from wallet_project.core.admin_tools import ReadOnlyAdmin, detail_action, read_number, shown
from wallet_project.core.exceptions import NotFound, WalletProjectError

NEWEST_CALLS = 20
LABELS = {"works": "success", "expired": "warning", "revoked": "danger"}


@admin.register(ApiKey)
class ApiKeyAdmin(ReadOnlyAdmin):
    list_display = ("name", "prefix", "shown_scopes", "shown_status", "last_used_at", "expires_at")
    search_texts = ("name__icontains", "prefix")
    search_help_text = _("Name, or how it begins")
    ordering = ("-pk",)
    fields = (
        "name", "prefix", "shown_scopes", "shown_state", "acts_for", "shown_networks", "shown_hosts",
        "expires_at", "last_used_at", "shown_calls", "created_at", "created_by", "revoked_at",
    )  # fmt: skip
    readonly_fields = ("shown_scopes", "shown_state", "shown_networks", "shown_hosts", "shown_calls")
    change_form_outer_after_template = "admin/api_access/_calls.html"
    actions_detail: ClassVar[list[str]] = ["rotate", "revoke"]

    @shown(_("scopes"))
    def shown_scopes(self, key: ApiKey) -> str:
        return ", ".join(key.scopes)

    @shown(_("allowed networks"))
    def shown_networks(self, key: ApiKey) -> str:
        return ", ".join(key.allowed_networks) or gettext("any")

    @shown(_("return hosts"))
    def shown_hosts(self, key: ApiKey) -> str:
        return ", ".join(key.return_hosts) or gettext("any")

    @shown(_("status"), label=LABELS)
    def shown_status(self, key: ApiKey) -> tuple[str, str]:
        if key.revoked_at is not None:
            return "revoked", gettext("Revoked")
        return (
            ("works", gettext("Works")) if key.is_valid(timezone.now()) else ("expired", gettext("Expired"))
        )

    @shown(_("status"))
    def shown_state(self, key: ApiKey) -> str:
        return self.shown_status(key)[1]

    @shown(_("calls"))
    def shown_calls(self, key: ApiKey) -> SafeString:
        address = reverse("admin:api_access_apicall_changelist")
        return format_html(
            '<a href="{}?key__id__exact={}">{}</a>', address, key.pk, _("All of the last days")
        )

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> Any:
        key = self._key(object_id or "")
        calls = list(key.calls.order_by("-pk")[:NEWEST_CALLS]) if key is not None else []
        return super().changeform_view(
            request, object_id, form_url, {"calls": calls, **(extra_context or {})}
        )

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm("api_access.add_apikey")

    def has_manage_permission(self, request: HttpRequest, object_id: Any = None) -> bool:
        return request.user.has_perm("api_access.change_apikey")

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = ApiKeyForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            try:
                key, text = services.create_api_key(**form.settings, created_by_id=request.user.pk)
            except WalletProjectError as error:
                form.add_error(None, error.message)
            else:
                self.log_addition(request, key, gettext("Added."))
                return self._show_once(request, key, text)
        return self._page(request, "form.html", title=gettext("Add an API key"), form=form)

    @detail_action(_("Rotate"), path="rotate", permission="manage")
    def rotate(self, request: HttpRequest, object_id: str) -> HttpResponse:
        key = self._key(object_id)
        if request.method != "POST" or key is None:
            question = gettext("A new key takes its place. The old one goes on working for a week.")
            return self._ask(request, key, question)
        try:
            new, text = services.rotate_api_key(
                key_id=key.pk, now=timezone.now(), created_by_id=request.user.pk
            )
        except WalletProjectError as error:
            notices.error(request, error.message)
            return redirect("admin:api_access_apikey_change", key.pk)
        self.log_change(request, key, gettext("Rotated."))
        return self._show_once(request, new, text)

    @detail_action(_("Revoke"), path="revoke", permission="manage")
    def revoke(self, request: HttpRequest, object_id: str) -> HttpResponse:
        key = self._key(object_id)
        if request.method != "POST" or key is None:
            return self._ask(request, key, gettext("From this moment on nothing can be done with it."))
        services.revoke_api_key(key_id=key.pk, now=timezone.now())
        self.log_change(request, key, gettext("Revoked."))
        notices.success(request, gettext("The key no longer works."))
        return redirect("admin:api_access_apikey_change", key.pk)

    def _key(self, object_id: str) -> ApiKey | None:
        number = read_number(object_id)
        return ApiKey.objects.filter(pk=number).first() if number is not None else None

    def _ask(self, request: HttpRequest, key: ApiKey | None, question: str) -> HttpResponse:
        """Before anything changes: a link must not do it."""
        if key is None:
            notices.error(request, NotFound(gettext("API key")).message)
            return redirect("admin:api_access_apikey_changelist")
        return self._page(request, "confirm.html", title=key.name, key=key, question=question)

    def _show_once(self, request: HttpRequest, key: ApiKey, text: str) -> HttpResponse:
        """The only page that ever shows the key; it stands in no session, cookie or log."""
        return self._page(request, "shown_once.html", title=key.name, key=key, text=text)

    def _page(self, request: HttpRequest, name: str, **context: Any) -> HttpResponse:
        frame = {**admin.site.each_context(request), "opts": ApiKey._meta, "model_admin": self}
        page = TemplateResponse(request, f"admin/api_access/{name}", {**frame, **context})
        add_never_cache_headers(page)
        return page
