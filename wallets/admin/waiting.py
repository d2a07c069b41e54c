"""What waits for a second person, of every kind: apps above this one add theirs."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import QuerySet, Value
from django.http import HttpRequest
from djmoney.money import Money

SHOWN = 100
DECIDED_SHOWN = 10


@dataclass(frozen=True, slots=True)
class Waiting:
    """One thing that waits, with what it is decided by. `figure` names what goes from `before` to
    `after`; `evidence` are links to look at first, each with its text; `facts` are lines of words.
    `key_name` is that of the API key that it was asked for with."""

    what: str
    link: str
    customer: Any
    requester: Any
    asked_at: datetime
    decide_until: datetime
    reason: str
    figure: str
    before: Money
    after: Money
    note: str = ""
    customer_note: str = ""
    facts: Sequence[str] = ()
    evidence: Sequence[tuple[str, str]] = ()

    key_name: str = ""

    def concerns(self, user_id: int | None) -> bool:
        """Whether this person asked for it, or gets it: then somebody else has to decide."""
        return user_id in (self.customer.pk, self.requester.pk if self.requester else None)


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of something that a staff member asked for; `words` are those of who decided."""

    what: str
    link: str
    status: str
    words: str
    decided_by: Any
    decided_at: datetime | None


@dataclass(frozen=True, slots=True)
class WaitingKind:
    """A kind of thing that waits, for those who have `permission`: `waiting` are all of them, `rows` the
    first to expire, `answers` the newest that a staff member asked for since then."""

    permission: str
    waiting: Callable[[], QuerySet[Any]]
    rows: Callable[[int], Sequence[Waiting]]
    answers: Callable[[int, datetime], Sequence[Answer]]


@dataclass(slots=True)
class _Kinds:
    known: list[WaitingKind] = field(default_factory=list)


_kinds = _Kinds()


def register_waiting(kind: WaitingKind) -> None:
    """Show this kind in the queue. Call it when the app's `admin` is loaded."""
    _kinds.known.append(kind)


def kinds_for(request: HttpRequest) -> list[WaitingKind]:
    """Those that this staff member may view."""
    return [kind for kind in _kinds.known if request.user.has_perm(kind.permission)]


def number_waiting(request: HttpRequest) -> int:
    """Of every kind together, in one query: the menu of each page asks."""
    kinds = [kind.waiting().order_by().values_list(Value(1)) for kind in kinds_for(request)]
    return kinds[0].union(*kinds[1:], all=True).count() if kinds else 0


def all_waiting(request: HttpRequest) -> list[Waiting]:
    """Of every kind, what has the least time left first; at most `SHOWN`."""
    rows = [row for kind in kinds_for(request) for row in kind.rows(SHOWN)]
    return sorted(rows, key=lambda row: row.decide_until)[:SHOWN]


def answers_for(request: HttpRequest, since: datetime) -> list[Answer]:
    """What this staff member asked for since then, waiting or decided, the newest decision first."""
    assert request.user.pk is not None
    rows = list(_answers(request, request.user.pk, since))
    decided = [row for row in rows if row.decided_at is not None]
    decided.sort(key=lambda row: row.decided_at or since, reverse=True)
    return [*(row for row in rows if row.decided_at is None), *decided][:DECIDED_SHOWN]


def _answers(request: HttpRequest, user_id: int, since: datetime) -> Iterator[Answer]:
    for kind in kinds_for(request):
        yield from kind.answers(user_id, since)
