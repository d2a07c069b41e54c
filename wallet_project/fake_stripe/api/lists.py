"""Lists, newest first, paged by `starting_after`. https://docs.stripe.com/api/pagination"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import dropwhile, islice

from wallet_project.fake_stripe.errors import invalid_parameter
from wallet_project.fake_stripe.params import Params
from wallet_project.fake_stripe.store import Doc

BOUNDS = ("gt", "gte", "lt", "lte")


def page(params: Params, docs: Iterable[Doc], url: str) -> Doc:
    """One page of `docs`, after the filters `created`, `limit` and `starting_after`."""
    limit = params.integer("limit") or 10
    if not 1 <= limit <= 100:
        raise invalid_parameter("Invalid integer: limit must be between 1 and 100", "limit")
    after = params.text("starting_after")
    docs = _created(params, docs)
    params.refuse_unknown()
    if after:
        docs = islice(dropwhile(lambda doc: doc["id"] != after, docs), 1, None)
    found = list(islice(docs, limit + 1))
    return {"object": "list", "data": found[:limit], "has_more": len(found) > limit, "url": url}


def _created(params: Params, docs: Iterable[Doc]) -> Iterable[Doc]:
    if not params.has("created"):
        return docs
    bounds = params.nested("created")
    low = max((bounds.integer("gte") or 0), (bounds.integer("gt") or -1) + 1)
    high = min((bounds.integer("lte") or 2**62), (bounds.integer("lt") or 2**62) - 1)
    return (doc for doc in docs if low <= doc["created"] <= high)


def only(docs: Iterable[Doc], **values: str) -> Iterable[Doc]:
    """The documents whose fields equal the values that are not empty."""
    wanted = {name: value for name, value in values.items() if value}
    return (doc for doc in docs if all(doc.get(name) == value for name, value in wanted.items()))
