"""/v1/customers"""

from __future__ import annotations

from wallet_project.fake_stripe.api.lists import only, page
from wallet_project.fake_stripe.knobs import timestamp
from wallet_project.fake_stripe.params import Params
from wallet_project.fake_stripe.store import Doc, get_store, new_id


def create(params: Params) -> Doc:
    params.ignore("preferred_locales", "address", "shipping", "invoice_settings")
    fields = {
        name: params.text(name, longest=512) or None for name in ("email", "name", "phone", "description")
    }
    metadata = params.metadata()
    params.refuse_unknown()
    return get_store().put(
        {
            "id": new_id("cus"),
            "object": "customer",
            "balance": 0,
            "created": timestamp(),
            "currency": None,
            "default_source": None,
            "delinquent": False,
            "invoice_settings": {"default_payment_method": None},
            "livemode": False,
            "metadata": metadata,
            **fields,
        }
    )


def retrieve(params: Params, *, customer: str) -> Doc:
    params.refuse_unknown()
    return get_store().get("customer", customer, status=404)


def listed(params: Params) -> Doc:
    docs = only(get_store().newest("customer"), email=params.text("email"))
    return page(params, docs, "/v1/customers")


def payment_methods(params: Params, *, customer: str) -> Doc:
    get_store().get("customer", customer, status=404)
    docs = get_store().newest("payment_method", customer=customer)
    return page(params, only(docs, type=params.text("type")), f"/v1/customers/{customer}/payment_methods")


def payment_method(params: Params, *, customer: str, method: str) -> Doc:
    params.refuse_unknown()
    doc = get_store().get("payment_method", method, status=404)
    return doc if doc["customer"] == customer else get_store().get("payment_method", "", status=404)
