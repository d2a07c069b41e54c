"""From the reference of a movement to the shop's page about it.

This app knows no shop. `WALLETS_REFERENCE_URL` says how to find an order's page: the name of a URL
that takes the reference as its only argument ("storefront:order"), or the dotted path of a function
that takes it and answers with an address, or "" where there is none.
"""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.urls import NoReverseMatch, reverse
from django.utils.module_loading import import_string


def reference_url(reference: str) -> str:
    """The address of the page about this order; empty where the shop has none."""
    hook: str = getattr(settings, "WALLETS_REFERENCE_URL", "")
    if not hook or not reference:
        return ""
    if "." in hook:
        find: Callable[[str], str] = import_string(hook)
        return find(reference)
    try:
        return reverse(hook, args=[reference])
    except NoReverseMatch:
        return ""
