"""Stripe's addresses, the pages for people, and the control API."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path, re_path

from wallet_project.fake_stripe import control as strings
from wallet_project.fake_stripe.api import (
    customers,
    payment_intents,
    payment_methods,
    read_only,
    refunds,
    sessions,
)
from wallet_project.fake_stripe.api.answers import api
from wallet_project.fake_stripe.control import control
from wallet_project.fake_stripe.pages import assets, desk, pay


def readable(name: str, kind: str) -> URLPattern:
    """`/v1/<name>/<id>` of an object that can only be read."""
    return path(f"v1/{name}/<str:identifier>", api(get=read_only.retrieve), {"kind": kind})


urlpatterns: list[URLPattern | URLResolver] = [
    path("v1/customers", api(get=customers.listed, post=customers.create)),
    path("v1/customers/<str:customer>", api(get=customers.retrieve)),
    path("v1/customers/<str:customer>/payment_methods", api(get=customers.payment_methods)),
    path("v1/customers/<str:customer>/payment_methods/<str:method>", api(get=customers.payment_method)),
    path("v1/checkout/sessions", api(get=sessions.listed, post=sessions.create)),
    path("v1/checkout/sessions/<str:session>", api(get=sessions.retrieve)),
    path("v1/checkout/sessions/<str:session>/expire", api(post=sessions.expire)),
    path("v1/payment_intents", api(get=payment_intents.listed, post=payment_intents.create)),
    path("v1/payment_intents/<str:intent>", api(get=payment_intents.retrieve)),
    path("v1/payment_intents/<str:intent>/confirm", api(post=payment_intents.confirm)),
    path("v1/payment_intents/<str:intent>/cancel", api(post=payment_intents.cancel)),
    path("v1/payment_methods", api(get=payment_methods.listed)),
    path("v1/payment_methods/<str:method>", api(get=payment_methods.retrieve)),
    path("v1/payment_methods/<str:method>/attach", api(post=payment_methods.attach)),
    path("v1/payment_methods/<str:method>/detach", api(post=payment_methods.detach)),
    path("v1/refunds", api(get=refunds.listed, post=refunds.create)),
    path("v1/refunds/<str:refund>", api(get=refunds.retrieve)),
    path("v1/charges", api(get=read_only.charges)),
    readable("charges", "charge"),
    path("v1/disputes", api(get=read_only.disputes)),
    readable("disputes", "dispute"),
    path("v1/events", api(get=read_only.events)),
    readable("events", "event"),
    path("v1/balance_transactions", api(get=read_only.balance_transactions)),
    readable("balance_transactions", "balance_transaction"),
    readable("setup_intents", "setup_intent"),
    re_path(r"^v1/.*$", api()),
    path("c/pay/<str:session>", pay.pay, name="pay"),
    path("3ds/<str:identifier>", pay.three_ds, name="three-ds"),
    path("assets/fake_stripe.css", assets.style, name="style"),
    path("favicon.ico", assets.no_icon),
    path("_control/", desk.desk, name="desk"),
    path("_control/act", desk.act, name="desk-act"),
    path("_control/health", strings.health),
    path("_control/settings", control(strings.settings)),
    path("_control/events", control(strings.events)),
    path("_control/events/deliver", control(strings.deliver)),
    path("_control/payments/<str:payment>/settle", control(strings.settle_payment)),
    path("_control/payments/<str:payment>/dispute", control(strings.dispute_payment)),
    path("_control/disputes/<str:dispute>/close", control(strings.close_dispute)),
    path("_control/refunds/<str:refund>/settle", control(strings.settle_refund)),
    path("_control/faults", control(strings.add_fault)),
    path("_control/calls", control(strings.calls)),
    path("_control/clock", control(strings.clock)),
    path("_control/reset", control(strings.reset)),
]
