"""`python -m wallet_project.demo`: the whole shop on this machine, until Ctrl-C."""

from __future__ import annotations

import json
import subprocess
import sys
import time
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, ExitStack

from rich.console import Console, Group
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from wallet_project import embedded
from wallet_project.demo.configuration import (
    BASE_DIR,
    WEBHOOK_PATH,
    CannotStart,
    Configuration,
    read_configuration,
    take_data_dir,
)
from wallet_project.demo.parts import Parts, say
from wallet_project.demo.people import PEOPLE
from wallet_project.demo.stopping import Stopped, Stopper
from wallet_project.fake_stripe.client import FakeStripe
from wallet_project.fake_stripe.process import start_fake_stripe

READY_WITHIN_SECONDS = 120

console = Console(highlight=False)


def main() -> int:
    """Start, run until stopped, stop. Returns the exit code."""
    stopper = Stopper()
    stopper.install()
    try:
        return _run(stopper)
    except Stopped:
        return 0
    except CannotStart as error:
        say(console, Text(str(error), "red"))
        return 1
    finally:
        stopper.ignore_from_now_on()
        embedded.leave_all()


def _run(stopper: Stopper) -> int:
    began = time.monotonic()
    configuration = read_configuration()
    with ExitStack() as stack:
        stack.enter_context(take_data_dir(configuration.data_dir))
        _say("Starting PostgreSQL and Redis")
        with stopper.holding():
            environment = _start_services(configuration)
        _say("Loading the shop")
        stack.enter_context(_fake_stripe(configuration))
        _load_shop(environment)
        _say("Opening it")
        parts = Parts(configuration, environment, console)
        code = parts.run(lambda: _announce(configuration, began))
        if code:
            say(console, Text(f"The demo stops, because {parts.who_ended()} ended.", "red"))
    embedded.leave_all()
    say(console, "Stopped. Nothing is left running; your data is kept.")
    return code


def _say(step: str) -> None:
    say(console, Text(f"{step} …", "dim"))


def _start_services(configuration: Configuration) -> dict[str, str]:
    with ThreadPoolExecutor(1) as pool:
        redis = pool.submit(embedded.start_redis, configuration.data_dir / "redis")
        database_url = embedded.start_postgres(configuration.data_dir / "postgres")
        return configuration.environment(database_url, redis.result())


def _fake_stripe(configuration: Configuration) -> AbstractContextManager[FakeStripe]:
    return start_fake_stripe(
        state=str(configuration.data_dir / "stripe.sqlite3"),
        port=configuration.stripe_port,
        webhook_url=configuration.site_url + WEBHOOK_PATH,
        webhook_secret=configuration.webhook_secret,
        secret_key=configuration.stripe_key,
    )


def _load_shop(environment: dict[str, str]) -> None:
    """Migrate and load. A process of its own, so that a failure is plain and its memory is given back."""
    done = subprocess.run(
        [sys.executable, "-m", "wallet_project.demo.prepare"],
        cwd=BASE_DIR,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        say(console, Text(done.stdout))
        raise CannotStart("The shop could not be loaded; the reason is above.")


def _announce(configuration: Configuration, began: float) -> None:
    """Say where the shop is once it is ready, or what it waits for."""
    unwell: dict[str, str] = {}
    deadline = time.monotonic() + READY_WITHIN_SECONDS
    while time.monotonic() < deadline:
        answer = _ask_whether_ready(configuration)
        if answer == {}:
            say(console, _welcome(configuration, time.monotonic() - began))
            return
        unwell = answer or unwell
        time.sleep(0.2)
    say(console, Text.from_markup(f"[red]Not ready after {READY_WITHIN_SECONDS} seconds:[/] {unwell}"))


def _ask_whether_ready(configuration: Configuration) -> dict[str, str] | None:
    """What is not well; None if nobody answers yet."""
    try:
        with urllib.request.urlopen(f"{configuration.site_url}/ready/", timeout=10) as answer:  # noqa: S310
            found: dict[str, str] = json.load(answer)["unwell"]
    except urllib.error.HTTPError as error:
        with error:
            return {"web": f"answers {error.code}"} if error.code != 503 else dict(json.load(error)["unwell"])
    except OSError:
        return None
    return found


def _welcome(configuration: Configuration, seconds: float) -> Panel:
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="dim")
    for heading in ("Log in as", "E-mail", "Password"):
        table.add_column(heading)
    for person in PEOPLE:
        table.add_row(person.role, person.email, person.password)
    places = (
        f"Admin: {configuration.site_url}/admin/",
        f"E-mail that was sent: {configuration.site_url}/mailbox/",
    )
    lines = Group(table, "", *places, "Ctrl-C stops everything.")
    title = f"The shop is open: [bold]{configuration.site_url}[/]"
    foot = f"ready in {seconds:.1f} s"
    return Panel(lines, title=title, subtitle=foot, border_style="green", expand=False, padding=(1, 2))


if __name__ == "__main__":
    sys.exit(main())
