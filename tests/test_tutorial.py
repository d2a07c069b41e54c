"""docs/api.md, run from top to bottom against a live store: what it shows is what comes out."""

from __future__ import annotations

import io
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import redirect_stdout
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.conf import settings as store
from django.db import connection

from rewards.enums import Activity
from tests.factories.earning import make_fixed_rule
from tests.support.api import api_key
from tests.support.crashes import ROOT
from tests.support.fake_stripe import wait_until
from tests.support.refunds import everything_agrees
from tests.support.webhooks import deliver

pytestmark = pytest.mark.django_db(transaction=True)

PAGE = ROOT / "docs" / "api.md"
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$|^<!-- by hand: (\w+) (.+?) -->$", re.M | re.S)
STORE = "http://127.0.0.1:8000"
SHOWN = ("json", "text")


def blocks() -> Iterator[tuple[str, str]]:
    """Every block of the page with its language, and what a reader does by hand in between."""
    for language, text, hand, argument in BLOCK.findall(PAGE.read_text(encoding="utf-8")):
        yield (hand, argument) if hand else (language, text)


class Reader:
    """Somebody who follows the page: types the blocks, and pays on the gateway's page."""

    def __init__(self, url: str, fake: Any, folder: Path, monkeypatch: Any) -> None:
        self.url, self.fake, self.folder = url, fake, folder
        self.names: dict[str, Any] = {"__name__": "tutorial"}
        self.monkeypatch = monkeypatch
        self.environment = os.environ | {
            "DATABASE_URL": database_url(),
            "REDIS_URL": store.REDIS_URL,
            "TESTING": "1",
            "PATH": f"{folder}:{os.environ['PATH']}",
        }

    def sh(self, text: str) -> str:
        """The block in a shell that knows the variables of those before."""
        kept = self.folder / "environment"
        script = f"set -euo pipefail -a\n{self.here(text)}\nenv -0 > {kept}"
        done = subprocess.run(
            ["bash", "-c", script],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        self.environment = dict(line.split("=", 1) for line in kept.read_text().split("\0") if line)
        return done.stdout

    def python(self, text: str) -> str:
        self.monkeypatch.setenv("KEY", self.environment["KEY"])
        with redirect_stdout(io.StringIO()) as out:
            exec(compile(self.here(text), str(PAGE), "exec"), self.names)
        return out.getvalue()

    def pay(self, expression: str) -> str:
        self.fake.pay(eval(expression, self.names))
        assert set(deliver(self.fake, "checkout.session.completed")) == {200}
        return ""

    def wait(self, condition: str) -> str:
        wait_until(lambda: eval(condition.removeprefix("until "), self.names), seconds=10)
        return ""

    def here(self, text: str) -> str:
        return text.replace(STORE, self.url)


def database_url() -> str:
    return urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{connection.settings_dict['NAME']}").geturl()


def matches(shown: Any, came: Any) -> bool:
    """Whether an answer has all that the page shows of it; `…` stands for anything."""
    if isinstance(shown, dict):
        return all(name in came and matches(value, came[name]) for name, value in shown.items())
    if isinstance(shown, list):
        return len(shown) == len(came) and all(map(matches, shown, came))
    return bool(shown in ("…", came))


def follow(reader: Reader, page: Iterable[tuple[str, str]]) -> None:
    came = ""
    for language, text in page:
        if language == "json":
            assert matches(json.loads(text), json.loads(came)), f"{text}\n{came}"
        elif language == "text":
            assert came == text
        else:
            came = getattr(reader, language)(text)


def write_curl(folder: Path) -> None:
    program = folder / "curl"
    program.write_text(f'#!/bin/sh\nexec {sys.executable} {ROOT}/tests/support/curl.py "$@"\n')
    program.chmod(0o755)


@pytest.fixture
def reader(live_server: Any, fake: Any, settings: Any, tmp_path: Path, monkeypatch: Any) -> Reader:
    """Before a store like the demo, which may call this machine and gives 20 points for a review."""
    settings.SITE_URL = live_server.url
    settings.WEBHOOKS_ALLOWED_NETWORKS = ["127.0.0.0/8"]
    settings.WEBHOOKS_ALLOW_HTTP = True
    make_fixed_rule(Activity.REVIEW, 20)
    return Reader(live_server.url, fake, tmp_path, monkeypatch)


def test_every_block_does_what_the_page_shows(reader: Reader) -> None:
    if not shutil.which("curl"):
        write_curl(reader.folder)
    follow(reader, blocks())
    everything_agrees()


def test_a_machine_without_curl_sends_the_same(reader: Reader) -> None:
    write_curl(reader.folder)
    reader.environment |= {"STORE": reader.url, "KEY": api_key()}
    asked = [(language, text) for language, text in blocks() if language in ("sh", "json")]
    follow(reader, asked[2:4])


def test_the_page_shows_what_each_block_prints() -> None:
    """A block that prints or asks is followed by what it answers."""
    all_blocks = list(blocks())
    for (language, text), (after, _text) in pairwise(all_blocks):
        if language in ("sh", "python") and ("print(" in text or "curl" in text):
            assert after in SHOWN, text
