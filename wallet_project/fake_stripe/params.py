"""Form-encoded parameters as Stripe nests them, and their validation.

`a[b][0][c]=1` becomes `{"a": {"b": [{"c": "1"}]}}`. What an endpoint doesn't read, it refuses.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from wallet_project.fake_stripe.errors import ApiError, invalid_parameter, missing_parameter

PATH = re.compile(r"[^\[\]]+")


def nest(pairs: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """The nested form of flat pairs."""
    tree: dict[str, Any] = {}
    for name, value in pairs:
        *parents, last = PATH.findall(name)
        if name.endswith("[]"):
            parents, last = [*parents, last], ""
        branch = tree
        for parent in parents:
            branch = branch.setdefault(parent, {})
            if not isinstance(branch, dict):
                raise invalid_parameter(f"Invalid parameter: {name}", name)
        branch[last or str(len(branch))] = value
    return {name: _listed(value) for name, value in tree.items()}


def _listed(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    children = {name: _listed(child) for name, child in value.items()}
    if children and all(name.isdigit() for name in children):
        return [children[name] for name in sorted(children, key=int)]
    return children


class Params:
    """Typed access to one level of parameters; `path` is what error messages call it."""

    def __init__(self, values: dict[str, Any], path: str = "") -> None:
        self._values = values
        self._path = path
        self._read: set[str] = set()
        self._children: list[Params] = []

    def _name(self, name: str) -> str:
        return f"{self._path}[{name}]" if self._path else name

    def _take(self, name: str, required: bool) -> Any:
        self._read.add(name)
        value = self._values.get(name, "")
        if value == "" and required:
            raise missing_parameter(self._name(name))
        return value

    def has(self, name: str) -> bool:
        return name in self._values

    def text(self, name: str, *, required: bool = False, longest: int = 5000) -> str:
        value = self._take(name, required)
        if not isinstance(value, str) or len(value) > longest:
            raise invalid_parameter(f"Invalid string: {self._name(name)}", self._name(name))
        return value

    def url(self, name: str, *, required: bool = False) -> str:
        value = self.text(name, required=required)
        if value and not re.match(r"https?://[^\s/]+", value):
            raise invalid_parameter("Not a valid URL", self._name(name), "url_invalid")
        return value

    def integer(self, name: str, *, required: bool = False) -> int | None:
        value = self._take(name, required)
        if value == "":
            return None
        if not isinstance(value, str) or not re.fullmatch(r"-?\d+", value, re.ASCII):
            message = f"Invalid integer: {value}"
            raise invalid_parameter(message, self._name(name), "parameter_invalid_integer")
        return int(value)

    def flag(self, name: str) -> bool:
        return self.choice(name, ("", "true", "false")) == "true"

    def choice(self, name: str, options: tuple[str, ...], *, required: bool = False) -> str:
        value = self.text(name, required=required)
        if value and value not in options:
            message = f"Invalid {self._name(name)}: must be one of {', '.join(filter(None, options))}"
            raise invalid_parameter(message, self._name(name))
        return value

    def texts(self, name: str) -> list[str]:
        """A list, in either of the ways in which Stripe lets it be written."""
        value = self._take(name, required=False)
        values = value if isinstance(value, list) else [value] if value else []
        if not all(isinstance(item, str) for item in values):
            raise invalid_parameter(f"Invalid array: {self._name(name)}", self._name(name))
        return values

    def nested(self, name: str) -> Params:
        value = self._take(name, required=False) or {}
        if not isinstance(value, dict):
            raise invalid_parameter("Invalid object", self._name(name))
        return self._child(value, self._name(name))

    def items(self, name: str, *, required: bool = False) -> list[Params]:
        value = self._take(name, required) or []
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            raise invalid_parameter("Invalid array", self._name(name))
        return [self._child(item, f"{self._name(name)}[{index}]") for index, item in enumerate(value)]

    def _child(self, values: dict[str, Any], path: str) -> Params:
        child = Params(values, path)
        self._children.append(child)
        return child

    def metadata(self) -> dict[str, str]:
        """At most 50 keys of 40 characters, values of 500. https://docs.stripe.com/api/metadata"""
        values = self._take("metadata", required=False) or {}
        if not isinstance(values, dict) or len(values) > 50:
            raise invalid_parameter("Invalid metadata", self._name("metadata"))
        for name, value in values.items():
            if len(name) > 40 or not isinstance(value, str) or len(value) > 500:
                raise invalid_parameter(f"Invalid metadata: {name[:40]}", self._name("metadata"))
        return values

    def ignore(self, *names: str) -> None:
        """Accept parameters that make no difference here."""
        self._read.update(names)

    def refuse_unknown(self) -> None:
        """Call after everything was read, before anything is done."""
        for name in self._values:
            if name not in self._read:
                raise _unknown(self._name(name))
        for child in self._children:
            child.refuse_unknown()


def _unknown(name: str) -> ApiError:
    return invalid_parameter(f"Received unknown parameter: {name}", name, "parameter_unknown")
