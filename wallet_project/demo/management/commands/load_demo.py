"""`manage.py load_demo`: the catalog, the log-ins and what happened so far. Safe to repeat."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from wallet_project.demo.loading import load_demo


class Command(BaseCommand):
    help = "Load the demo shop; what is there already is left as it is."

    def handle(self, *args: Any, **options: Any) -> None:
        load_demo()
        if options["verbosity"]:
            self.stdout.write("The demo shop is loaded.")
