"""Where webhooks may go: to the public internet, never into the store's own network.

An address is looked up once for each call, every answer is checked, and the call goes to an answer
that was checked: a name that means something else a moment later changes nothing. OWASP calls the
attack server-side request forgery.
"""

from __future__ import annotations

import ipaddress
import socket
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from notifications.exceptions import AddressRefused

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

NAT64 = ipaddress.IPv6Network("64:ff9b::/96")


@dataclass(frozen=True, slots=True)
class Target:
    """Where a call goes: `address` was checked, `host` is its name."""

    scheme: str
    host: str
    port: int
    path: str
    address: str


def require_public(url: str) -> Target:
    """Where this URL leads. Raises `AddressRefused` if it is no https address (http where the store
    allows it), carries a password, can't be found, or leads into an internal network."""
    try:
        parts = urlsplit(url)
        port = parts.port or (443 if parts.scheme == "https" else 80)
    except ValueError as error:
        raise AddressRefused(_("This is no address of a web server.")) from error
    allowed = ("https", "http") if settings.WEBHOOKS_ALLOW_HTTP else ("https",)
    if parts.scheme not in allowed or not parts.hostname:
        raise AddressRefused(_("The address must begin with https://."))
    if parts.username is not None or parts.password is not None:
        raise AddressRefused(_("The address must not hold a name or a password."))
    address = _checked(parts.hostname, port)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Target(parts.scheme, parts.hostname, port, path, address)


def _checked(host: str, port: int) -> str:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise AddressRefused(_("There is no server of that name."), permanent=False) from error
    addresses = [str(info[4][0]) for info in found]
    if not addresses or not all(is_allowed(address) for address in addresses):
        raise AddressRefused(_("The address leads into an internal network."))
    return addresses[0]


def is_allowed(text: str) -> bool:
    """Whether an IP address is public, or in one of `WEBHOOKS_ALLOWED_NETWORKS`."""
    address = ipaddress.ip_address(text.split("%")[0])
    if any(address in ipaddress.ip_network(network) for network in settings.WEBHOOKS_ALLOWED_NETWORKS):
        return True
    return all(_is_public(one) for one in (address, *_inside(address)))


def _is_public(address: Address) -> bool:
    local = isinstance(address, ipaddress.IPv6Address) and address.is_site_local
    return address.is_global and not (address.is_multicast or address.is_reserved or local)


def _inside(address: Address) -> list[Address]:
    """The IPv4 addresses that an IPv6 address stands for."""
    if isinstance(address, ipaddress.IPv4Address):
        return []
    found: list[Address | None] = [address.ipv4_mapped, address.sixtofour, *(address.teredo or ())]
    if address in NAT64:
        found.append(ipaddress.IPv4Address(int(address) & 0xFFFFFFFF))
    return [one for one in found if one is not None]
