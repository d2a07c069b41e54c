"""Where a customer may be sent back to after paying: to hosts that the key allows."""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from wallet_project.core.api.callers import Caller
from wallet_project.core.api.problems import ApiError

# A name or an address, in the letters that a browser turns every name into.
HOST = re.compile(r"\.?[a-z0-9]([a-z0-9.-]*[a-z0-9])?|[0-9a-f:.]*:[0-9a-f:.]*", re.ASCII)


def plain_host(text: str) -> str:
    """A host as it is compared: small letters, other alphabets as in DNS. Raises `ValueError` for what is
    none."""
    dot = "." if text.startswith(".") else ""
    name = text.removeprefix(".").strip("[]").lower()
    host = dot + (name if name.isascii() else name.encode("idna").decode())
    if not HOST.fullmatch(host):
        raise ValueError(text)
    return host


def require_return_host(caller: Caller, *addresses: str) -> None:
    """Raise `ApiError` (`return_host_not_allowed`) unless the caller's key allows the host of each address;
    an empty one is none. A key that names no hosts allows all."""
    if not caller.return_hosts:
        return
    for address in filter(None, addresses):
        if not _is_allowed(urlsplit(address).hostname or "", caller.return_hosts):
            message = _("This key may not send customers there. Add the host to the key, in the admin.")
            raise ApiError("return_host_not_allowed", message, host=urlsplit(address).hostname)


def _is_allowed(found: str, hosts: Sequence[str]) -> bool:
    try:
        host = plain_host(found)
    except ValueError:
        return False
    return any(host.endswith(one) if one.startswith(".") else host == one for one in hosts)
