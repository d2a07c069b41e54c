"""Making, checking, rotating and revoking keys."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from ipaddress import ip_address, ip_network

from django.db import transaction
from django.utils.translation import gettext as _

from wallet_project.api_access.exceptions import BadKeySettings
from wallet_project.api_access.keys import NewKey, new_key, read_key
from wallet_project.api_access.models import ApiKey
from wallet_project.api_access.remembered import forget, recall
from wallet_project.core.api.callers import Scope
from wallet_project.core.api.return_hosts import plain_host
from wallet_project.core.exceptions import InvalidState, NotFound
from wallet_project.core.prepared import fetch_one

USUAL_OVERLAP = timedelta(days=7)
# What a call needs to know of its key.
ASKED_BY_CALLS = (
    *("digest", "lineage", "scopes", "allowed_networks", "return_hosts"),
    *("acts_for_id", "expires_at", "revoked_at"),
)


def create_api_key(
    *,
    name: str,
    scopes: Sequence[str],
    expires_at: datetime | None = None,
    allowed_networks: Sequence[str] = (),
    return_hosts: Sequence[str] = (),
    acts_for_id: int | None = None,
    created_by_id: int | None = None,
) -> tuple[ApiKey, str]:
    """A new key, and its text, which can never be shown again.

    `return_hosts` are those that customers may be sent back to, none for any. Raises `BadKeySettings`
    without a name or scopes, for a scope that does not exist or for what is no network or host.
    """
    made = new_key()
    key = ApiKey(
        name=name.strip(),
        prefix=made.prefix,
        digest=made.digest,
        scopes=_known_scopes(scopes),
        allowed_networks=_networks(allowed_networks),
        return_hosts=_hosts(return_hosts),
        acts_for_id=acts_for_id,
        expires_at=expires_at,
        created_by_id=created_by_id,
    )
    if not key.name:
        raise BadKeySettings(_("Give the key a name that says who uses it."))
    key.save()
    return key, made.text


def rotate_api_key(
    *, key_id: int, now: datetime, overlap: timedelta = USUAL_OVERLAP, created_by_id: int | None = None
) -> tuple[ApiKey, str]:
    """A new key in the place of an old one, which goes on working for `overlap`; and the new one's text.

    Raises `NotFound`, `InvalidState` for a key that no longer works.
    """
    with transaction.atomic():
        old = _locked(key_id)
        if not old.is_valid(now):
            raise InvalidState(_("This key no longer works; make a new one."))
        made = new_key()
        key = ApiKey.objects.create(
            name=old.name,
            prefix=made.prefix,
            digest=made.digest,
            lineage=old.lineage,
            scopes=old.scopes,
            allowed_networks=old.allowed_networks,
            return_hosts=old.return_hosts,
            acts_for_id=old.acts_for_id,
            expires_at=old.expires_at,
            created_by_id=created_by_id,
        )
        old.expires_at = min(now + overlap, old.expires_at or now + overlap)
        old.save(update_fields=["expires_at"])
    forget(old.prefix)
    return key, made.text


def revoke_api_key(*, key_id: int, now: datetime) -> ApiKey:
    """Let a key work no more; what has just asked for it may answer for a quarter of a second (`remembered`).
    Raises `NotFound`. Safe to repeat."""
    with transaction.atomic():
        key = _locked(key_id)
        if key.revoked_at is None:
            key.revoked_at = now
            key.save(update_fields=["revoked_at"])
    forget(key.prefix)
    return key


def find_api_key(text: str, *, address: str, now: datetime) -> ApiKey | None:
    """The key that somebody sent from an address; None unless it is one, works, may come from there,
    and whoever it acts for still works here. One query, two for a key that acts for somebody, and none
    for what is no key at all or has just called."""
    sent = read_key(text)
    if sent is None:
        return None
    key = recall(sent.prefix, _find)
    if key is None or not _is_right(key, sent):
        return None
    if key.acts_for is not None and not key.acts_for.is_active:
        return None
    return key if key.is_valid(now) and _may_come_from(key, address) else None


def _find(prefix: str) -> ApiKey | None:
    return fetch_one(ApiKey, only=ASKED_BY_CALLS, prefix=prefix)


def _is_right(key: ApiKey, sent: NewKey) -> bool:
    return secrets.compare_digest(key.digest, sent.digest)


def _may_come_from(key: ApiKey, address: str) -> bool:
    if not key.allowed_networks:
        return True
    try:
        found = ip_address(address)
        found = getattr(found, "ipv4_mapped", None) or found
    except ValueError:
        return False
    return any(found in ip_network(network) for network in key.allowed_networks)


def _locked(key_id: int) -> ApiKey:
    key = ApiKey.objects.select_for_update(no_key=True).filter(pk=key_id).first()
    if key is None:
        raise NotFound(_("API key"))
    return key


def _known_scopes(scopes: Sequence[str]) -> list[str]:
    if unknown := sorted(set(scopes) - set(Scope.values)):
        raise BadKeySettings(_("There is no scope %(scope)s.") % {"scope": ", ".join(unknown)})
    if not scopes:
        raise BadKeySettings(_("Give the key at least one scope."))
    return [scope for scope in Scope.values if scope in set(scopes)]


def _networks(texts: Sequence[str]) -> list[str]:
    try:
        return [str(ip_network(text.strip())) for text in texts if text.strip()]
    except ValueError as error:
        raise BadKeySettings(_("Write networks like 203.0.113.0/24 or 2001:db8::/32.")) from error


def _hosts(texts: Sequence[str]) -> list[str]:
    try:
        return [plain_host(text.strip()) for text in texts if text.strip()]
    except ValueError as error:
        raise BadKeySettings(
            _("Write hosts like shop.example, or .shop.example for all below it.")
        ) from error
