"""One effect for one Idempotency-Key, however often and from how many places at once it is sent.

The answer is stored in the transaction of the effect: after a crash either both are there or neither.
Kept are answers of operations that ran, also their refusals; what never began (bad input, no such
thing, too many calls) is not, and neither is a failure of ours.
"""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, DatabaseError, IntegrityError, connection, connections, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from rest_framework.request import Request

from wallet_project.core.api.answers import Later, Rendered, rendered_problem
from wallet_project.core.api.callers import Caller
from wallet_project.core.api.codes import CODES
from wallet_project.core.api.problems import ApiError, problem
from wallet_project.core.db import as_savepoint, the_one
from wallet_project.core.exceptions import IdempotencyConflict, WalletProjectError
from wallet_project.core.models import IdempotentRequest
from wallet_project.core.postgresql.statements import Statement, ask, ask_kept

in_order = json.JSONEncoder(sort_keys=True, separators=(",", ":")).encode
EFFECT_PREFIX = "api:"
HEADER_META = "HTTP_IDEMPOTENCY_KEY"
REPLAYED = "Idempotency-Replayed"
LONGEST_KEY = 255
KEPT_STATUSES = frozenset({400, 402, 409, 422})
KEEP = timedelta(days=30)
PURGE_CHUNK = 5000
WAIT_STEP = 0.05

STORE = """
INSERT INTO core_idempotentrequest AS r
    (caller, key, method, path, body_hash, status, body, claimed_at, created_at)
VALUES (%(caller)s, %(key)s, %(method)s, %(path)s, %(body_hash)s, %(status)s, %(body)s, %(now)s, %(now)s)
ON CONFLICT (caller, key) DO {on_conflict}
RETURNING r.id
"""
FIRST = STORE.format(on_conflict="NOTHING")
ANSWER = STORE.format(
    on_conflict="UPDATE SET status = excluded.status, body = excluded.body"
    " WHERE r.status IS NULL AND r.method = excluded.method AND r.path = excluded.path"
    " AND r.body_hash = excluded.body_hash"
)
TAKE_OVER = """
UPDATE core_idempotentrequest SET claimed_at = %(now)s
WHERE caller = %(caller)s AND key = %(key)s AND status IS NULL AND claimed_at < %(stale)s
RETURNING id
"""
# An effect of one statement, and its answer; neither if the effect is NULL.
WITH_ANSWER = """
INSERT INTO core_idempotentrequest
    (caller, key, method, path, body_hash, status, body, claimed_at, created_at)
SELECT %s::text, %s::text, %s::text, %s::text, %s::bytea, %s::smallint, %s::bytea, e.now, e.now
FROM (SELECT ({effect}) AS effect, %s::timestamptz AS now) AS e WHERE e.effect IS NOT NULL
RETURNING 1
"""


@dataclass(frozen=True, slots=True)
class Asked:
    """A request as it is told from others: by whom, with which key, and for what."""

    caller: str
    key: str
    method: str
    path: str
    body_hash: bytes

    @property
    def effect_key(self) -> str:
        """The key under which services know the effect: the same for every repetition."""
        return effect_key(self.caller, self.key)


Act = Callable[[], Rendered | Later]


class _SomebodyWasFirst(Exception):
    """Rolls back what a repetition did before it found out that it is one."""


def effect_key(caller: str, key: str) -> str:
    return EFFECT_PREFIX + hashlib.sha256(f"{caller}\n{key}".encode()).hexdigest()[:48]


def read_asked(request: Request, caller: Caller) -> Asked:
    """What is asked. Raises `ApiError` (`idempotency_key_required`) without a usable key."""
    key = request.META.get(HEADER_META, "")
    if not 1 <= len(key) <= LONGEST_KEY or not (key.isascii() and key.isprintable()):
        message = _("Send a header Idempotency-Key of 1 to 255 characters, new for each thing that you want.")
        raise ApiError("idempotency_key_required", message)
    body = in_order(request.data).encode()
    return Asked(
        caller=caller.id,
        key=key,
        method=str(request.method),
        path=request.get_full_path()[:500],
        body_hash=hashlib.sha256(body).digest(),
    )


def run_once(asked: Asked, act: Act, *, calls_gateway: bool, is_taken_over: bool = False) -> Rendered:
    """The answer of `act`, or the one that an equal request got before.

    `act` runs in a transaction, with the answer stored in it. Whatever asks the gateway runs outside:
    the `Later` that `act` answers with, or all of `act` if it `calls_gateway`. Both must bring keys of
    their own to every step, and continue what an earlier try began. Raises `IdempotencyConflict` where
    the key was used for something else. Safe to repeat.
    """
    if calls_gateway:
        return _finish(asked, act, is_first=_write(FIRST, asked))
    try:
        with transaction.atomic():
            answer = act()
            if isinstance(answer, Rendered):
                if not _write(ANSWER if is_taken_over else FIRST, asked, answer):
                    raise _SomebodyWasFirst
                return answer
            is_first = is_taken_over or _write(FIRST, asked)
            if not is_first and (earlier := _find(asked)) is not None:
                return earlier
    except _SomebodyWasFirst:
        # They may still be at the gateway, with their effect there for all to see.
        return _wait(asked) or run_once(asked, act, calls_gateway=False, is_taken_over=True)
    except WalletProjectError as error:
        # The first one's success may be the very reason why a repetition is refused.
        earlier = None if is_taken_over or _write(FIRST, asked) else _wait(asked)
        return earlier or _refused(asked, error)
    return _finish(asked, answer.finish, is_first=is_first)


def do_with_answer(asked: Asked, effect: Statement, answer: Rendered) -> bool:
    """Execute a statement, and keep the answer with its effect; False where it did nothing, or anything
    like it was there before. A transaction of its own, in one round trip."""
    sql, values = effect
    database = connections[DEFAULT_DB_ALIAS]
    kept = (asked.caller, asked.key, asked.method, asked.path, asked.body_hash, answer.status, answer.body)
    try:
        with as_savepoint(database):
            done = ask_kept(database, (_with_answer(sql), (*kept, *values, timezone.now())))
    except DatabaseError as error:
        # A rule refuses it: a constraint, or a function by a code of its own.
        if type(error) not in (IntegrityError, DatabaseError):
            raise
        return False
    return done is not None


@cache
def _with_answer(effect: str) -> str:
    return WITH_ANSWER.format(effect=effect)


def _finish(asked: Asked, act: Act, *, is_first: bool) -> Rendered:
    """Outside a transaction, with the request claimed: go on, and store the answer."""
    if not is_first and (earlier := _wait(asked)) is not None:
        return earlier
    try:
        answer = act()
    except WalletProjectError as error:
        return _refused(asked, error)
    assert isinstance(answer, Rendered)
    return answer if _write(ANSWER, asked, answer) else _replay(asked)


def _wait(asked: Asked) -> Rendered | None:
    """The answer that somebody is working on; None once it is our turn, because they died on the way."""
    longest = timedelta(seconds=settings.API_CLAIM_SECONDS)
    while True:
        if (answer := _find(asked)) is not None:
            return answer
        now = timezone.now()
        if ask(
            connection,
            TAKE_OVER,
            {"caller": asked.caller, "key": asked.key, "now": now, "stale": now - longest},
        ):
            return None
        time.sleep(WAIT_STEP)


def _refused(asked: Asked, error: WalletProjectError) -> Rendered:
    """The refusal as an answer that is kept; raises it where that must not be."""
    code = CODES.get(error.code)
    if code is None or code.status not in KEPT_STATUSES or isinstance(error, IdempotencyConflict):
        IdempotentRequest.objects.filter(caller=asked.caller, key=asked.key, status=None).delete()
        raise error
    answer = rendered_problem(problem(error.code, error.message, **error.data))
    return answer if _write(ANSWER, asked, answer) else _replay(asked)


def _find(asked: Asked) -> Rendered | None:
    """The stored answer, as a replay; None while there is none. Raises `IdempotencyConflict`."""
    row = the_one(IdempotentRequest.objects.filter(caller=asked.caller, key=asked.key))
    if row is None:
        return None
    if (row.method, row.path, bytes(row.body_hash)) != (asked.method, asked.path, asked.body_hash):
        raise IdempotencyConflict(asked.key)
    if row.status is None:
        return None
    return Rendered(row.status, bytes(row.body or b""), is_problem=row.status >= 400, replayed=True)


def _replay(asked: Asked) -> Rendered:
    answer = _find(asked)
    if answer is None:
        raise ApiError("unavailable", _("Somebody is working on this request. Please send it again."))
    return answer


def _write(sql: str, asked: Asked, answer: Rendered | None = None) -> bool:
    """Whether the row is written; False where an earlier one stays as it is."""
    values = {
        "caller": asked.caller,
        "key": asked.key,
        "method": asked.method,
        "path": asked.path,
        "body_hash": asked.body_hash,
        "status": answer.status if answer else None,
        "body": answer.body if answer else None,
        "now": timezone.now(),
    }
    return ask(connection, sql, values) is not None


def purge(*, now: datetime, chunk: int = PURGE_CHUNK) -> int:
    """Forget requests older than 30 days, a chunk at a time; answers with how many. Safe to repeat."""
    purged = 0
    while True:
        old = IdempotentRequest.objects.filter(created_at__lt=now - KEEP).order_by("created_at")
        deleted, _per_model = IdempotentRequest.objects.filter(pk__in=old.values("pk")[:chunk]).delete()
        purged += deleted
        if deleted < chunk:
            return purged
