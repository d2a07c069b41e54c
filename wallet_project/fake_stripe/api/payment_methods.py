"""/v1/payment_methods"""

from __future__ import annotations

from wallet_project.fake_stripe.api.lists import only, page
from wallet_project.fake_stripe.bank import methods
from wallet_project.fake_stripe.cards import behavior, decline_error
from wallet_project.fake_stripe.errors import declined
from wallet_project.fake_stripe.params import Params
from wallet_project.fake_stripe.store import Doc, get_store


def retrieve(params: Params, *, method: str) -> Doc:
    params.refuse_unknown()
    return get_store().get("payment_method", method, status=404)


def listed(params: Params) -> Doc:
    customer = params.text("customer", required=True)
    docs = get_store().newest("payment_method", customer=customer)
    return page(params, only(docs, type=params.text("type")), "/v1/payment_methods")


def attach(params: Params, *, method: str) -> Doc:
    customer = params.text("customer", required=True)
    params.refuse_unknown()
    get_store().get("customer", customer, param="customer")
    doc = methods.find_method(method, status=404)
    card = behavior(doc)
    if card.decline and not card.setup_succeeds:
        raise declined(decline_error(card.decline))
    return methods.attach(doc, customer)


def detach(params: Params, *, method: str) -> Doc:
    params.refuse_unknown()
    return methods.detach(get_store().get("payment_method", method, status=404))
