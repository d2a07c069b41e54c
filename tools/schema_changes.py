"""What of a changed OpenAPI document would break the programs that were written for the old one.

Compatible is what adds: operations, optional inputs, fields of answers, values of an answer's enum, error
codes. Everything else is named by `breaking_changes`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]
LOWER_LIMITS = ("minLength", "minimum", "exclusiveMinimum", "minItems")
UPPER_LIMITS = ("maxLength", "maximum", "exclusiveMaximum", "maxItems")
CODE = re.compile(r"`(\w+)`")


def breaking_changes(old: Json, new: Json) -> list[str]:
    """One line for each, by the method and the path; empty where nothing breaks."""
    return list(dict.fromkeys(_operations(Documents(old, new))))


def major(document: Json) -> int:
    return int(document["info"]["version"].split(".")[0])


@dataclass
class Shape:
    """A schema with its references followed and its alternatives put together."""

    types: set[str] = field(default_factory=set)
    values: set[Any] | None = None
    properties: dict[str, Json] = field(default_factory=dict)
    required: set[str] = field(default_factory=set)
    items: Json | None = None
    limits: Json = field(default_factory=dict)


class Documents:
    """Both documents, and which pairs of their named schemas have been compared."""

    def __init__(self, old: Json, new: Json) -> None:
        self.old, self.new = old, new
        self.compared: set[tuple[str, str, bool, str]] = set()

    def shapes(self, old: Json, new: Json) -> tuple[Shape, Shape]:
        return shape_of(self.old, old), shape_of(self.new, new)


def resolve(document: Json, schema: Json) -> Json:
    while "$ref" in schema:
        found: Any = document
        for part in schema["$ref"].removeprefix("#/").split("/"):
            found = found[part]
        schema = found
    return schema


def shape_of(document: Json, schema: Json) -> Shape:
    schema = resolve(document, schema)
    types = schema.get("type", [])
    shape = Shape(
        types={types} if isinstance(types, str) else set(types),
        values=set(schema["enum"]) if "enum" in schema else None,
        properties=dict(schema.get("properties", {})),
        required=set(schema.get("required", ())),
        items=schema.get("items"),
        limits={name: schema[name] for name in (*LOWER_LIMITS, *UPPER_LIMITS, "pattern") if name in schema},
    )
    for part in schema.get("allOf", ()):
        _add(shape, shape_of(document, part))
    alternatives = [shape_of(document, one) for one in (*schema.get("oneOf", ()), *schema.get("anyOf", ()))]
    if alternatives and all(one.values is not None for one in alternatives):
        shape.values = set().union(*(one.values or () for one in alternatives))
    for one in alternatives:
        one.values = None
        _add(shape, one)
    return shape


def _add(shape: Shape, part: Shape) -> None:
    shape.types |= part.types
    shape.values = part.values if shape.values is None else shape.values
    shape.properties |= part.properties
    shape.required |= part.required
    shape.items = shape.items or part.items
    shape.limits |= part.limits


def _operations(both: Documents) -> Iterator[str]:
    for path, methods in both.old["paths"].items():
        for method, old in methods.items():
            where = f"{method.upper()} {path}"
            new = both.new["paths"].get(path, {}).get(method)
            if new is None:
                yield f"{where}: is gone"
                continue
            if old["operationId"] != new["operationId"]:
                yield f"{where}: is now called {new['operationId']}"
            yield from _credentials(where, old, new)
            yield from _parameters(both, where, old, new)
            yield from _bodies(both, where, old, new)
            yield from _answers(both, where, old, new)


def _credentials(where: str, old: Json, new: Json) -> Iterator[str]:
    """Every way in that there was must still be there, and need no more scopes."""
    before, after = old.get("security") or [{}], new.get("security") or [{}]
    for way in before:
        if not any(_lets_in(way, one) for one in after):
            yield f"{where}: these credentials do no more: {way or 'none'}"


def _lets_in(old: Json, new: Json) -> bool:
    return all(name in old and set(scopes) <= set(old[name]) for name, scopes in new.items())


def _parameters(both: Documents, where: str, old: Json, new: Json) -> Iterator[str]:
    before, after = _by_place(old), _by_place(new)
    for place, parameter in after.items():
        known = before.get(place, {})
        if parameter.get("required") and not known.get("required"):
            yield f"{where}: {' '.join(place)} is needed now"
    for place, parameter in before.items():
        name = f"{where}: {' '.join(place)}"
        if place not in after:
            yield f"{name} is taken no more"
        else:
            yield from _input(both, name, parameter["schema"], after[place]["schema"])


def _by_place(operation: Json) -> dict[tuple[str, str], Json]:
    return {(one["in"], one["name"]): one for one in operation.get("parameters", ())}


def _bodies(both: Documents, where: str, old: Json, new: Json) -> Iterator[str]:
    before, after = old.get("requestBody", {}), new.get("requestBody", {})
    if after.get("required") and not before.get("required"):
        yield f"{where}: a body is needed now"
    for media, content in before.get("content", {}).items():
        if media not in after.get("content", {}):
            yield f"{where}: takes {media} no more"
        else:
            yield from _input(both, f"{where}: body", content["schema"], after["content"][media]["schema"])


def _answers(both: Documents, where: str, old: Json, new: Json) -> Iterator[str]:
    for status, answer in old["responses"].items():
        now = new["responses"].get(status, {})
        for code in CODE.findall(answer.get("description", "")) if status >= "400" else ():
            if code not in CODE.findall(now.get("description", "")):
                yield f"{where}: {status} {code} is gone"
        if not now and status < "400":
            yield f"{where}: answers with {status} no more"
        for media, content in answer.get("content", {}).items() if now else ():
            name = f"{where}: {status}"
            if media not in now.get("content", {}):
                yield f"{name} is no {media} any more"
            else:
                yield from _output(both, name, content["schema"], now["content"][media]["schema"])


def _input(both: Documents, where: str, old: Json, new: Json) -> Iterator[str]:
    """What was sent until now must still be taken."""
    if _seen(both, where, old, new, is_input=True):
        return
    before, after = both.shapes(old, new)
    if lost := _lost_types(before.types, after.types):
        yield f"{where} may be {lost} no more"
    if after.values is not None and (before.values is None or before.values - after.values):
        gone = "fewer values" if before.values is None else sorted(map(str, before.values - after.values))
        yield f"{where} takes {gone if before.values is None else 'no more: ' + ', '.join(gone)}"
    yield from (f"{where} is held to another {name}" for name in _narrowed(before.limits, after.limits))
    yield from (f"{where}.{name} is needed now" for name in sorted(after.required - before.required))
    for name, schema in before.properties.items():
        if name in after.properties:
            yield from _input(both, f"{where}.{name}", schema, after.properties[name])
        else:
            yield f"{where}.{name} is taken no more"
    if before.items and after.items:
        yield from _input(both, f"{where}[]", before.items, after.items)


def _output(both: Documents, where: str, old: Json, new: Json) -> Iterator[str]:
    """What was read until now must still be there, and of the same type."""
    if _seen(both, where, old, new, is_input=False):
        return
    before, after = both.shapes(old, new)
    if added := _lost_types(after.types, before.types):
        yield f"{where} may be {added} now"
    for name, schema in before.properties.items():
        if name not in after.properties:
            yield f"{where}.{name} is gone"
            continue
        if name in before.required - after.required:
            yield f"{where}.{name} is not always there any more"
        yield from _output(both, f"{where}.{name}", schema, after.properties[name])
    if before.items and after.items:
        yield from _output(both, f"{where}[]", before.items, after.items)


def _seen(both: Documents, where: str, old: Json, new: Json, *, is_input: bool) -> bool:
    """Whether these two named schemas were compared for this operation; they may hold themselves."""
    if "$ref" not in old or "$ref" not in new:
        return False
    pair = (old["$ref"], new["$ref"], is_input, where.split(":")[0])
    seen = pair in both.compared
    both.compared.add(pair)
    return seen


def _lost_types(before: set[str], after: set[str]) -> str:
    """The types of the first that the second does not have; without any, all are allowed."""
    if not after:
        return ""
    if not before:
        return "anything"
    return ", ".join(sorted(before - after - ({"integer"} if "number" in after else set())))


def _narrowed(before: Json, after: Json) -> Iterator[str]:
    """The limits of the second that let less through than the first."""
    return (
        name for name, limit in after.items() if name not in before or _stricter(name, before[name], limit)
    )


def _stricter(name: str, was: Any, limit: Any) -> bool:
    if name in LOWER_LIMITS:
        return bool(limit > was)
    return bool(limit < was if name in UPPER_LIMITS else limit != was)
