"""verify_ledger and seal_ledger as somebody at a terminal sees them."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from tests.support.ledger import behind_the_triggers, database_url, fetch, open_account
from tests.wallets.services.overtaking import SOMEBODY_WAITS_FOR_US
from wallets.ledger import seals
from wallets.ledger.management.commands.verify_ledger import Command
from wallets.ledger.models import Seal
from wallets.ledger.verification import registry

pytestmark = pytest.mark.django_db(transaction=True)


def manage(*arguments: str) -> subprocess.Popen[str]:
    """manage.py as a process of its own, on the database of the tests. It can be interrupted, also where
    the tests run in the background, which ignores Ctrl-C and hands that on."""
    return subprocess.Popen(
        [sys.executable, "manage.py", *arguments],
        env=os.environ | {"DATABASE_URL": database_url(), "DEMO": "1"},
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )  # fmt: skip


def refused(command: str, *arguments: str, capsys) -> str:
    """The one line on standard error of a command that exits with 1."""
    with pytest.raises(SystemExit) as stop:
        call_from_a_terminal(command, *arguments)
    assert stop.value.code == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert len(said.err.splitlines()) == 1
    return said.err


def call_from_a_terminal(command: str, *arguments: str) -> None:
    from django.core.management import load_command_class

    load_command_class("wallets.ledger", command).run_from_argv(["manage.py", command, *arguments])


def test_a_sound_ledger_is_called_sound_with_its_last_seal(capsys):
    open_account(minor=1000)
    seals.seal_now()
    call_command("verify_ledger", ledger_only=True)
    said = capsys.readouterr().out
    assert "The ledger is sound" in said
    assert f"Last seal {Seal.objects.get()}" in said


def test_a_sound_ledger_without_a_seal_has_none_to_show(capsys):
    call_command("verify_ledger", ledger_only=True)
    assert "seal" not in capsys.readouterr().out


def test_quiet_says_nothing_when_all_is_well(capsys):
    open_account(minor=1000)
    call_from_a_terminal("verify_ledger", "--ledger-only", "--quiet")
    said = capsys.readouterr()
    assert (said.out, said.err) == ("", "")


def test_differences_are_told_one_a_line_up_to_the_limit_and_exit_with_1(capsys):
    for _ in range(4):
        open_account(minor=1000)
    with behind_the_triggers():
        fetch("UPDATE ledger_account SET balance = balance + 1 WHERE guarded")
    with pytest.raises(SystemExit) as stop:
        call_command("verify_ledger", ledger_only=True, quiet=True, limit=3)
    lines = capsys.readouterr().out.splitlines()
    assert stop.value.code == 1
    assert len(lines) == 4
    assert all(line.startswith("accounts show the last balance: ") for line in lines)
    assert lines[-1].endswith("and more")


def test_a_seal_kept_outside_is_compared(capsys):
    open_account(minor=1000)
    seals.seal_now()
    kept = str(Seal.objects.get())
    call_command("verify_ledger", ledger_only=True, quiet=True, kept_seal=kept)
    for other in (f"{kept[:-1]}x", "999:00"):
        with pytest.raises(SystemExit):
            call_command("verify_ledger", ledger_only=True, quiet=True, kept_seal=other)
    said = capsys.readouterr().out.splitlines()
    assert len(said) == 2
    assert "no such seal" in said[1]


@pytest.mark.parametrize(
    "arguments",
    [
        ["--limit", "0"],
        ["--limit", "many"],
        ["--kept-seal", "x"],
        ["--kept-seal", "1:"],
        ["--nonsense"],
        ["more"],
    ],
)
def test_a_bad_argument_is_one_line_and_exit_1(arguments, capsys):
    assert "usage" not in refused("verify_ledger", *arguments, capsys=capsys)


def test_help_is_help(capsys):
    with pytest.raises(SystemExit) as stop:
        call_from_a_terminal("verify_ledger", "--help")
    assert stop.value.code == 0
    assert "--kept-seal" in capsys.readouterr().out


def test_from_code_a_bad_limit_is_an_error():
    with pytest.raises(CommandError):
        call_command(Command(), limit=0)


def test_stopped_by_the_keyboard_it_says_so_and_exits_130(capsys, monkeypatch):
    def stop(progress):
        progress.start(5)
        raise KeyboardInterrupt
        yield

    monkeypatch.setattr(registry, "CHECKS", {"slow": stop})
    with pytest.raises(SystemExit) as stopped:
        call_from_a_terminal("verify_ledger", "--quiet")
    said = capsys.readouterr()
    assert stopped.value.code == 130
    assert said.err.strip() == "Stopped."


def test_sealing_by_hand(capsys):
    open_account(minor=1000)
    call_command("seal_ledger")
    assert capsys.readouterr().out == "Sealed: 1 entries. Rolled up: 1 accounts.\n"


def test_as_a_process_it_verifies_the_ledger_and_stops_when_told():
    open_account(minor=1000)
    done = manage("verify_ledger", "--ledger-only")
    out, said = done.communicate(timeout=60)
    assert done.returncode == 0, said
    assert "The ledger is sound" in out

    with connection.cursor() as cursor:
        cursor.execute("BEGIN; LOCK TABLE ledger_checkpoint IN ACCESS EXCLUSIVE MODE")
        waiting = manage("verify_ledger", "--ledger-only", "--quiet")
        deadline = time.monotonic() + 120
        while fetch(SOMEBODY_WAITS_FOR_US) == [(False,)] and time.monotonic() < deadline:
            time.sleep(0.05)
        assert fetch(SOMEBODY_WAITS_FOR_US) == [(True,)]
        waiting.send_signal(signal.SIGINT)
        cursor.execute("ROLLBACK")
    _, said = waiting.communicate(timeout=60)
    assert waiting.returncode == 130
    assert said.strip().splitlines()[-1] == "Stopped."
