"""The three roles of staff, as groups with exact permissions.

Support reads, operations credit and debit up to a limit and freeze, finance does everything with
money and approves what others ask for. An app above adds to a role by an attribute of its `AppConfig`:
`role_permissions = {"Operations": ("storefront.change_order",)}`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.apps import apps
from django.contrib.auth.models import Group, Permission
from django.db import transaction

SUPPORT, OPERATIONS, FINANCE = "Support", "Operations", "Finance"

VIEW = (
    "accounts.view_user",
    "ledger.view_journalentry",
    "ledger.view_ledgeraccount",
    "ledger.view_posting",
    "ledger.view_seal",
    "wallets.view_adjustment",
    "wallets.view_adjustmentpolicy",
    "wallets.view_adjustmentrequest",
    "wallets.view_gatewayeventrecord",
    "wallets.view_hold",
    "wallets.view_savedcard",
    "wallets.view_topup",
    "wallets.view_topuppolicy",
    "wallets.view_topupreturn",
    "wallets.view_transfer",
    "wallets.view_transferpolicy",
    "wallets.view_wallet",
)
OPERATE = (*VIEW, "wallets.add_wallet", "wallets.adjust_wallet", "wallets.freeze_wallet")
ROLES: Mapping[str, tuple[str, ...]] = {
    SUPPORT: VIEW,
    OPERATIONS: OPERATE,
    FINANCE: (
        *OPERATE,
        "ledger.reverse_entry",
        "wallets.add_adjustmentpolicy",
        "wallets.add_topuppolicy",
        "wallets.add_transferpolicy",
        "wallets.adjust_wallet_unlimited",
        "wallets.approve_adjustment",
        "wallets.change_adjustmentpolicy",
        "wallets.change_topuppolicy",
        "wallets.change_transferpolicy",
    ),
}


def permissions_of(role: str) -> list[str]:
    """All permissions of a role, those that other apps add included, like `wallets.view_wallet`."""
    wanted = set(ROLES[role])
    for app in apps.get_app_configs():
        wanted.update(getattr(app, "role_permissions", {}).get(role, ()))
    return sorted(wanted)


def create_roles() -> list[str]:
    """Make the groups, or bring them back to exactly their permissions. Safe to repeat.

    Answers with their names. Raises `LookupError` for a permission that does not exist.
    """
    known = _known_permissions()
    with transaction.atomic():
        for role in ROLES:
            group, _created = Group.objects.get_or_create(name=role)
            group.permissions.set(_ids(permissions_of(role), known))
    return list(ROLES)


def _known_permissions() -> dict[str, int]:
    rows = Permission.objects.values_list("content_type__app_label", "codename", "pk").order_by()
    return {f"{app_label}.{codename}": pk for app_label, codename, pk in rows}


def _ids(labels: Iterable[str], known: Mapping[str, int]) -> list[int]:
    missing = [label for label in labels if label not in known]
    if missing:
        raise LookupError(f"Migrate first: there is no permission {', '.join(missing)}.")
    return [known[label] for label in labels]
