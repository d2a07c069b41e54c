"""Make a key for the REST API."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from wallet_project.api_access.services import create_api_key
from wallet_project.core.api.callers import Scope
from wallet_project.core.exceptions import WalletProjectError


class Command(BaseCommand):
    help = "Make a key for the REST API and print it, once."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", help="who uses it, like 'Shop back end'")
        parser.add_argument(
            "--scope",
            action="append",
            required=True,
            choices=Scope.values,
            help="what it may do; repeat for more",
        )
        parser.add_argument("--days", type=int, help="let it expire after so many days")
        parser.add_argument(
            "--network", action="append", default=[], help="from where it may be used, like 203.0.113.0/24"
        )
        parser.add_argument(
            "--acts-for",
            metavar="E-MAIL",
            help="a member of staff whose rights and limits bind it, and who may decide by it; leave it out"
            " for the store itself, without limits",
        )
        parser.add_argument(
            "--return-host",
            action="append",
            default=[],
            help="to where customers may be sent back after paying, like shop.example; repeat for more,"
            " leave it out for any",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        days: int | None = options["days"]
        try:
            key, text = create_api_key(
                name=options["name"],
                scopes=options["scope"],
                expires_at=timezone.now() + timedelta(days=days) if days else None,
                allowed_networks=options["network"],
                return_hosts=options["return_host"],
                acts_for_id=_staff_member(options["acts_for"]),
            )
        except WalletProjectError as error:
            raise CommandError(error.message) from error
        self.stderr.write(f"{key.name}: {', '.join(key.scopes)}. Keep it safe, it is not shown again:")
        self.stdout.write(text)


def _staff_member(email: str | None) -> int | None:
    if email is None:
        return None
    staff = get_user_model().objects.filter(is_staff=True, is_active=True, email__iexact=email)
    found = staff.values_list("pk", flat=True).first()
    if found is None:
        raise CommandError(f"{email} is no active member of staff.")
    return int(found)
