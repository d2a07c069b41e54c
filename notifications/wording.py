"""The little that staff can write in a text: paragraphs, and `{{ names }}` that stand for details.

It is no template language: names of the kind are replaced by what the message says, everything else
stays as it was typed. Nothing can be read, called or computed from it.

Where a message lacks a detail, the line that needs it is left out. Lines like `Balance: {{ balance }}`
become rows of a table in an e-mail; a paragraph in “quotation marks” is set apart.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby

from django.utils.translation import gettext as _

NAME = re.compile(r"{{ *([A-Za-z_][A-Za-z0-9_]*) *}}")
FACT = re.compile(r"([^:{}]{1,60}): *({{ *[A-Za-z_]+ *}})")
QUOTED = re.compile(r"[“„«\"].*[”“»\"]", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Block:
    """A part of a text: `facts` are pairs of label and value; else `lines`, set apart if `quoted`."""

    lines: tuple[str, ...] = ()
    facts: tuple[tuple[str, str], ...] = ()
    quoted: bool = False


def names_in(text: str) -> list[str]:
    """The names that a text uses, each once, in their order."""
    return list(dict.fromkeys(NAME.findall(text)))


def mistakes_in(text: str, known: Collection[str]) -> list[str]:
    """What is wrong with a text, in words; nothing if it can be saved."""
    left = NAME.sub("", text)
    found = []
    if any(tag in left for tag in ("{%", "%}", "{#", "#}")):
        words = _("Commands in braces and percent signs are not possible here, only names like %(name)s.")
        found.append(words % {"name": _any(known)})
    if "{{" in left or "}}" in left:
        words = _("Each name is one word between two opening and two closing braces, like %(name)s.")
        found.append(words % {"name": _any(known)})
    unknown = [name for name in names_in(text) if name not in known]
    if unknown:
        words = _("This message knows no %(names)s. Choose from the names below.")
        found.append(words % {"names": _listed(unknown)})
    return found


def missing_in(text: str, required: Collection[str]) -> str:
    """Which of the required names a text lacks, in words; empty if none."""
    lacking = sorted(set(required) - set(names_in(text)))
    return _("The customer must be told %(names)s.") % {"names": _listed(lacking)} if lacking else ""


def fill(text: str, details: Mapping[str, str]) -> str:
    """A line with its names replaced; a name without a detail is left out."""
    return NAME.sub(lambda name: details.get(name[1], ""), text)


def plain(text: str, details: Mapping[str, str]) -> str:
    """A text as plain text: paragraphs between empty lines."""
    paragraphs = ("\n".join(fill(line, details) for line in lines) for lines in _paragraphs(text, details))
    return "\n\n".join(paragraphs)


def blocks(text: str, details: Mapping[str, str]) -> list[Block]:
    """A text in parts that a template sets as HTML. What is in them is not escaped yet."""
    return [block for lines in _paragraphs(text, details) for block in _blocks(lines, details)]


def _blocks(lines: list[str], details: Mapping[str, str]) -> Iterator[Block]:
    for is_fact, some in groupby(lines, lambda line: FACT.fullmatch(line.strip()) is not None):
        if is_fact:
            found = (FACT.fullmatch(line.strip()) for line in some)
            yield Block(facts=tuple((one[1], fill(one[2], details)) for one in found if one))
        else:
            # A detail may have several lines.
            shown = tuple("\n".join(fill(line, details) for line in some).split("\n"))
            yield Block(lines=shown, quoted=QUOTED.fullmatch("\n".join(shown).strip()) is not None)


def _paragraphs(text: str, details: Mapping[str, str]) -> Iterator[list[str]]:
    """The lines of each paragraph, without those that need a detail which is not there."""
    for paragraph in re.split(r"\n[ \t]*\n", text.replace("\r\n", "\n").strip()):
        kept = list(_kept(paragraph.split("\n"), details))
        if any(line.strip() for line in kept):
            yield kept


def _kept(lines: list[str], details: Mapping[str, str]) -> Iterator[str]:
    """Without lines that lack a detail; nor does `What you get:` stand there with nothing behind it."""
    has = [all(details.get(name) for name in names_in(line)) for line in lines]
    for number, line in enumerate(lines):
        announces = number + 1 < len(lines) and _announces(line)
        if has[number] and (any(has[number + 1 :]) or not announces):
            yield line


def _announces(line: str) -> bool:
    """A heading, or the beginning of a list."""
    return line.rstrip().endswith(":") or not (names_in(line) or line.rstrip().endswith((".", "!", "?", ",")))


def _any(known: Collection[str]) -> str:
    return _listed([min(known, default="name")])


def _listed(names: Collection[str]) -> str:
    return ", ".join(f"{{{{ {name} }}}}" for name in names)
