"""What the shop sells, as rewards see it: references with names. A shop plugs its own in with
`settings.REWARDS_CATALOG`; without it, staff write the references themselves."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string

Choice = tuple[str, str]


class Catalog(Protocol):
    """Pairs of a reference, as orders carry it to the rewards, and the name that staff know."""

    def products(self) -> Sequence[Choice]: ...

    def categories(self) -> Sequence[Choice]: ...


def get_catalog() -> Catalog | None:
    """The catalog that this store is configured with, if it is."""
    path = getattr(settings, "REWARDS_CATALOG", "")
    if not path:
        return None
    implementation: type[Catalog] = import_string(path)
    return implementation()
