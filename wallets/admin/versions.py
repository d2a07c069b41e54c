"""Decisions of the store, version by version: who made each, when, and what it changed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin

from wallet_project.core.admin_tools import shown
from wallets.models import Version

# Somebody who writes "now" has a moment to fill in the rest.
A_MOMENT_SECONDS = 15 * 60
HISTORY = ("created_by", "created_at", "shown_changes")


class VersionAdmin(ModelAdmin):  # type: ignore[misc]
    """A version in force or past is only read: the next one is added beside it. None is deleted."""

    decided_fields: ClassVar[tuple[str, ...]] = ()
    show_full_result_count = False
    list_select_related = ("created_by",)
    readonly_fields = HISTORY

    def get_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """With who decided it and what it changed, once it is there."""
        typed = ("currency", "starts_at", *self.decided_fields)
        return (*typed, *HISTORY) if obj else typed

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        is_ahead = obj is None or obj.starts_at > timezone.now()
        return is_ahead and bool(super().has_change_permission(request, obj))

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: Any, form: forms.ModelForm[Any], change: bool) -> None:
        if not change:
            obj.created_by_id = request.user.pk
        super().save_model(request, obj, form, change)

    @shown(_("what it changed"))
    def shown_changes(self, version: Version) -> str | SafeString:
        """Against the version that held before it."""
        before = _before(version)
        if before is None:
            return gettext("It is the first one.")
        lines = list(_changes(version, before, self.decided_fields))
        if not lines:
            return gettext("Nothing.")
        return format_html_join("", "<div>{}</div>", ((line,) for line in lines))


def require_ahead(starts_at: datetime) -> datetime:
    """The same moment; raises `ValidationError` for one that is past."""
    if (timezone.now() - starts_at).total_seconds() > A_MOMENT_SECONDS:
        raise forms.ValidationError(gettext("A version can't hold from a moment that is past."))
    return starts_at


def _before(version: Version) -> Version | None:
    versions = type(version)._default_manager.filter(currency=version.currency)
    return versions.filter(starts_at__lt=version.starts_at).order_by("-starts_at").first()


def _changes(version: Version, before: Version, names: tuple[str, ...]) -> Iterator[str]:
    for name in names:
        was, is_now = getattr(before, name), getattr(version, name)
        if was != is_now:
            label = version._meta.get_field(name).verbose_name  # type: ignore[union-attr]
            yield f"{label}: {_said(was)} → {_said(is_now)}"


def _said(value: Any) -> str:
    if value is None:
        return gettext("empty")
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    if isinstance(value, list):
        return ", ".join(map(str, value)) or gettext("empty")
    return f"{value.normalize():f}" if isinstance(value, Decimal) else str(value)
