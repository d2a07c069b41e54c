"""Groups of the sidebar that apps above this one add: each says what it wants listed, and where."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True, slots=True)
class MenuModel:
    """The list of a model, like `rewards.creditlot`, for those who may view or change it."""

    label: str
    title: StrOrPromise
    icon: str


@dataclass(frozen=True, slots=True)
class MenuPage:
    """A page of one's own: `name` is that of its URL, without `admin:`. With a `query` it is a list that
    is filtered so."""

    name: str
    permission: str
    title: StrOrPromise
    icon: str
    query: str = ""


class MenuGroup:
    """A group of links, in the order in which they were added."""

    def __init__(self, title: StrOrPromise) -> None:
        self.title = title
        self._entries: list[MenuModel | MenuPage] = []

    def add(self, *entries: MenuModel | MenuPage) -> None:
        """Call it when the app's `admin` is loaded."""
        self._entries.extend(entries)

    @property
    def entries(self) -> Sequence[MenuModel | MenuPage]:
        return tuple(self._entries)

    @property
    def labels(self) -> frozenset[str]:
        """The models that have their place here."""
        return frozenset(entry.label for entry in self._entries if isinstance(entry, MenuModel))


_groups: list[MenuGroup] = []


def register_menu_group(group: MenuGroup) -> MenuGroup:
    """Show the group in the sidebar, behind those that are there. Call it once, where it is made."""
    _groups.append(group)
    return group


def menu_groups() -> Sequence[MenuGroup]:
    return tuple(_groups)
