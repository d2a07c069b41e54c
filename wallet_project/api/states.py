"""Whether the store is up, for those who watch over it."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from wallet_project.core import health
from wallet_project.core.api.answers import Answer
from wallet_project.core.api.operations import Call, operation
from wallet_project.core.api.serializers import Output
from wallet_project.core.api.views import ApiView
from wallet_project.health import CHECKS


class HealthOutput(Output):
    status = serializers.ChoiceField(["ok"])


class ReadyOutput(Output):
    """`unwell` says by its name what is wrong with a part."""

    status = serializers.ChoiceField(["ok", "unwell"])
    unwell = serializers.DictField(child=serializers.CharField())


class Health(ApiView):
    @operation("get_health", "Whether the API answers", scope=None, public=True, answers=HealthOutput)
    def get(self, call: Call) -> Any:
        return {"status": "ok"}


class Ready(ApiView):
    @operation(
        "get_readiness",
        "Whether every part of the store does its work",
        scope=None,
        public=True,
        answers=ReadyOutput,
        other_status=503,
        description="Database, broker, worker, beat and the seal of the ledger.",
    )
    def get(self, call: Call) -> Answer:
        unwell = health.run_checks(CHECKS, now=call.now)
        value = {"status": "unwell" if unwell else "ok", "unwell": unwell}
        return Answer(value, 503 if unwell else 200)
