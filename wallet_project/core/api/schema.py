"""The OpenAPI description of an operation, from what it promises."""

from __future__ import annotations

from typing import Any

from drf_spectacular.openapi import AutoSchema
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, OpenApiResponse

from wallet_project.core.api.codes import CODES, statuses_of
from wallet_project.core.api.operations import Operation, operation_of
from wallet_project.core.api.problems import MEDIA_TYPE, problem
from wallet_project.core.api.serializers import Input, ProblemOutput

JSON = "application/json"
API_KEY = "apiKey"


class ApiSchema(AutoSchema):
    """Reads everything from the `Operation` of the view's method."""

    @property
    def operation(self) -> Operation:
        found = operation_of(self.view, self.method)
        assert found is not None, f"{self.method} {self.path} is no operation"
        return found

    def get_operation_id(self) -> str:
        return self.operation.id

    def get_summary(self) -> str:
        return self.operation.summary

    def get_description(self) -> str:  # type: ignore[override]
        promised = self.operation
        who = "For the store and its staff." if promised.staff else "For the store only."
        who = "Customers may call it for themselves." if promised.customers else who
        scope = f"Scope of the key: `{promised.scope}`." if promised.scope else "Any key may call it."
        parts = [promised.description, "No credentials are needed." if promised.public else f"{scope} {who}"]
        return "\n\n".join(part for part in parts if part)

    def get_auth(self) -> list[dict[str, Any]]:
        requirements = super().get_auth()
        promised = self.operation
        if promised.public:
            return []
        if not (promised.customers or promised.staff):
            requirements = [one for one in requirements if API_KEY in one]
        scopes = [str(promised.scope)] if promised.scope else []
        return [{API_KEY: scopes} if API_KEY in one else one for one in requirements]

    def get_override_parameters(self) -> list[Any]:
        promised = self.operation
        found: list[Any] = [promised.filters] if promised.filters else []
        if promised.moves_money:
            found += [IDEMPOTENCY_KEY, REPLAYED]
        elif self._takes_key:
            found += [OPTIONAL_KEY, REPLAYED]
        return [*found, RETRY_AFTER]

    def get_request_serializer(self) -> Any:
        return self.operation.takes

    def get_response_serializers(self) -> Any:
        promised = self.operation
        success: Any = OpenApiResponse(description="No body.")
        if promised.answers is not None:
            success = _list_of(promised) if promised.listed else promised.answers
        answers: dict[Any, Any] = {}
        for status in filter(None, (promised.status, promised.other_status)):
            answers[status if promised.answers is None else (status, JSON)] = success
        for status, codes in statuses_of(self._refused_with()).items():
            answers[(status, MEDIA_TYPE)] = _refusals(codes)
        return answers

    def _refused_with(self) -> tuple[str, ...]:
        codes = {*self.operation.all_codes, *_path_codes(self.path)}
        return tuple(sorted(codes | set(OPTIONAL_KEY_CODES if self._takes_key else ())))

    @property
    def _takes_key(self) -> bool:
        """Whether an Idempotency-Key may be sent, but need not."""
        return bool(self.method == "POST" and not self.operation.moves_money and not self.operation.public)

    def get_examples(self) -> list[OpenApiExample]:
        promised, found = self.operation, []
        if promised.example is not None:
            found.append(OpenApiExample("Request", promised.example, request_only=True))
        if promised.example_answer is not None:
            statuses = [str(status) for status in (promised.status, promised.other_status) if status]
            found.append(
                OpenApiExample(
                    "Answer",
                    promised.example_answer,
                    response_only=True,
                    media_type=JSON,
                    status_codes=statuses,
                )
            )
        return found

    def _is_list_view(self, serializer: Any = None) -> bool:
        return False

    def _map_basic_serializer(self, serializer: Any, direction: Any) -> Any:
        schema = super()._map_basic_serializer(serializer, direction)  # type: ignore[no-untyped-call]
        if isinstance(serializer, Input):
            schema["additionalProperties"] = False
        return schema


def _path_codes(path: str) -> tuple[str, ...]:
    return ("not_found",) if "{" in path else ()


def _list_of(promised: Operation) -> Any:
    from drf_spectacular.utils import inline_serializer
    from rest_framework import serializers

    assert promised.answers is not None
    name = promised.answers.__name__.removesuffix("Output")
    return inline_serializer(
        f"{name}Page",
        {
            "next": serializers.URLField(allow_null=True),
            "previous": serializers.URLField(allow_null=True),
            "results": promised.answers(many=True),
        },
    )


def _refusals(codes: list[str]) -> OpenApiResponse:
    examples = [
        OpenApiExample(code, problem(code, str(CODES[code].title)), media_type=MEDIA_TYPE) for code in codes
    ]
    return OpenApiResponse(ProblemOutput, ", ".join(f"`{code}`" for code in codes), examples)


def _key_header(*, required: bool) -> OpenApiParameter:
    return OpenApiParameter(
        "Idempotency-Key",
        {"type": "string", "minLength": 1, "maxLength": 255, "pattern": "^[ -~]+$"},
        OpenApiParameter.HEADER,
        required=required,
        description="New for each thing that you want, the same for each repetition of it.",
    )


IDEMPOTENCY_KEY = _key_header(required=True)
OPTIONAL_KEY = _key_header(required=False)
REPLAYED = OpenApiParameter(
    "Idempotency-Replayed",
    OpenApiTypes.STR,
    OpenApiParameter.HEADER,
    response=[200, 201, 202, 204, 402, 409, 422],
    description="`true` if this is the answer to an earlier, equal request.",
)
# What a key can be refused with, where it need not be sent: used before, unreadable, still being worked on.
OPTIONAL_KEY_CODES = ("idempotency_conflict", "idempotency_key_required", "unavailable")
RETRY_AFTER = OpenApiParameter(
    "Retry-After",
    OpenApiTypes.INT,
    OpenApiParameter.HEADER,
    response=[429],
    description="So many seconds from now.",
)
