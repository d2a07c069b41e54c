"""Pictures of every letter, in English and Bulgarian, light and dark, 600 and 360 px wide.

`python -m tools.letters` writes them to `test-artifacts/letters`, with sheets of many at a glance.
Nothing is sent, and no database is asked.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

FOLDER = Path(__file__).resolve().parent.parent / "test-artifacts" / "letters"
WIDTHS = (600, 360)
THEMES: tuple[Literal["light"], Literal["dark"]] = ("light", "dark")
LANGUAGES = ("en", "bg")
NOTHING = "postgresql://nobody@127.0.0.1:1/none"
SHEET = """<!DOCTYPE html><meta charset="utf-8"><style>
body { margin: 0; padding: 12px; background: #777777; font: 14px sans-serif; color: #ffffff; }
main { columns: 5; column-gap: 12px; } figure { margin: 0 0 12px; break-inside: avoid; }
img { width: 100%; display: block; }</style><main>"""


def main() -> int:
    prepare()
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox"])
        for language in LANGUAGES:
            letters = dict(letters_in(language))
            for width in WIDTHS:
                for theme in THEMES:
                    too_wide = take(browser, letters, FOLDER / f"{language}-{width}-{theme}", width, theme)
                    print(f"{language}, {width} px, {theme}: {len(letters)} letters.")
                    if too_wide:
                        print(f"Wider than the screen: {', '.join(too_wide)}")
                        return 1
        browser.close()
    return 0


def prepare() -> None:
    """The settings, without the services that nothing here needs."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wallet_project.settings")
    os.environ.update(DEMO="1", DATABASE_URL=NOTHING, REDIS_URL="redis://127.0.0.1:1/0")
    import django

    django.setup()


def chromium() -> str:
    from tools import browser

    return browser.named() or browser.on_path() or browser.playwright_path()


def letters_in(language: str) -> Iterator[tuple[str, str]]:
    """Each kind with its letter as HTML, with what it says otherwise."""
    from django.contrib.auth import get_user_model

    from notifications.enums import Kind
    from notifications.models import MessageText
    from notifications.samples import NO_CHANGES, VARIANTS, sample_message
    from notifications.texts import render_letter

    name = "Мира Петрова" if language == "bg" else "Mira Petrova"
    reader = get_user_model()(pk=1, name=name, email="mira@example.com", locale=language)
    for kind in Kind:
        shipped = MessageText(kind=kind, language=language)
        for name, changes in ({"": NO_CHANGES} | dict(VARIANTS.get(kind, {}))).items():
            message = sample_message(kind, reader, changes)
            yield f"{kind.value} {name}".strip(), render_letter(message, own=shipped).html
    yield "digest", digest_in(language, reader)


def digest_in(language: str, reader: Any) -> str:
    """The letter that collects those that can wait."""
    from django.utils import translation

    from notifications.digest_letter import digest_of
    from notifications.enums import PROMOTIONAL_GROUPS
    from notifications.kinds import kinds_of
    from notifications.samples import sample_message
    from notifications.texts import render_notice

    messages = [sample_message(kind, reader) for kind in kinds_of(*PROMOTIONAL_GROUPS)]
    with translation.override(language):
        return digest_of(reader, messages, [(one, render_notice(one)) for one in messages]).html


def take(
    browser: Any, letters: dict[str, str], folder: Path, width: int, theme: Literal["light", "dark"]
) -> list[str]:
    """A picture of each, and a sheet of all; answers with those that are wider than the screen."""
    folder.mkdir(parents=True, exist_ok=True)
    page = browser.new_page(viewport={"width": width, "height": 300}, color_scheme=theme)
    too_wide = []
    for kind, html in letters.items():
        page.set_content(html)
        page.screenshot(path=folder / f"{kind}.png", full_page=True)
        if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
            too_wide.append(kind)
    page.close()
    sheet = browser.new_page(viewport={"width": 1500, "height": 1000})
    index = folder / "sheet.html"
    figures = (f'<figure><img src="{kind}.png"><figcaption>{kind}</figcaption></figure>' for kind in letters)
    index.write_text(SHEET + "".join(figures), encoding="utf-8")
    sheet.goto(index.as_uri())
    sheet.screenshot(path=folder.with_suffix(".png"), full_page=True)
    sheet.close()
    return too_wide


if __name__ == "__main__":
    sys.exit(main())
