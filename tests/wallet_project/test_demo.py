"""The demo as a stranger runs it. One shop is opened for all of these tests."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from http.cookiejar import CookieJar
from pathlib import Path

import pytest
from django.urls import resolve

from tests.support.environments import ROOT
from wallet_project.demo.configuration import WEBHOOK_PATH
from wallet_project.demo.people import ADMIN, CUSTOMER, PEOPLE, Person
from wallet_project.fake_stripe.process import free_port

PATIENCE_SECONDS = 180


class Demo:
    """One run of the demo. Its processes are known by the data folder in their environment."""

    def __init__(self, data_dir: Path, port: int) -> None:
        self.data_dir, self.port = data_dir, port
        self.output = Path(tempfile.mkdtemp()) / "output"
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def said(self, *, within: float = 30) -> str:
        """All that it has said when it has ended by itself."""
        assert self.process is not None
        self.process.wait(within)
        return self.output.read_text()

    def start(self) -> subprocess.Popen[bytes]:
        hidden = ("DATABASE_URL", "REDIS_URL", "DJANGO_SETTINGS_MODULE", "TESTING")
        environment = {name: value for name, value in os.environ.items() if name not in hidden}
        environment |= {"DATA_DIR": str(self.data_dir), "PORT": str(self.port)}
        with self.output.open("w") as output:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "wallet_project.demo"],
                cwd=ROOT,
                env=environment,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        return self.process

    def open(self) -> float:
        """Start it and wait until it is ready; returns the seconds that this took."""
        began = time.monotonic()
        process = self.start()
        while not self.is_ready():
            assert process.poll() is None, self.said()
            assert time.monotonic() < began + PATIENCE_SECONDS, self.output.read_text()
            time.sleep(0.1)
        return time.monotonic() - began

    def keep_open(self) -> None:
        """Open it unless it runs."""
        if self.process is None or self.process.poll() is not None:
            self.open()

    def is_ready(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.address}/ready/", timeout=10) as answer:
                return bool(answer.status == 200)
        except OSError:
            return False

    def stop(self, number: signal.Signals) -> str:
        """Stop it as Ctrl-C or a service manager would; returns what it had said."""
        assert self.process is not None
        assert self.process.poll() is None, self.said()
        self.process.send_signal(number)
        said = self.said(within=60)
        assert self.process.returncode == 0, said
        return said

    def left_over(self) -> list[str]:
        """Command lines of processes of this demo that still run."""
        mark = f"DATA_DIR={self.data_dir}".encode()
        found = []
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                if mark in (folder / "environ").read_bytes().split(b"\0"):
                    found.append((folder / "cmdline").read_text().replace("\0", " "))
            except OSError:
                continue
        return [command for command in found if command]


@pytest.fixture(scope="module")
def demo() -> Iterator[Demo]:
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        found = Demo(Path(folder) / "a store", free_port())
        yield found
        if found.process is not None and found.process.poll() is None:
            found.stop(signal.SIGTERM)
        shutil.rmtree(found.output.parent)


def log_in(demo: Demo, person: Person) -> urllib.request.OpenerDirector:
    """A browser in which this person is logged in."""
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
    address = f"{demo.address}/account/login/"
    page = browser.open(address).read().decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)
    assert token is not None
    form = {"login": person.email, "password": person.password, "csrfmiddlewaretoken": token[1]}
    request = urllib.request.Request(address, urllib.parse.urlencode(form).encode(), {"Referer": address})
    assert browser.open(request).url != address
    return browser


def test_the_first_start_opens_the_shop_and_says_who_can_log_in(demo: Demo) -> None:
    demo.open()
    for person in PEOPLE:
        log_in(demo, person)
    assert log_in(demo, ADMIN).open(f"{demo.address}/admin/").status == 200
    with pytest.raises(urllib.error.HTTPError):
        log_in(demo, CUSTOMER).open(f"{demo.address}/admin/x/")


def test_a_second_demo_on_the_same_port_says_so_in_one_line(demo: Demo) -> None:
    demo.keep_open()
    second = Demo(demo.data_dir, demo.port)
    process = second.start()
    said = second.said()
    assert process.returncode == 1
    assert len(said.strip().splitlines()) == 1
    assert f"Port {demo.port} is taken." in said


def test_a_second_demo_on_the_same_data_says_so(demo: Demo) -> None:
    demo.keep_open()
    second = Demo(demo.data_dir, free_port())
    process = second.start()
    assert "A demo already runs on" in second.said()
    assert process.returncode == 1


def test_secrets_are_made_at_random_and_for_this_user_only(demo: Demo) -> None:
    demo.keep_open()
    path = demo.data_dir / "secrets.json"
    assert path.stat().st_mode & 0o777 == 0o600
    assert all(len(secret) > 30 for secret in json.loads(path.read_text()).values())


def test_ctrl_c_stops_everything(demo: Demo) -> None:
    demo.keep_open()
    assert len(demo.left_over()) > 5
    said = demo.stop(signal.SIGINT)
    assert demo.left_over() == []
    assert demo.address in said
    assert all(text in said for person in PEOPLE for text in (person.email, person.password))
    assert "Nothing is left running" in said


def test_the_second_start_keeps_the_data(demo: Demo) -> None:
    cluster = demo.data_dir / "postgres" / "PG_VERSION"
    written = cluster.stat().st_mtime
    demo.open()
    log_in(demo, CUSTOMER)
    demo.stop(signal.SIGTERM)
    assert demo.left_over() == []
    assert cluster.stat().st_mtime == written


@pytest.mark.parametrize("seconds", [0.1, 0.5, 0.9, 1.5, 2.2, 3.0])
def test_stopped_while_it_starts_it_leaves_nothing(tmp_path: Path, seconds: float) -> None:
    demo = Demo(tmp_path, free_port())
    demo.start()
    time.sleep(seconds)
    assert demo.process is not None
    demo.process.send_signal(signal.SIGTERM)
    demo.said(within=60)
    assert demo.left_over() == []


def test_a_port_that_is_none_is_refused(tmp_path: Path) -> None:
    demo = Demo(tmp_path, 80000)
    demo.start()
    said = demo.said()
    assert "PORT must be a number from 1 to 65535, not '80000'." in said.replace("\n", " ")


def test_a_listener_on_the_port_is_noticed(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        demo = Demo(tmp_path, listener.getsockname()[1])
        demo.start()
        assert "is taken" in demo.said()


def test_the_fake_stripe_sends_webhooks_to_an_address_that_there_is() -> None:
    assert resolve(WEBHOOK_PATH)
