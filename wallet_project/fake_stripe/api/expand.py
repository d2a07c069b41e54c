"""`expand[]`: ids become the objects they stand for. https://docs.stripe.com/api/expanding_objects"""

from __future__ import annotations

from typing import Any

from wallet_project.fake_stripe.errors import invalid_parameter
from wallet_project.fake_stripe.store import Doc, get_store, public


def expanded(doc: Doc, paths: list[str]) -> Doc:
    """The public form of a document or list, with the fields at these dotted paths expanded."""
    shown = _shown(doc)
    for path in paths:
        if path.count(".") > 4:
            raise invalid_parameter("You can only expand 4 levels deep.", "expand")
        _expand(shown, path.split("."), path)
    return shown


def _shown(doc: Doc) -> Doc:
    if doc["object"] == "list":
        return doc | {"data": [public(item) for item in doc["data"]]}
    return public(doc)


def _expand(node: Any, names: list[str], path: str) -> None:
    if isinstance(node, list):
        for item in node:
            _expand(item, names, path)
    elif isinstance(node, dict) and names:
        if names[0] not in node:
            raise invalid_parameter(f"This property cannot be expanded ({path}).", "expand")
        node[names[0]] = _resolved(node[names[0]])
        _expand(node[names[0]], names[1:], path)


def _resolved(value: Any) -> Any:
    found = get_store().find(value) if isinstance(value, str) else None
    return public(found) if found else value
