"""The contract, kept by Stripe."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from itertools import islice
from typing import TYPE_CHECKING

import stripe
from djmoney.money import Money
from stripe import RequestsClient, StripeClient

from wallets.gateways.base import (
    ChargeRequest,
    CheckoutRequest,
    DisputeResult,
    GatewayEvent,
    PaymentResult,
    RefundResult,
    SetupRequest,
)
from wallets.gateways.stripe import parameters, results, webhooks
from wallets.gateways.stripe.configuration import StripeSettings
from wallets.gateways.stripe.errors import translated

if TYPE_CHECKING:
    from stripe import PaymentIntent
    from stripe.checkout import Session
    from stripe.params.checkout import SessionCreateParams

API_VERSION = "2026-10-28.endive"
# A customer has few pages and payments in the days that a search has to bridge.
SEARCHED = 200

# The SDK would write an id of this machine into the home folder and send it along.
stripe.enable_telemetry = False


class StripeGateway:
    """One Stripe account. Safe to share among threads."""

    name = "stripe"

    def __init__(self, settings: StripeSettings) -> None:
        self._settings = settings
        self._client = StripeClient(
            settings.secret_key,
            stripe_version=API_VERSION,
            base_addresses={"api": settings.api_base} if settings.api_base else {},
            max_network_retries=settings.max_network_retries,
            http_client=RequestsClient(timeout=settings.timeout_seconds),
        )

    def create_customer(self, *, key: str, reference: str, email: str, name: str) -> str:
        with translated():
            customer = self._client.v1.customers.create(
                {"email": email, "name": name, "metadata": {"reference": reference}},
                {"idempotency_key": key},
            )
        return customer.id

    def create_checkout(self, request: CheckoutRequest) -> PaymentResult:
        return self._open_page(parameters.payment_page(request), request.key)

    def create_setup(self, request: SetupRequest) -> PaymentResult:
        return self._open_page(parameters.setup_page(request), request.key)

    def _open_page(self, params: SessionCreateParams, key: str) -> PaymentResult:
        with translated():
            session = self._client.v1.checkout.sessions.create(params, {"idempotency_key": key})
        return results.of_session(session)

    def fetch_checkout(self, session: str) -> PaymentResult:
        with translated():
            found = self._client.v1.checkout.sessions.retrieve(
                session, {"expand": results.SESSION_EXPANSIONS}
            )
        return results.of_session(found)

    def expire_checkout(self, session: str) -> PaymentResult:
        with translated(), suppress(stripe.InvalidRequestError):
            self._client.v1.checkout.sessions.expire(session)
        return self.fetch_checkout(session)

    def charge_saved_card(self, request: ChargeRequest) -> PaymentResult:
        with translated():
            try:
                intent = self._client.v1.payment_intents.create(
                    parameters.saved_card_charge(request), {"idempotency_key": request.key}
                )
            except stripe.CardError as error:
                declined: PaymentIntent | None = results.optional(error.error, "payment_intent")
                if declined is None:
                    raise
                intent = declined
        return results.of_payment(intent)

    def fetch_payment(self, payment: str) -> PaymentResult:
        with translated():
            found = self._client.v1.payment_intents.retrieve(payment, {"expand": results.PAYMENT_EXPANSIONS})
        return results.of_payment(found)

    def cancel_payment(self, payment: str) -> PaymentResult:
        with translated():
            try:
                self._client.v1.payment_intents.cancel(payment)
            except stripe.InvalidRequestError:
                self._close_page_of(payment)
        return self.fetch_payment(payment)

    def _close_page_of(self, payment: str) -> None:
        """A payment that a hosted page made can only be canceled by closing the page."""
        pages = self._client.v1.checkout.sessions.list({"payment_intent": payment, "status": "open"})
        for page in pages.data:
            self.expire_checkout(page.id)

    def find_payment(self, *, gateway_customer: str, metadata: Mapping[str, str]) -> PaymentResult | None:
        with translated():
            page = next(iter(self._pages_with(gateway_customer, metadata)), None)
            payment = next(iter(self._payments_with(gateway_customer, metadata)), None)
        if page and (payment is None or payment.id == page.payment_intent or page.created >= payment.created):
            return self.fetch_checkout(page.id)
        return self.fetch_payment(payment.id) if payment else None

    def _pages_with(self, customer: str, metadata: Mapping[str, str]) -> list[Session]:
        pages = self._client.v1.checkout.sessions.list({"customer": customer, "limit": 100})
        newest = islice(pages.auto_paging_iter(), SEARCHED)
        return [page for page in newest if parameters.contains(page.metadata, metadata)]

    def _payments_with(self, customer: str, metadata: Mapping[str, str]) -> list[PaymentIntent]:
        payments = self._client.v1.payment_intents.list({"customer": customer, "limit": 100})
        newest = islice(payments.auto_paging_iter(), SEARCHED)
        return [payment for payment in newest if parameters.contains(payment.metadata, metadata)]

    def detach_card(self, payment_method: str) -> None:
        with translated():
            try:
                self._client.v1.payment_methods.detach(payment_method)
            except stripe.InvalidRequestError:
                if self._is_kept(payment_method):
                    raise

    def _is_kept(self, payment_method: str) -> bool:
        try:
            return self._client.v1.payment_methods.retrieve(payment_method).customer is not None
        except stripe.InvalidRequestError as error:
            if error.http_status == 404:
                return False
            raise

    def create_refund(
        self, *, key: str, payment: str, amount: Money, metadata: Mapping[str, str]
    ) -> RefundResult:
        params = parameters.refund(payment, amount, metadata)
        with translated():
            refund = self._client.v1.refunds.create(params, {"idempotency_key": key})
        return results.of_refund(refund)

    def fetch_refund(self, refund: str) -> RefundResult:
        with translated():
            return results.of_refund(self._client.v1.refunds.retrieve(refund))

    def find_refund(self, *, payment: str, metadata: Mapping[str, str]) -> RefundResult | None:
        with translated():
            refunds = self._client.v1.refunds.list({"payment_intent": payment, "limit": 100})
            newest = islice(refunds.auto_paging_iter(), SEARCHED)
            found = (refund for refund in newest if parameters.contains(refund.metadata, metadata))
            refund = next(found, None)
        return results.of_refund(refund) if refund else None

    def fetch_dispute(self, dispute: str) -> DisputeResult:
        with translated():
            return results.of_dispute(self._client.v1.disputes.retrieve(dispute))

    def read_event(self, *, payload: bytes, headers: Mapping[str, str]) -> GatewayEvent:
        return webhooks.read_event(payload, headers, self._settings)
