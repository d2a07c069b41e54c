"""Staff of each role, logged in to the admin."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse

from tests.factories.wallets import make_user
from wallets.roles import create_roles

ROLES = ("Support", "Operations", "Finance")


def make_role(role: str) -> Any:
    """A staff member with exactly this role; "Superuser" for one with all powers, "" for none."""
    create_roles()
    user = make_user(is_staff=True, is_superuser=role == "Superuser")
    if role in ROLES:
        user.groups.add(Group.objects.get(name=role))
    return user


def client_of(role: str, **options: Any) -> Client:
    """A browser in which a new staff member of this role is logged in."""
    client = Client(**options)
    client.force_login(make_role(role))
    return client


def address(name: str, *arguments: Any) -> str:
    return reverse(f"admin:{name}", args=arguments)


def counts_of_rows(queries: Any) -> list[str]:
    """The queries that count a list's rows; the menu counts what waits for a second person."""
    return [one["sql"] for one in queries if "COUNT(" in one["sql"] and "UNION ALL" not in one["sql"]]
