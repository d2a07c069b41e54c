"""Customers over REST."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext as _
from rest_framework import serializers

from rewards.services import ensure_customer
from wallet_project.core.api.answers import Answer
from wallet_project.core.api.callers import OWN_PREFIX, Scope, customer_named, for_caller, reference_of
from wallet_project.core.api.fields import ReferenceField, TextField, TimeField
from wallet_project.core.api.operations import Call, operation
from wallet_project.core.api.pages import Page, page_by_key, within
from wallet_project.core.api.serializers import Input, Output, PeriodFilters
from wallet_project.core.api.views import ApiView
from wallet_project.core.exceptions import NotFound
from wallets.api.outputs import WalletOutput
from wallets.models import Wallet

EXAMPLE = {"reference": "shop-4711", "email": "ada@example.com", "name": "Ada Byron", "locale": "en"}


class CustomerFilters(PeriodFilters):
    reference = ReferenceField(required=False)
    email = serializers.EmailField(required=False)


class CustomerInput(Input):
    reference = ReferenceField()
    email = serializers.EmailField(max_length=254)
    name = TextField(max_length=150, required=False, allow_blank=True, default="")
    locale = serializers.ChoiceField([code for code, _name in settings.LANGUAGES], required=False, default="")

    def validate_reference(self, value: str) -> str:
        if value.startswith(OWN_PREFIX):
            message = _("References that begin with %(prefix)s are ours.") % {"prefix": OWN_PREFIX}
            raise serializers.ValidationError(message, code="invalid")
        return value


class CustomerOutput(Output):
    """`reference` is the store's own id; a customer without one is called by ours."""

    reference = serializers.SerializerMethodField()
    email = serializers.EmailField()
    name = serializers.CharField()
    locale = serializers.CharField()
    wallets = WalletOutput(many=True, source="shown_wallets")
    created_at = TimeField(source="date_joined")

    def get_reference(self, customer: Any) -> str:
        return reference_of(customer)


class CustomerList(ApiView):
    @operation(
        "list_customers",
        "List customers",
        scope=Scope.WALLETS_READ,
        customers=True,
        filters=CustomerFilters,
        answers=CustomerOutput,
        listed=True,
    )
    def get(self, call: Call) -> Page:
        rows = _customers(call)
        if "reference" in call.filters:
            rows = rows.filter(customer_named(call.filters["reference"]))
        if "email" in call.filters:
            rows = rows.filter(email__iexact=call.filters["email"])
        return page_by_key(within(rows, call.filters, field="date_joined"), call.page)

    @operation(
        "ensure_customer",
        "Make a customer, or get the one with this reference",
        scope=Scope.CUSTOMERS_WRITE,
        takes=CustomerInput,
        answers=CustomerOutput,
        status=201,
        other_status=200,
        codes=("customer_conflict", "not_found"),
        example=EXAMPLE,
        description="201 for a new customer, 200 for one who was there; they stay as they were. Wallet,"
        " reward wallet and points account are opened. 404 for the reference of somebody who is no customer"
        " any more.",
    )
    def post(self, call: Call) -> Answer:
        ensured = ensure_customer(**call.data)
        customer = _customers(call).filter(pk=ensured.customer.pk).first()
        if customer is None:
            raise NotFound(_("customer"))
        return Answer(customer, 201 if ensured.is_new else 200)


def _customers(call: Call) -> QuerySet[Any]:
    related = ("customer", "available_account", "held_account")
    wallets = Wallet.objects.select_related(*related).order_by("currency")
    users = get_user_model().objects.filter(is_active=True, is_staff=False)
    users = users.prefetch_related(Prefetch("wallets", wallets, to_attr="shown_wallets"))
    return for_caller(users, call.caller, owner="pk")
