"""`manage.py create_roles`: the groups Support, Operations and Finance."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from wallets.roles import create_roles


class Command(BaseCommand):
    help = "Makes the staff roles, or brings them back to exactly their permissions. Safe to repeat."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            names = create_roles()
        except LookupError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"Roles: {', '.join(names)}")
