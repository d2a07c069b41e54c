"""An operation: one method of one path, with all that is promised about it. Permission, validation,
idempotency, schema and tests go by the same description."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from typing import Any, Protocol
from urllib.parse import urlencode

from django.http import HttpResponse
from django.utils import timezone
from rest_framework.request import Request
from rest_framework.views import APIView

from wallet_project.core.api.answers import Answer, AtOnce, Later, Rendered, as_response, rendered
from wallet_project.core.api.callers import NOBODY, Caller, Scope, caller_of, require_caller
from wallet_project.core.api.idempotency import HEADER_META, Asked, do_with_answer, read_asked, run_once
from wallet_project.core.api.pages import Page, Wanted, read_cursor
from wallet_project.core.api.serializers import Filters, Input, ListFilters, Output
from wallet_project.core.exceptions import WalletProjectError

METHODS = ("get", "post", "put", "patch", "delete")


@dataclass(frozen=True, slots=True)
class Operation:
    """What is promised about an operation.

    `scope` is what a key needs (None: any key will do), `customers` whether customers may call it for
    themselves, `staff` whether staff members may in a session of theirs, `public` that no credentials
    are needed. `takes` reads the body, `filters` what stands behind the `?`, `answers` writes the result
    (None: no body). `codes` are the refusals beside those that any operation may answer with.
    `moves_money`: an Idempotency-Key is needed; `calls_gateway`: all of it runs outside a transaction,
    and its service is safe to repeat with `call.key` (a part of it can be left for `Later`).
    `at_once`: how a plain call may be done by one statement, with the very answer and effect that the
    method would have; None where it is not plain. Its refusals don't count: the method has the words.
    `looks_up`: counts as a look-up by code, which is throttled harder. `example` is a body,
    `example_answer` an answer.
    """

    id: str
    summary: str
    scope: Scope | None
    customers: bool = False
    staff: bool = False
    public: bool = False
    takes: type[Input] | None = None
    filters: type[Filters] | None = None
    answers: type[Output] | None = None
    status: int = 200
    other_status: int | None = None
    listed: bool = False
    moves_money: bool = False
    calls_gateway: bool = False
    at_once: Callable[[Call], AtOnce | None] | None = None
    looks_up: bool = False
    codes: tuple[str, ...] = ()
    description: str = ""
    example: Mapping[str, Any] | None = None
    example_answer: Mapping[str, Any] | None = None

    @property
    def all_codes(self) -> tuple[str, ...]:
        """Every refusal that an answer may carry."""
        codes = {*self.codes, "rate_limited"}
        if not self.public:
            codes |= {"authentication_required", "invalid_credentials", "scope_required"}
            codes |= {"csrf_failed"} if (self.customers or self.staff) and self.takes else set()
            codes |= set() if self.customers else {"store_only"}
        if self.takes:
            codes |= {"malformed_request", "invalid_input", "request_too_large", "unsupported_media_type"}
        if self.filters:
            codes |= {"invalid_input"}
        if self.moves_money:
            codes |= {"idempotency_key_required", "idempotency_conflict", "unavailable"}
        return tuple(sorted(codes))


@dataclass(frozen=True, slots=True)
class Call:
    """What an operation is given: who calls, the checked body and filters, which page, the key for
    its services (empty where the caller gave none), and the time."""

    caller: Caller
    data: dict[str, Any]
    filters: dict[str, Any]
    page: Wanted
    key: str
    now: datetime
    request: Request


class Handler(Protocol):
    """A method of a view: the call, and the parts of the path by name."""

    def __call__(self, view: Any, call: Call, /, **path: Any) -> Any: ...


def operation(
    id: str,  # noqa: A002
    summary: str,
    *,
    scope: Scope | None,
    **promises: Any,
) -> Callable[[Callable[..., Any]], Callable[..., HttpResponse]]:
    """Make a view's method of a function that takes a `Call` and answers with what `answers` writes:
    an object, for `listed` a `Page`, for another status an `Answer`. The fields are `Operation`'s."""
    promised = _listed(Operation(id=id, summary=summary, scope=scope, **promises))

    def decorate(handler: Callable[..., Any]) -> Callable[..., HttpResponse]:
        @wraps(handler)
        def method(view: APIView, request: Request, **path: Any) -> HttpResponse:
            asked = _asked(promised, request)
            call = _read_call(promised, request, asked)

            def act() -> Rendered | Later:
                return _render(promised, request, handler(view, call, **path))

            if asked is not None:
                if (done := _do_at_once(promised, call, asked)) is not None:
                    return as_response(done)
                return as_response(run_once(asked, act, calls_gateway=promised.calls_gateway))
            answer = act()
            assert isinstance(answer, Rendered), "only what moves money has something to do later"
            return as_response(answer)

        method.operation = promised  # type: ignore[attr-defined]
        return method

    return decorate


def operation_of(view: Any, method: str) -> Operation | None:
    """What is promised about a method of a view, an instance or a class; None if it has no such method."""
    found: Operation | None = getattr(getattr(view, method.lower(), None), "operation", None)
    return found


def operations_of(view: Any) -> Iterator[tuple[str, Operation]]:
    """All operations of a view with their methods, in capitals."""
    for method in METHODS:
        if (found := operation_of(view, method)) is not None:
            yield method.upper(), found


def _listed(promised: Operation) -> Operation:
    if promised.listed and not issubclass(promised.filters or Input, ListFilters):
        raise TypeError(f"{promised.id} answers with a list: its filters must be ListFilters.")
    return promised


def _asked(promised: Operation, request: Request) -> Asked | None:
    """What is repeated by an Idempotency-Key; any POST may bring one, what moves money must."""
    if promised.moves_money or (request.method == "POST" and HEADER_META in request.META):
        return read_asked(request, require_caller(request))
    return None


def _read_call(promised: Operation, request: Request, asked: Asked | None) -> Call:
    data = _checked(promised.takes, request.data)
    asked_by_address = request.META.get("QUERY_STRING")
    filters = _checked(promised.filters, request.query_params.dict() if asked_by_address else {})
    page = read_cursor(filters.get("cursor", ""), filters["page_size"]) if promised.listed else Wanted()
    return Call(
        caller=caller_of(request) or NOBODY,
        data=data,
        filters=filters,
        page=page,
        key=asked.effect_key if asked else "",
        now=timezone.now(),
        request=request,
    )


def _do_at_once(promised: Operation, call: Call, asked: Asked) -> Rendered | None:
    """The answer of what one statement has done; None where it has done nothing."""
    if promised.at_once is None:
        return None
    try:
        plain = promised.at_once(call)
    except WalletProjectError:
        return None
    if plain is None:
        return None
    assert promised.answers is not None
    answer = rendered(promised.status, promised.answers.written(plain.value))
    if not do_with_answer(asked, plain.effect, answer):
        return None
    plain.after()
    return answer


def _checked(kind: type[Input] | None, given: Any) -> dict[str, Any]:
    """The checked values. Where nothing may be given, anything that is given is refused."""
    return {} if kind is None and not given else (kind or Input).checked(given)


def _render(promised: Operation, request: Request, result: Any) -> Rendered | Later:
    if isinstance(result, Later):
        finish = result.finish
        return Later(lambda: _render(promised, request, finish()))
    status = promised.status
    if isinstance(result, Answer):
        result, status = result.value, result.status
    if promised.answers is None:
        return rendered(status, None)
    if isinstance(result, Page):
        return rendered(status, _page(promised.answers, request, result))
    return rendered(status, promised.answers.written(result))


def _page(answers: type[Output], request: Request, page: Page) -> dict[str, Any]:
    return {
        "next": _address(request, page.next),
        "previous": _address(request, page.previous),
        "results": [answers.written(row) for row in page.results],
    }


def _address(request: Request, cursor: str) -> str | None:
    if not cursor:
        return None
    query = urlencode({**request.query_params.dict(), "cursor": cursor})
    return request.build_absolute_uri(f"{request.path}?{query}")
