"""The OpenAPI document: valid, complete and without a warning."""

from __future__ import annotations

import json
from io import StringIO

from django.core.management import call_command
from django.test import Client

from tests.support.api import as_store, problem
from wallet_project.core.api.codes import CODES
from wallet_project.core.api.table import operations_below


def test_the_schema_is_valid_and_made_without_a_warning():
    out = StringIO()
    call_command("spectacular", "--validate", "--fail-on-warn", stdout=out)
    assert "openapi: 3.1.0" in out.getvalue()


def test_the_schema_is_served_with_every_operation(db):
    document = Client().get("/api/v1/schema/").json()
    described = {one["operationId"] for path in document["paths"].values() for one in path.values()}
    assert described == {entry.operation.id for entry in operations_below("api/v1/")}
    assert document["openapi"] == "3.1.0"


def test_every_code_that_an_operation_promises_is_in_the_table():
    for entry in operations_below("api/v1/"):
        assert set(entry.operation.all_codes) <= set(CODES), entry.operation.id


def test_what_moves_money_asks_for_a_key(db):
    document = Client().get("/api/v1/schema/").json()
    parameters = document["paths"]["/api/v1/holds/"]["post"]["parameters"]
    assert [one["required"] for one in parameters if one["name"] == "Idempotency-Key"] == [True]
    assert "idempotency_conflict" in json.dumps(document["paths"]["/api/v1/holds/"]["post"]["responses"])


def test_a_key_that_need_not_be_sent_is_refused_as_the_schema_says(db):
    document = Client().get("/api/v1/schema/").json()
    store = as_store()
    made = {"reference": "shop-1", "email": "ada@example.com"}
    assert store.post("/customers/", made, key="once").status_code == 201
    refused = store.post("/customers/", {**made, "reference": "shop-2"}, key="once")
    assert problem(refused) == (422, "idempotency_conflict")
    assert "422" in document["paths"]["/api/v1/customers/"]["post"]["responses"]
    assert store.get("/customers/", reference="shop-2").json()["results"] == []


def test_what_a_field_is_when_it_is_left_out_is_one_of_its_values(db):
    components = Client().get("/api/v1/schema/").json()["components"]["schemas"]
    for name, component in components.items():
        for field, described in component.get("properties", {}).items():
            for part in described.get("allOf", []) if "default" in described else []:
                values = components[part["$ref"].rpartition("/")[2]]["enum"]
                assert described["default"] in values, f"{name}.{field}"
