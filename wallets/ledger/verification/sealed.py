"""Is what was sealed still what was sealed?"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from django.db import connection

from wallets.ledger.models import Seal
from wallets.ledger.verification.registry import Check, Difference, Progress, differences

NAME = "seals hold"

NOT_SEALED_IN_TIME = """
    SELECT 'entry ' || e.id || ' of ' || e.posted_at, 'a seal within a day', 'none'
    FROM ledger_entry e
    WHERE e.id > coalesce((SELECT max(s.through_id) FROM ledger_seal s), 0)
        AND e.posted_at < now() - interval '1 day'
    ORDER BY e.id LIMIT 1
"""


def seals_hold(progress: Progress) -> Iterator[Difference]:
    """Recompute the chain, seal by seal, each from the stored seal before it."""
    progress.start(Seal.objects.count())
    digest, through = b"", 0
    for seal in Seal.objects.order_by("pk").iterator(chunk_size=500):
        if seal.after_id != through:
            subject = f"seal {seal.pk}"
            yield Difference(NAME, subject, f"to begin after entry {through}", f"after {seal.after_id}")
        yield from _recompute(seal, digest)
        digest, through = bytes(seal.digest), seal.through_id
        progress.advance()
    yield from differences(NAME, NOT_SEALED_IN_TIME)


def _recompute(seal: Seal, previous: bytes) -> Iterator[Difference]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT entries, digest FROM ledger_digest(%s, %s, %s, %s)",
            [previous, seal.sealed_at, seal.after_id, seal.through_id],
        )
        entries, digest = cursor.fetchone()
    subject = f"seal {seal.pk} over entries {seal.after_id + 1} to {seal.through_id}"
    if entries != seal.entries:
        yield Difference(NAME, subject, f"{seal.entries} entries", str(entries))
    elif bytes(digest) != bytes(seal.digest):
        yield Difference(NAME, subject, "the rows it was made of", "a changed row")


def seal_is_the_one_kept(progress: Progress, *, seal_id: int, digest: str) -> Iterator[Difference]:
    """A digest that was kept outside the database is still the one inside."""
    progress.start(1)
    seal = Seal.objects.filter(pk=seal_id).first()
    found = bytes(seal.digest).hex() if seal else "no such seal"
    if found != digest.lower():
        yield Difference("seal is the one kept", f"seal {seal_id}", digest.lower(), found)
    progress.advance()


def kept(seal_id: int, digest: str) -> Check:
    return partial(seal_is_the_one_kept, seal_id=seal_id, digest=digest)


CHECKS: dict[str, Check] = {NAME: seals_hold}
