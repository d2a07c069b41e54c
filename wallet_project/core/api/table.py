"""Every operation below an address, read from the URL table."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver

from wallet_project.core.api.operations import Operation, operations_of
from wallet_project.core.api.views import ApiView


@dataclass(frozen=True, slots=True)
class Entry:
    """An operation and where it is."""

    method: str
    path: str
    operation: Operation


def operations_below(prefix: str) -> Iterator[Entry]:
    """All operations whose address begins with `prefix`, like `api/v1/`."""
    for path, pattern in _patterns(get_resolver(), ""):
        view = getattr(pattern.callback, "view_class", None)
        if path.startswith(prefix) and isinstance(view, type) and issubclass(view, ApiView):
            for method, promised in operations_of(view):
                yield Entry(method, f"/{path}", promised)


def _patterns(resolver: URLResolver, prefix: str) -> Iterator[tuple[str, URLPattern]]:
    for one in resolver.url_patterns:
        path = prefix + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from _patterns(one, path)
        else:
            yield path, one
