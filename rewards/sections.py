"""The further pages of rewards, as their customer's rewards home links to them.

A module with a page of its own (scratch cards, offers, invitations, reviews) registers it when its
app is ready: `register_section(RewardSection(_("Scratch cards"), "rewards:scratch_cards", …))`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import NoReverseMatch, reverse

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True, slots=True)
class RewardSection:
    """A page beneath the rewards home: `url_name` takes no arguments, `text` is one sentence on what
    the customer gets out of it, `icon` a drawing of `img/icons.svg`.

    `count` says how many things wait for the customer with this key (0 shows no badge); it makes at
    most one query.
    """

    title: StrOrPromise
    url_name: str
    text: StrOrPromise = ""
    count: Callable[[int], int] | None = None
    icon: str = "arrow"


@dataclass(frozen=True, slots=True)
class ShownSection:
    """A section as one customer sees it."""

    title: StrOrPromise
    text: StrOrPromise
    icon: str
    url: str
    count: int


_sections: dict[str, RewardSection] = {}


def register_section(section: RewardSection) -> None:
    """Add a page behind those that are there; one of the same `url_name` takes its place. Safe to
    repeat. Call it from the `ready` of an app's configuration."""
    _sections[section.url_name] = section


def sections_of(customer_id: int) -> list[ShownSection]:
    """The sections with what waits for this customer; one whose address the shop has not is left out."""
    return [_shown(section, url, customer_id) for section in _sections.values() if (url := _url(section))]


def _shown(section: RewardSection, url: str, customer_id: int) -> ShownSection:
    count = section.count(customer_id) if section.count is not None else 0
    return ShownSection(section.title, section.text, section.icon, url, count)


def _url(section: RewardSection) -> str:
    try:
        return reverse(section.url_name)
    except NoReverseMatch:
        return ""
