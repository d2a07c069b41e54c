"""What breaks a program that uses the API, and what does not."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from tools.schema_changes import breaking_changes

TEXT = {"type": "string"}
MONEY = {"$ref": "#/components/schemas/Money"}
DOCUMENT: dict[str, Any] = {
    "info": {"version": "1.0.0"},
    "paths": {
        "/holds/": {
            "post": {
                "operationId": "place_hold",
                "security": [{"apiKey": ["payments:write"]}, {"browserSession": []}],
                "parameters": [
                    {"in": "header", "name": "Key", "required": True, "schema": {**TEXT, "maxLength": 255}},
                    {"in": "query", "name": "status", "schema": {"$ref": "#/components/schemas/Status"}},
                ],
                "requestBody": {
                    "content": {"application/json": {"schema": {"$ref": "#/components/schemas/In"}}}
                },
                "responses": {
                    "201": {
                        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Out"}}}
                    },
                    "409": {"description": "`hold_expired`, `wallet_frozen`"},
                },
            }
        }
    },
    "components": {
        "schemas": {
            "Money": {"type": "object", "properties": {"amount": TEXT}, "required": ["amount"]},
            "Status": {"type": "string", "enum": ["held", "void"]},
            "In": {
                "type": "object",
                "properties": {
                    "amount": MONEY,
                    "note": {"type": ["string", "null"]},
                    "tags": {"items": TEXT},
                },
                "required": ["amount"],
            },
            "Out": {
                "type": "object",
                "properties": {
                    "id": TEXT,
                    "status": {"oneOf": [{"$ref": "#/components/schemas/Status"}, {"enum": [None]}]},
                    "parts": {"type": "array", "items": {"$ref": "#/components/schemas/Out"}},
                },
                "required": ["id"],
            },
        }
    },
}


def changed(path: str, value: Any = None) -> dict[str, Any]:
    """The document with something else at a path of names, or without it for None."""
    new = copy.deepcopy(DOCUMENT)
    *way, last = (
        path.replace("HOLDS", "paths|/holds/|post").replace("SCHEMAS", "components|schemas").split("|")
    )
    place: Any = new
    for name in way:
        place = place[int(name) if isinstance(place, list) else name]
    if isinstance(place, list) and int(last) == len(place):
        place.append(value)
    elif value is None:
        del place[int(last) if isinstance(place, list) else last]
    else:
        place[int(last) if isinstance(place, list) else last] = value
    return new


def test_nothing_changed_breaks_nothing() -> None:
    assert breaking_changes(DOCUMENT, copy.deepcopy(DOCUMENT)) == []


@pytest.mark.parametrize(
    ("path", "value", "expected"),
    [
        ("paths|/holds/", None, "is gone"),
        ("HOLDS|operationId", "hold", "is now called hold"),
        (
            "HOLDS|security|0",
            {"apiKey": ["payments:write", "holds:write"]},
            "these credentials do no more: {'apiKey'",
        ),
        ("HOLDS|security|1", None, "these credentials do no more: {'browserSession'"),
        ("HOLDS|parameters|1", None, "query status is taken no more"),
        ("HOLDS|parameters|1|required", True, "query status is needed now"),
        ("HOLDS|parameters|0|schema|maxLength", 64, "header Key is held to another maxLength"),
        ("HOLDS|parameters|0|schema|pattern", "^a", "header Key is held to another pattern"),
        ("HOLDS|requestBody|required", True, "a body is needed now"),
        ("HOLDS|requestBody|content", {}, "takes application/json no more"),
        ("HOLDS|responses|201", None, "answers with 201 no more"),
        ("HOLDS|responses|201|content", {}, "201 is no application/json any more"),
        ("HOLDS|responses|409|description", "`wallet_frozen`", "409 hold_expired is gone"),
        ("HOLDS|responses|409", None, "409 hold_expired is gone"),
        ("SCHEMAS|Status|enum", ["held"], "query status takes no more: void"),
        ("SCHEMAS|Money|properties|amount", {"type": "number"}, "body.amount.amount may be string no more"),
        ("SCHEMAS|Money|required", ["amount", "currency"], "body.amount.currency is needed now"),
        ("SCHEMAS|In|required", ["amount", "note"], "body.note is needed now"),
        ("SCHEMAS|In|properties|note", None, "body.note is taken no more"),
        ("SCHEMAS|In|properties|note|type", "string", "body.note may be null no more"),
        ("SCHEMAS|In|properties|note|enum", ["a"], "body.note takes fewer values"),
        (
            "SCHEMAS|In|properties|tags|items",
            {**TEXT, "minLength": 1},
            "body.tags[] is held to another minLength",
        ),
        ("SCHEMAS|Out|properties|id", None, "201.id is gone"),
        ("SCHEMAS|Out|properties|id", {"type": "integer"}, "201.id may be integer now"),
        ("SCHEMAS|Out|properties|id", {"type": ["string", "null"]}, "201.id may be null now"),
        ("SCHEMAS|Out|required", [], "201.id is not always there any more"),
        ("SCHEMAS|Out|properties|parts|items", TEXT, "201.parts[].id is gone"),
    ],
)
def test_what_breaks_is_named(path: str, value: Any, expected: str) -> None:
    assert any(
        f"POST /holds/: {expected}" in line for line in breaking_changes(DOCUMENT, changed(path, value))
    )


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("paths|/transfers/", {"post": {"operationId": "transfer"}}),
        ("HOLDS|security|2", {"appSession": []}),
        ("HOLDS|parameters|0|required", False),
        ("HOLDS|parameters|0|schema|maxLength", 300),
        ("HOLDS|responses|202", {"description": ""}),
        ("HOLDS|responses|409|description", "`hold_expired`, `invalid_state`, `wallet_frozen`"),
        ("SCHEMAS|Status|enum", ["held", "void", "captured"]),
        ("SCHEMAS|In|required", []),
        ("SCHEMAS|In|properties|reference", TEXT),
        ("SCHEMAS|Out|properties|note", TEXT),
        ("SCHEMAS|Out|required", ["id", "status"]),
    ],
)
def test_what_adds_breaks_nothing(path: str, value: Any) -> None:
    assert breaking_changes(DOCUMENT, changed(path, value)) == []
