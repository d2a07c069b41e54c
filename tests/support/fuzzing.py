"""schemathesis against the store, served by this process: calls made up of the schema, and their answers."""

from __future__ import annotations

import json
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Any

import schemathesis
from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
from django.core.wsgi import get_wsgi_application
from schemathesis.config import SchemathesisConfig
from schemathesis.engine import Status, events, from_schema

from tests.support.crashes import ROOT
from tests.support.serving import serving

SCHEMA = ROOT / "docs" / "openapi.json"
PHASES = ("coverage", "fuzzing", "stateful")
# Of calls that follow from each other there are so many stories for each example of a single call.
STORIES = 10
# Every answer is one that the schema describes; what is against it is refused; nothing needs luck.
CHECKS = (
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_headers_conformance",
    "response_schema_conformance",
    "negative_data_rejection",
    "missing_required_header",
    "unsupported_method",
    "ignored_auth",
    "use_after_free",
)


@dataclass
class Witness:
    """Stands before the store: counts calls and answers, and looks for `secrets` in each answer that the
    call itself did not name."""

    secrets: frozenset[str] = frozenset()
    statuses: Counter[int] = field(default_factory=Counter)
    shown: list[str] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def calls(self) -> int:
        return sum(self.statuses.values())

    def before(self, store: Callable[..., Any]) -> Callable[..., Any]:
        """The store as a WSGI application that is watched."""

        def watched(environ: dict[str, Any], start_response: Callable[..., Any]) -> Any:
            body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
            environ["wsgi.input"] = BytesIO(body)
            head: list[str] = []

            def start(status: str, headers: list[tuple[str, str]], *rest: Any) -> Any:
                head.extend([status, *(f"{name}: {value}" for name, value in headers)])
                return start_response(status, headers, *rest)

            answer = store(environ, start)
            try:
                chunks = list(answer)
            finally:
                answer.close()
            self._note(environ, body, head, b"".join(chunks))
            return chunks

        return watched

    def _note(self, environ: Mapping[str, Any], asked: bytes, head: list[str], body: bytes) -> None:
        call = f"{environ['REQUEST_METHOD']} {environ['PATH_INFO']}?{environ.get('QUERY_STRING', '')}"
        answer = "\n".join(head) + body.decode("utf-8", "replace")
        found = [secret for secret in self.secrets if secret in answer]
        named = f"{call} {asked.decode('utf-8', 'replace')}" if found else ""
        with self.lock:
            self.statuses[int(head[0][:3])] += 1
            self.shown += [f"{secret} in the answer to {call}" for secret in found if secret not in named]


@dataclass
class Outcome:
    """`cases` are the made-up calls by phase, `operations` those that were called at all."""

    witness: Witness
    cases: Counter[str] = field(default_factory=Counter)
    operations: set[str] = field(default_factory=set)
    failures: list[str] = field(default_factory=list)
    report: Path | None = None
    start: float = field(default_factory=time.monotonic)

    def add(self, failures: Iterable[str]) -> None:
        """Keep what was found, and write it down at once: a long form runs for some minutes."""
        for failure in failures:
            self.failures.append(failure)
            if self.report is not None:
                with self.report.open("a", encoding="utf-8") as file:
                    file.write(f"{failure}\n\n")

    def sum_up(self) -> None:
        """Write what showed of others, and the numbers, below what was found."""
        if self.report is None:
            return
        seconds = time.monotonic() - self.start
        numbers = f"{self.witness.calls} calls in {seconds:.0f} s, made up by phase: {dict(self.cases)}"
        answers = f"answers by status: {dict(sorted(self.witness.statuses.items()))}"
        with self.report.open("a", encoding="utf-8") as file:
            file.write("\n".join([*self.witness.shown, numbers, answers, ""]))


def fuzz(
    *,
    headers: Mapping[str, str],
    examples: int,
    known: Mapping[str, Iterable[str]],
    secrets: Iterable[str] = (),
    phases: Iterable[str] = PHASES,
    checks: Iterable[str] = CHECKS,
    seed: int = 1,
    report: Path | None = None,
) -> Outcome:
    """Call every operation with these credentials, about `examples` times in each phase that makes calls up.

    `known` are values of things that there are, by parameter like `path.wallet_id` or `body.customer`;
    calls use them often, so that they get past a 404. Safe to repeat: equal seeds make equal calls.
    """
    outcome = Outcome(Witness(frozenset(secrets)), report=report)
    with served(outcome.witness.before(get_wsgi_application())) as url:
        settings = _settings(headers, examples, known, set(phases), set(checks), seed) | {"base-url": url}
        schema = schemathesis.openapi.from_dict(
            json.loads(SCHEMA.read_text(encoding="utf-8")), config=SchemathesisConfig.from_dict(settings)
        )
        for event in from_schema(schema).execute():
            _take(event, outcome)
    return outcome


@contextmanager
def served(store: Callable[..., Any]) -> Iterator[str]:
    """A WSGI application on a port of its own; answers with its address."""
    server = ThreadedWSGIServer(("127.0.0.1", 0), QuietHandler, connections_override={})
    server.set_app(store)
    with serving(server):
        yield f"http://127.0.0.1:{server.server_port}"


class QuietHandler(WSGIRequestHandler):
    """Writes no line for each call."""

    def log_message(self, *arguments: Any) -> None:
        pass


def _settings(
    headers: Mapping[str, str],
    examples: int,
    known: Mapping[str, Iterable[str]],
    phases: set[str],
    checks: set[str],
    seed: int,
) -> dict[str, Any]:
    made = {"mode": "all", "deterministic": True, "no-shrink": True, "database": "none"}
    stories = {"generation": made | {"max-examples": STORIES * examples}}
    return {
        "seed": seed,
        "headers": dict(headers),
        "suppress-health-check": ["all"],
        "continue-on-failure": True,
        "cache": {"enabled": False},
        "generation": made | {"max-examples": examples},
        "phases": {
            name: {"enabled": name in phases, **(stories if name == "stateful" else {})}
            for name in (*PHASES, "examples")
        },
        "checks": {"enabled": False, **{name: {"enabled": True} for name in checks}},
        # Where no worker is, 503 is the right answer of this one; the schema has it.
        "operations": [
            {"include-name": "GET /api/v1/ready/", "checks": {"not_a_server_error": {"enabled": False}}}
        ],
        "dictionaries": {name: {"values": sorted(values)} for name, values in known.items()},
        "parameters": {name: {"dictionary": name, "probability": 0.8} for name in known},
    }  # fmt: skip


def _take(event: Any, outcome: Outcome) -> None:
    if isinstance(event, events.ScenarioFinished):
        outcome.cases[event.phase.value] += len(event.recorder.cases)
        for case in event.recorder.cases.values():
            outcome.operations.add(case.value.operation.label)
        outcome.add(_failures(event.recorder))
    elif isinstance(event, events.NonFatalError):
        outcome.add([f"{event.label}: {event.value!r}"])
    elif isinstance(event, events.FatalError):
        raise event.exception


def _failures(recorder: Any) -> Iterable[str]:
    for case_id, found in recorder.checks.items():
        for check in found:
            if check.status == Status.FAILURE:
                case = recorder.cases[case_id].value
                failure = check.failure_info.failure
                request = recorder.interactions[case_id].request
                yield (
                    f"{check.name} of {case.operation.label}: {failure.title}: {failure.message}\n"
                    f"  {request.method} {request.uri} {request.body!r}\n"
                    f"  {recorder.interactions[case_id].response.status_code}"
                    f" {recorder.interactions[case_id].response.content[:500]!r}"
                )
