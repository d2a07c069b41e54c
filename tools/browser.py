"""Finds a Chromium for the browser tests, or installs one, and prints its path.

In this order: what `CHROMIUM` names, what is on the PATH, Debian's package (as root), Playwright's
own. When there is none to be had it says why and exits 1: no test is skipped for want of a browser.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

# The shell without windows first: the stories take it a quarter less processor time.
NAMES = (
    "chromium-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
)
DEBIAN_PACKAGES = ("chromium-headless-shell", "chromium")


def main() -> int:
    complaints = []
    for attempt in (named, on_path, from_debian, from_playwright):
        try:
            path = attempt()
        except (OSError, RuntimeError, subprocess.SubprocessError) as error:
            complaints.append(f"  {attempt.__name__}: {error}")
            continue
        if path:
            print(path)
            return 0
    print("There is no Chromium, and none could be installed. Set CHROMIUM to one.", file=sys.stderr)
    print("\n".join(complaints), file=sys.stderr)
    return 1


def named() -> str | None:
    """What `CHROMIUM` names."""
    given = os.environ.get("CHROMIUM")
    if given and not shutil.which(given):
        raise RuntimeError(f"CHROMIUM={given} is not a program.")
    return shutil.which(given) if given else None


def on_path() -> str | None:
    """What is installed."""
    return next(filter(None, map(shutil.which, NAMES)), None)


def from_debian() -> str | None:
    """A package of Debian or one of its kin, if this is one, and we may."""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        raise RuntimeError("needs apt-get and root.")
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    run("apt-get", "-q", "update", env=environment)
    install = ("apt-get", "-q", "install", "-y", "--no-install-recommends", "fonts-liberation")
    for package in DEBIAN_PACKAGES:
        say(f"Installing Debian's package {package}")
        try:
            run(*install, package, env=environment)
        except RuntimeError:
            if package == DEBIAN_PACKAGES[-1]:
                raise
        else:
            break
    return on_path()


def from_playwright() -> str | None:
    """The one that Playwright brings, for this user alone."""
    found = playwright_path()
    if not os.path.exists(found):
        say("Installing Playwright's Chromium")
        run(sys.executable, "-m", "playwright", "install", "chromium")
    return found if os.path.exists(found) else None


def playwright_path() -> str:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        return playwright.chromium.executable_path


def run(*command: str, env: dict[str, str] | None = None) -> None:
    done = subprocess.run(
        command,
        env=env,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
        timeout=600,
    )
    if done.returncode != 0:
        raise RuntimeError(f"`{' '.join(command)}` failed:\n{done.stdout[-2000:]}")


def say(text: str) -> None:
    print(f"{text} …", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
