"""What can be read but not written: charges, disputes, events, setups, balance transactions."""

from __future__ import annotations

from wallet_project.fake_stripe.api.lists import only, page
from wallet_project.fake_stripe.params import Params
from wallet_project.fake_stripe.store import Doc, get_store


def retrieve(params: Params, *, kind: str, identifier: str) -> Doc:
    params.ignore("client_secret")
    params.refuse_unknown()
    return get_store().get(kind, identifier, status=404)


def charges(params: Params) -> Doc:
    names = ("customer", "payment_intent")
    filters = {name: params.text(name) for name in names if params.has(name)}
    return page(params, get_store().newest("charge", **filters), "/v1/charges")


def disputes(params: Params) -> Doc:
    payment = params.text("payment_intent")
    filters = {"payment_intent": payment} if payment else {}
    docs = only(get_store().newest("dispute", **filters), charge=params.text("charge"))
    return page(params, docs, "/v1/disputes")


def events(params: Params) -> Doc:
    kinds = [*params.texts("types"), *filter(None, [params.text("type")])]
    docs = get_store().newest("event")
    return page(params, (doc for doc in docs if not kinds or doc["type"] in kinds), "/v1/events")


def balance_transactions(params: Params) -> Doc:
    docs = get_store().newest("balance_transaction")
    wanted = only(
        docs, type=params.text("type"), source=params.text("source"), currency=params.text("currency")
    )
    return page(params, wanted, "/v1/balance_transactions")
