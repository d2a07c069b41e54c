"""Calls of the last days."""

from __future__ import annotations

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from wallet_project.api_access.models import ApiCall
from wallet_project.core.admin_tools import DayRangeFilter, ReadOnlyAdmin


@admin.register(ApiCall)
class ApiCallAdmin(ReadOnlyAdmin):
    list_display = ("called_at", "key", "customer_id", "method", "path", "status", "milliseconds", "address")
    list_filter = ("key", ("called_at", DayRangeFilter))
    list_select_related = ("key",)
    search_numbers = ("customer_id", "status")
    search_texts = ("path",)
    search_help_text = _("Path, status, or a customer's number")
    ordering = ("-pk",)
