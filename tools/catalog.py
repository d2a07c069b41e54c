"""The catalog of what customers read, in Bulgarian: finds the strings, keeps the `.po` files, compiles them.

`python -m tools.catalog` brings `wallet_project/locale` up to date: new strings are added without a
translation, those that are gone are dropped, and every `.po` is compiled into the `.mo` beside it. What
is still to be translated is listed, and the exit code is 1. Only Python is needed.
"""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple, cast

from babel.messages import Catalog, Message
from babel.messages.extract import extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
LANGUAGE = "bg"
LOCALES = ROOT / "wallet_project" / "locale"
WORDINGS = ROOT / "wallet_project" / "wording"
CATALOG = LOCALES / LANGUAGE / "LC_MESSAGES" / "django.po"
# Where everything that is marked for translation must be translated.
SCOPE = (
    "notifications/*.py",
    "notifications/services/*.py",
    "notifications/views/*.py",
    "refunds/enums.py",
    "refunds/exceptions.py",
    "refunds/services/*.py",
    "rewards/[!ader]*.py",
    "rewards/discounts.py",
    "rewards/draws.py",
    "rewards/enums.py",
    "rewards/exceptions.py",
    "rewards/referral_*.py",
    "rewards/views/*.py",
    "templates/[45]*.html",
    "templates/account/*.html",
    "templates/base.html",
    "templates/components/*.html",
    "templates/notifications/**/*",
    "templates/rewards/*.html",
    "templates/storefront/*.html",
    "templates/wallets/**/*",
    "wallet_project/accounts/exceptions.py",
    "wallet_project/accounts/middleware.py",
    "wallet_project/checkout/[!at]*.py",
    "wallet_project/checkout/services/*.py",
    "wallet_project/core/exceptions.py",
    "wallet_project/core/money.py",
    "wallet_project/core/words.py",
    "wallet_project/storefront/*.py",
    "wallet_project/storefront/services/*.py",
    "wallet_project/storefront/templatetags/*.py",
    "wallet_project/storefront/views/*.py",
    "wallets/enums.py",
    "wallets/exceptions.py",
    "wallets/forms.py",
    "wallets/gateways/**/*.py",
    "wallets/limits.py",
    "wallets/movement_details.py",
    "wallets/queries.py",
    "wallets/services/returns.py",
    "wallets/services/reversals.py",
    "wallets/services/top_up_*.py",
    "wallets/views/*.py",
    "wallets/words.py",
)
KEYWORDS = (
    *("_", "gettext", "gettext_lazy", "gettext_noop"),
    *("ngettext", "ngettext_lazy"),
    *("pgettext", "pgettext_lazy"),
)
# A catalog that says when it was made would differ each time.
ALWAYS = datetime(2026, 1, 1, tzinfo=UTC)
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|{{ *\w+ *}}|{\w*}")


class Found(NamedTuple):
    """A string as the code has it: `id` is a pair for one with a plural."""

    id: str | tuple[str, str]
    context: str | None
    path: str


def main() -> int:
    catalog = updated()
    with CATALOG.open("wb") as file:
        write_po(file, catalog, width=0, sort_output=True, include_lineno=False)
    for po in po_files():
        po.with_suffix(".mo").write_bytes(compiled(po))
    missing = [message for message in catalog if message.id and not is_translated(message)]
    for message in missing:
        print(f"{CATALOG.relative_to(ROOT)}: {message.id!r} has no translation.")
    print(f"{len(catalog)} strings, {len(missing)} to translate.")
    return 1 if missing else 0


def po_files() -> list[Path]:
    return sorted([*LOCALES.rglob("*.po"), *WORDINGS.rglob("*.po")])


def read(po: Path) -> Catalog:
    with po.open("rb") as file:
        return read_po(file, locale=po.parent.parent.name)


def compiled(po: Path) -> bytes:
    """What the `.mo` beside it must be."""
    made, catalog = io.BytesIO(), read(po)
    catalog.creation_date = catalog.revision_date = ALWAYS
    write_mo(made, catalog)
    return made.getvalue()


def updated() -> Catalog:
    """The catalog with exactly the strings of the code, and what is translated of them."""
    old = read(CATALOG) if CATALOG.exists() else Catalog(locale=LANGUAGE)
    new = Catalog(
        locale=LANGUAGE,
        fuzzy=False,
        header_comment="# What customers read, in Bulgarian.",
        creation_date=ALWAYS,
        revision_date=ALWAYS,
    )
    for found in strings():
        known = old.get(found.id if isinstance(found.id, str) else found.id[0], found.context)
        translated = known.string if known and known.pluralizable == isinstance(found.id, tuple) else ""
        new.add(found.id, translated or "", context=found.context, locations=[(found.path, 1)])
    return new


def strings(scope: Iterable[str] = SCOPE) -> Iterator[Found]:
    """All that is marked for translation in these files."""
    for path in sorted({path for pattern in scope for path in ROOT.glob(pattern) if path.is_file()}):
        yield from _strings_of(path)


def _strings_of(path: Path) -> Iterator[Found]:
    source = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        # Within parentheses the indentation of what is left of a template says nothing.
        from django.utils.translation.template import templatize

        source = f"({templatize(source, origin=str(path))}\n)"
    function: Any
    for _line, function, found, _comments in extract_python(
        io.BytesIO(source.encode()), dict.fromkeys(KEYWORDS), [], {"encoding": "utf-8"}
    ):
        texts: Any = found if isinstance(found, tuple) else (found,)
        name = str(path.relative_to(ROOT))
        if function.startswith("pgettext"):
            yield Found(str(texts[1]), str(texts[0]), name)
        elif function.startswith("ngettext"):
            yield Found((str(texts[0]), str(texts[1])), None, name)
        elif texts[0]:
            yield Found(str(texts[0]), None, name)


def is_translated(message: Message) -> bool:
    texts = message.string if isinstance(message.string, tuple) else (message.string,)
    return all(texts) and not message.fuzzy


def differing_names(message: Message) -> set[str]:
    """Placeholders that only the original or only the translation has."""
    pairs: Any = [(message.id, message.string)]
    if message.pluralizable:
        original, translated = cast(Any, message.id), cast(Any, message.string)
        pairs = list(zip(original, translated, strict=True))
    names = [[set(PLACEHOLDER.findall(text)) for text in pair] for pair in pairs]
    return set().union(*(one ^ other for one, other in names))


if __name__ == "__main__":
    sys.exit(main())
