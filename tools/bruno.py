"""A Bruno collection of every operation of the API, made of its schema: a folder for each resource, a file
for each operation, with the schema's examples as bodies."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

Json = dict[str, Any]
PREFIX = "/api/v1"
NAME = "Store wallet"
ENVIRONMENT = """\
vars {
  base: http://127.0.0.1:8000/api/v1
}
vars:secret [
  api_key
]
"""
ALL_REQUESTS = """\
headers {
  Authorization: Api-Key {{api_key}}
}

docs {
  Choose the environment "Demo", and give it a key: `manage.py create_api_key` makes one.
  An `Idempotency-Key` is new with each sending; to repeat a request, write one of your own.
}
"""


def collection(document: Json) -> dict[str, str]:
    """The text of each file by its path within the collection."""
    about = {"version": "1", "name": NAME, "type": "collection", "ignore": []}
    files = {
        "bruno.json": json.dumps(about, indent=2) + "\n",
        "collection.bru": ALL_REQUESTS,
        "environments/Demo.bru": ENVIRONMENT,
    }
    numbers: dict[str, int] = {}
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            folder = operation["tags"][0]
            numbers[folder] = numbers.get(folder, 0) + 1
            name = f"{folder}/{operation['operationId']}.bru"
            files[name] = request(path, method, operation, numbers[folder])
    return files


def request(path: str, method: str, operation: Json, number: int) -> str:
    """One operation in Bruno's markup."""
    address = path.removeprefix(PREFIX).replace("{", ":").replace("}", "")
    body = "json" if "requestBody" in operation else "none"
    blocks = [
        block("meta", [f"name: {operation['summary']}", "type: http", f"seq: {number}"]),
        block(method, [f"url: {{{{base}}}}{address}", f"body: {body}", "auth: none"]),
        block("params:query", parameters(operation, "query")),
        block("params:path", parameters(operation, "path")),
        block("headers", parameters(operation, "header")),
        block("body:json", json.dumps(example(operation), indent=2, ensure_ascii=False).split("\n"))
        if body == "json"
        else "",
        block("docs", operation.get("description", "").splitlines()),
    ]
    return "\n".join(one for one in blocks if one)


def parameters(operation: Json, place: str) -> list[str]:
    """A line for each; what need not be given is there, but not sent."""
    return [
        f"{'' if one.get('required') else '~'}{one['name']}: {value(one)}".rstrip()
        for one in operation.get("parameters", ())
        if one["in"] == place
    ]


def value(parameter: Json) -> str:
    if parameter["name"] == "Idempotency-Key":
        return "{{$guid}}"
    return str(parameter["schema"].get("default", ""))


def example(operation: Json) -> Any:
    """The schema's example; nothing where it has none, since nothing must be given there."""
    return next(_examples(operation), {})


def _examples(operation: Json) -> Iterator[Any]:
    for content in operation["requestBody"]["content"].values():
        yield from (one["value"] for one in content.get("examples", {}).values())


def block(name: str, lines: list[str]) -> str:
    inner = "".join(f"  {line}".rstrip() + "\n" for line in lines)
    return f"{name} {{\n{inner}}}\n" if lines else ""
