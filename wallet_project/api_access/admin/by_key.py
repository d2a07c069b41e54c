"""With which API key something was asked for, in lists and on pages of other things."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db.models import OuterRef, QuerySet, Subquery, Value
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from wallet_project.api_access.models import ApiKey
from wallet_project.core.admin_tools import ListAdmin, shown


class ByKeyAdmin(ListAdmin):
    """`shown_key` for lists and pages: the newest key of the line in the field `key_line_field`,
    with a link for those who may see keys."""

    key_line_field: ClassVar[str] = "key_line"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        keys = ApiKey.objects.filter(lineage=OuterRef(self.key_line_field)).order_by("-pk")
        rows: QuerySet[Any] = super().get_queryset(request)
        named: QuerySet[Any] = rows.annotate(
            api_key_id=Subquery(keys.values("pk")[:1]),
            api_key_name=Subquery(keys.values("name")[:1]),
            opens_keys=Value(request.user.has_perm("api_access.view_apikey")),
        )
        return named

    @shown(_("API key"))
    def shown_key(self, row: Any) -> SafeString | str:
        if row.api_key_id is None:
            return "–"
        if not row.opens_keys:
            return str(row.api_key_name)
        address = reverse("admin:api_access_apikey_change", args=[row.api_key_id])
        return format_html('<a class="text-link" href="{}">{}</a>', address, row.api_key_name)
