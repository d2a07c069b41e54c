"""The generated Python client is of this schema, whole."""

from __future__ import annotations

from importlib import import_module

from tools.client import CLIENT, MADE_FROM, schema_hash
from wallet_project.core.api.table import operations_below


def test_the_client_was_made_from_the_kept_schema():
    assert MADE_FROM.read_text().strip() == schema_hash(), "run `make client`"


def test_every_operation_is_in_the_client_in_all_four_ways():
    modules = {path.stem: path for path in (CLIENT / "store_wallet_client" / "api").glob("*/*.py")}
    for entry in operations_below("api/v1/"):
        tag = modules[entry.operation.id].parent.name
        module = import_module(f"store_wallet_client.api.{tag}.{entry.operation.id}")
        assert {"sync_detailed", "asyncio_detailed"} <= set(dir(module)), entry.operation.id
