"""`python -m wallet_project.demo.prepare`: brings the demo's database up to date and loads the shop."""

from __future__ import annotations

import django
from django.core.management import call_command

from wallet_project.core import heartbeat


def main() -> None:
    django.setup()
    heartbeat.forget()
    call_command("migrate", verbosity=0, interactive=False)
    call_command("load_demo", verbosity=0)


if __name__ == "__main__":
    main()
