"""The sidebar: what staff do every day first, then the groups that other apps add, the books below, then
whatever has no place yet. How an app adds a group: `wallets.admin.menu`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, TypeGuard

from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from wallets.admin.menu import MenuGroup, MenuModel, MenuPage, menu_groups
from wallets.admin.waiting import kinds_for, number_waiting
from wallets.enums import TopUpStatus

# Models that have their place in the groups below.
PLACED = frozenset(
    {
        "accounts.user",
        "auth.group",
        "ledger.journalentry",
        "ledger.ledgeraccount",
        "ledger.seal",
        "wallets.adjustment",
        "wallets.adjustmentpolicy",
        "wallets.adjustmentrequest",
        "wallets.gatewayeventrecord",
        "wallets.hold",
        "wallets.savedcard",
        "wallets.topup",
        "wallets.topuppolicy",
        "wallets.topupreturn",
        "wallets.transfer",
        "wallets.transferpolicy",
        "wallets.wallet",
    }
)


def sidebar(request: HttpRequest) -> list[dict[str, Any]]:
    """The groups of links that this staff member may open."""
    return [
        _group("", _home(request), _customers(request), _movements(request), _approvals(request)),
        _group(
            _("Wallets"),
            _model(request, "wallets.wallet", _("Wallets"), "account_balance_wallet"),
            _model(request, "wallets.hold", _("Holds"), "lock_clock"),
            _model(request, "wallets.topup", _("Top-ups"), "add_card"),
            _quarantine(request),
            _model(request, "wallets.topupreturn", _("Returned top-ups"), "undo"),
            _model(request, "wallets.transfer", _("Transfers"), "swap_horiz"),
            _model(request, "wallets.adjustment", _("Adjustments"), "exposure"),
            _model(request, "wallets.adjustmentrequest", _("Adjustments asked for"), "how_to_reg"),
            _model(request, "wallets.savedcard", _("Saved cards"), "credit_card"),
        ),
        *(_added(request, group) for group in menu_groups()),
        _group(
            _("Ledger"),
            _model(request, "ledger.journalentry", _("Entries"), "receipt_long"),
            _model(request, "ledger.ledgeraccount", _("Accounts"), "account_tree"),
            _model(request, "ledger.seal", _("Seals"), "verified"),
        ),
        *_others(request),
        _group(
            _("Settings"),
            _model(request, "wallets.topuppolicy", _("Limits for top-ups"), "tune"),
            _model(request, "wallets.transferpolicy", _("Limits for transfers"), "send_money"),
            _model(request, "wallets.adjustmentpolicy", _("Limits for staff"), "rule"),
            _model(request, "wallets.gatewayeventrecord", _("Webhooks received"), "webhook"),
            _model(request, "auth.group", _("Roles"), "badge"),
        ),
    ]


def _group(title: str, *items: dict[str, Any]) -> dict[str, Any]:
    return {"title": title, "separator": bool(title), "items": list(items)}


def _item(
    title: Any,
    icon: str,
    link: str,
    *,
    allowed: bool = True,
    active: Callable[[HttpRequest], bool] | None = None,
) -> dict[str, Any]:
    item: dict[str, Any] = {"title": title, "icon": icon, "link": link, "permission": lambda request: allowed}
    item["active"] = active or (lambda request: request.path.startswith(link))
    return item


def _added(request: HttpRequest, group: MenuGroup) -> dict[str, Any]:
    return _group(str(group.title), *(_entry(request, entry) for entry in group.entries))


def _entry(request: HttpRequest, entry: MenuModel | MenuPage) -> dict[str, Any]:
    if isinstance(entry, MenuModel):
        return _model(request, entry.label, str(entry.title), entry.icon)
    return _page(request, entry)


def _page(request: HttpRequest, entry: MenuPage) -> dict[str, Any]:
    allowed, path = request.user.has_perm(entry.permission), reverse(f"admin:{entry.name}")
    if not entry.query:
        return _item(entry.title, entry.icon, path, allowed=allowed)
    return _item(
        entry.title,
        entry.icon,
        f"{path}?{entry.query}",
        allowed=allowed,
        active=lambda request: request.path == path and entry.query in request.META.get("QUERY_STRING", ""),
    )


def _home(request: HttpRequest) -> dict[str, Any]:
    link = reverse("admin:index")
    return _item(_("Overview"), "dashboard", link, active=lambda request: request.path == link)


def _customers(request: HttpRequest) -> dict[str, Any]:
    return _model(request, "accounts.user", _("Customers"), "group")


def _movements(request: HttpRequest) -> dict[str, Any]:
    allowed = request.user.has_perm("wallets.view_wallet")
    return _item(_("All movements"), "swap_vert", reverse("admin:all_movements"), allowed=allowed)


def _approvals(request: HttpRequest) -> dict[str, Any]:
    """With how much waits, so that nobody has to look whether there is anything."""
    link, allowed = reverse("admin:approvals"), bool(kinds_for(request))
    item = _item(_("Waiting for a second person"), "supervisor_account", link, allowed=allowed)
    waiting = number_waiting(request) if allowed else 0
    return {**item, "badge": str(waiting)} if waiting else item


def _quarantine(request: HttpRequest) -> dict[str, Any]:
    query, title = f"status__exact={TopUpStatus.QUARANTINED}", _("To be checked")
    entry = MenuPage("wallets_topup_changelist", "wallets.view_topup", title, "gpp_maybe", query)
    return _page(request, entry)


def _model(request: HttpRequest, label: str, title: str, icon: str) -> dict[str, Any]:
    app_label, name = label.split(".")
    link = reverse(f"admin:{app_label}_{name}_changelist")
    return _item(
        title,
        icon,
        link,
        allowed=any(request.user.has_perm(f"{app_label}.{verb}_{name}") for verb in ("view", "change")),
        active=lambda request: request.path.startswith(link) and not _has_own_entry(request),
    )


def _has_own_entry(request: HttpRequest) -> bool:
    """Whether the open page stands in the menu by itself, beneath the list of a model or filtered."""
    pages = (reverse("admin:all_movements"), reverse("admin:approvals"))
    queries = [f"status__exact={TopUpStatus.QUARANTINED}"]
    queries += [entry.query for group in menu_groups() for entry in group.entries if _is_filtered(entry)]
    asked = request.META.get("QUERY_STRING", "")
    return request.path.startswith(pages) or any(query in asked for query in queries)


def _is_filtered(entry: MenuModel | MenuPage) -> TypeGuard[MenuPage]:
    return isinstance(entry, MenuPage) and bool(entry.query)


def _others(request: HttpRequest) -> Iterator[dict[str, Any]]:
    """A group for each app that we don't know, in the admin's own order."""
    placed = PLACED.union(*(group.labels for group in menu_groups()))
    for app in admin.site.get_app_list(request):
        models = [model for model in app["models"] if model["model"]._meta.label_lower not in placed]
        items = [
            _item(model["name"], "chevron_right", model["admin_url"])
            for model in models
            if model["admin_url"]
        ]
        if items:
            yield _group(app["name"], *items)
