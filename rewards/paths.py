"""Where the pages of scratch cards, offers and vouchers are, for letters."""

from __future__ import annotations

from typing import Any

from django.urls import NoReverseMatch, reverse


def page_path(name: str, *arguments: Any) -> str:
    """The path of a page; empty in a store that does not use our pages."""
    try:
        return reverse(f"rewards:{name}", args=arguments)
    except NoReverseMatch:
        return ""
