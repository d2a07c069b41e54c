"""The tabs of a customer's page in the admin. Apps above this one add theirs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

    from wallet_project.accounts.models import User

    View = Callable[..., HttpResponseBase]


@dataclass(frozen=True, slots=True)
class CustomerPage:
    """An address beneath a customer's: `name` is that of the URL, `admin:<name>`; the view gets
    `customer_id`."""

    route: str
    name: str
    view: View


@dataclass(frozen=True, slots=True)
class CustomerTab:
    """One tab: the first of its pages is what it opens, for those who have `permission`."""

    title: StrOrPromise
    permission: str
    pages: Sequence[CustomerPage]


_tabs: list[CustomerTab] = []


def register_customer_tab(tab: CustomerTab) -> None:
    """Add a tab behind those that are there. Call it when the app's `admin` is loaded."""
    _tabs.append(tab)


def customer_tabs() -> Sequence[CustomerTab]:
    return tuple(_tabs)


def tabs_of(request: HttpRequest, customer: User, active: str = "") -> list[dict[str, Any]]:
    """The tabs that this staff member may open, for `admin/accounts/_tabs.html`; `active` is the name
    of the open page, empty for the first tab."""
    first = {
        "title": _("Customer"),
        "link": reverse("admin:accounts_user_change", args=[customer.pk]),
        "active": not active,
    }
    others = [
        {
            "title": tab.title,
            "link": reverse(f"admin:{tab.pages[0].name}", args=[customer.pk]),
            "active": tab.pages[0].name == active,
        }
        for tab in _tabs
        if request.user.has_perm(tab.permission)
    ]
    return [first, *others]
