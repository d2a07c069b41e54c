"""Customers and staff in the admin. What other apps know of a customer are tabs of their own."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin as BaseGroupAdmin
from django.contrib.auth.admin import UserAdmin as BaseUserAdmin
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin
from unfold.forms import AdminPasswordChangeForm
from unfold.forms import UserChangeForm as BaseUserChangeForm
from unfold.forms import UserCreationForm as BaseUserCreationForm

from wallet_project.accounts.customer_tabs import customer_tabs, tabs_of
from wallet_project.accounts.models import User
from wallet_project.core.admin_tools import ListAdmin, shown

# What makes somebody staff, or more than staff: superusers alone give it.
POWERS = ("is_staff", "is_superuser", "groups", "user_permissions")

admin.site.unregister(Group)


class UserCreationForm(BaseUserCreationForm):  # type: ignore[misc]
    class Meta:
        model = User
        fields = ("email",)


class UserChangeForm(BaseUserChangeForm):  # type: ignore[misc]
    class Meta:
        model = User
        fields = "__all__"


@admin.register(User)
class UserAdmin(BaseUserAdmin, ListAdmin):  # type: ignore[type-arg, misc]
    """A customer's page, with its tabs; nobody is deleted, who leaves is made inactive."""

    form = UserChangeForm
    change_form_outer_before_template = "admin/accounts/_tabs.html"
    add_form = UserCreationForm
    change_password_form = AdminPasswordChangeForm
    list_display = ("email", "name", "reference", "shown_role", "is_active", "date_joined")
    list_filter = ("is_staff", "is_active")
    list_fullwidth = False
    search_numbers = ("pk",)
    search_texts = ("email__icontains", "name__icontains", "reference")
    search_help_text = _("E-mail, name, reference or number")
    ordering = ("-pk",)
    readonly_fields = ("last_login", "date_joined")
    filter_horizontal = ()
    add_fieldsets = ((None, {"fields": ("email", "password1", "password2")}),)
    fieldsets = (
        (None, {"fields": ("email", "name", "reference", "locale", "time_zone", "is_active", "password")}),
        (_("Staff"), {"fields": POWERS}),
        (_("Dates"), {"fields": ("date_joined", "last_login")}),
    )

    @shown(_("role"), label={"staff": "info", "superuser": "warning"})
    def shown_role(self, user: User) -> tuple[str, Any] | None:
        if user.is_superuser:
            return "superuser", _("Superuser")
        return ("staff", _("Staff")) if user.is_staff else None

    def get_urls(self) -> list[URLPattern]:
        own = [
            path(f"<int:customer_id>/{page.route}", self.admin_site.admin_view(page.view), name=page.name)
            for tab in customer_tabs()
            for page in tab.pages
        ]
        return own + super().get_urls()

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> Any:
        user = self.get_object(request, object_id) if object_id else None
        context = {"tabs": tabs_of(request, user)} if user else {}
        return super().changeform_view(request, object_id, form_url, {**context, **(extra_context or {})})

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> tuple[str, ...]:
        powers = () if _is_superuser(request) else POWERS
        return (*self.readonly_fields, *powers)

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """Staff are changed by superusers alone: who may change them could log in as them."""
        if obj is not None and (obj.is_staff or obj.is_superuser) and not _is_superuser(request):
            return False
        return bool(super().has_change_permission(request, obj))

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return False

    def user_change_password(self, request: HttpRequest, id: str, form_url: str = "") -> HttpResponse:  # noqa: A002
        """A password is set by superusers alone: who sets it can log in as that person."""
        if not _is_superuser(request):
            raise PermissionDenied
        response: HttpResponse = super().user_change_password(request, id, form_url)
        return response


@admin.register(Group)
class RoleAdmin(BaseGroupAdmin, ModelAdmin):  # type: ignore[misc]
    """Roles of staff. Superusers alone change them; `manage.py create_roles` makes the usual three."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return _is_superuser(request)

    def has_change_permission(self, request: HttpRequest, obj: Group | None = None) -> bool:
        return _is_superuser(request)

    def has_delete_permission(self, request: HttpRequest, obj: Group | None = None) -> bool:
        return _is_superuser(request)


def _is_superuser(request: HttpRequest) -> bool:
    return bool(request.user.is_active and request.user.is_superuser)
