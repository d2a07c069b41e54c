"""Keys by the lines that they belong to."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from wallet_project.api_access.models import ApiKey


def key_names(lines: Iterable[UUID | None]) -> dict[UUID | None, str]:
    """What the newest key of each line is called, in one query; in none where there are no lines."""
    wanted = {line for line in lines if line is not None}
    keys = ApiKey.objects.filter(lineage__in=wanted).order_by("pk") if wanted else ApiKey.objects.none()
    return dict(keys.values_list("lineage", "name"))
