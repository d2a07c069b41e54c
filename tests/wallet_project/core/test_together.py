"""Steps of a migration that are one."""

from __future__ import annotations

from typing import Any
from unittest.mock import patch

import pytest
from django.db import connection, migrations, models
from django.db.migrations.state import ProjectState, StateApps

from wallet_project.core.together import Together

TABLES = {"shelves_shelf", "shelves_book"}
STEPS = [
    migrations.CreateModel("Shelf", [("id", models.BigAutoField(primary_key=True))]),
    # Refers to one before it and to one after it.
    migrations.CreateModel(
        "Book",
        [
            ("id", models.BigAutoField(primary_key=True)),
            ("shelf", models.ForeignKey("shelves.Shelf", models.PROTECT)),
            ("next", models.ForeignKey("shelves.Sequel", models.PROTECT, null=True)),
        ],
    ),
    migrations.CreateModel("Sequel", [("id", models.BigAutoField(primary_key=True))]),
]


def rendered_state() -> ProjectState:
    state = ProjectState()
    assert state.apps is not None
    return state


def renderings(step: Any) -> int:
    """How often the step has models rendered."""
    state = rendered_state()
    with patch.object(StateApps, "render_multiple", autospec=True) as render:
        step(state)
    return int(render.call_count)


def test_models_are_not_rendered_for_each_step() -> None:
    def one_by_one(state: ProjectState) -> None:
        for step in STEPS:
            step.state_forwards("shelves", state)

    assert renderings(lambda state: Together(STEPS).state_forwards("shelves", state)) == 0
    assert renderings(one_by_one) == len(STEPS)


@pytest.mark.django_db(transaction=True)
def test_all_is_made_in_order_and_taken_back() -> None:
    before, after = rendered_state(), rendered_state()
    together = Together(STEPS)
    together.state_forwards("shelves", after)
    with connection.schema_editor() as editor:
        together.database_forwards("shelves", editor, before, after)
    assert set(connection.introspection.table_names()) >= TABLES
    with connection.schema_editor() as editor:
        together.database_backwards("shelves", editor, after, before)
    assert TABLES.isdisjoint(connection.introspection.table_names())


def test_it_goes_back_if_every_step_does() -> None:
    assert Together(STEPS).reversible
    assert not Together([*STEPS, migrations.RunSQL("SELECT 1")]).reversible
