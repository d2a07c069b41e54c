"""The schema and the Bruno collection that the repository keeps are those of the API as it is."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from tools.bruno import collection
from tools.schema import BRUNO, KEPT, as_text, document, kept, write_files
from tools.schema_changes import breaking_changes, major
from wallet_project.core.api.table import operations_below

MAKE = "Run `make schema`, and commit what it writes."


@pytest.fixture(scope="module")
def schema() -> dict[str, Any]:
    return document()


def test_no_program_that_uses_the_api_breaks(schema: dict[str, Any]) -> None:
    old = kept()
    assert old is not None, MAKE
    assert major(schema) > major(old) or breaking_changes(old, schema) == []


def test_the_kept_schema_is_that_of_the_api(schema: dict[str, Any]) -> None:
    assert KEPT.read_text(encoding="utf-8") == as_text(schema), MAKE


def test_the_kept_collection_is_made_of_the_schema(schema: dict[str, Any]) -> None:
    kept_files = {
        str(path.relative_to(BRUNO)): path.read_text() for path in BRUNO.rglob("*.*") if path.is_file()
    }
    assert kept_files == collection(schema), MAKE


def test_the_collection_has_every_operation_with_its_address_and_body(schema: dict[str, Any]) -> None:
    files = collection(schema)
    for entry in operations_below("api/v1/"):
        [text] = [text for name, text in files.items() if name.endswith(f"/{entry.operation.id}.bru")]
        [(method, address)] = re.findall(r"^(get|post|put|delete) \{\n  url: \{\{base\}\}(\S+)$", text, re.M)
        assert method.upper() == entry.method
        assert schema["paths"]["/api/v1" + re.sub(r":(\w+)", r"{\1}", address)][method]["operationId"]
        body = re.search(r"^body:json \{\n(.*?)^\}", text, re.M | re.S)
        assert (body is not None) == (entry.operation.takes is not None)
        assert body is None or isinstance(json.loads(body[1]), dict)
        assert ("\n  Idempotency-Key: {{$guid}}" in text) == entry.operation.moves_money


def test_a_request_of_an_operation_that_is_gone_goes_too(tmp_path: Any) -> None:
    write_files(tmp_path, {"holds/place_hold.bru": "new", "bruno.json": "{}"})
    write_files(tmp_path, {"holds/list_holds.bru": "new", "bruno.json": "{}"})
    assert sorted(path.name for path in tmp_path.rglob("*.*")) == ["bruno.json", "list_holds.bru"]
