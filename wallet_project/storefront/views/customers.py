"""Who is asking."""

from __future__ import annotations

from django.http import HttpRequest


def customer_id(request: HttpRequest) -> int:
    """The primary key of the customer who is logged in; for views that require it."""
    return int(request.user.pk)  # type: ignore[arg-type]


def visitor_id(request: HttpRequest) -> int | None:
    """The primary key of the customer, if somebody is logged in."""
    return customer_id(request) if request.user.is_authenticated else None


def wants_fragment(request: HttpRequest) -> bool:
    """Whether htmx asked, to put the answer into the page that is open."""
    return bool(getattr(request, "htmx", False))


def key_of(text: str | None) -> int | None:
    """The key of a page as it stands in an address; anything else is no key."""
    if text and text.isascii() and text.isdigit() and len(text) <= 18:
        return int(text)
    return None
