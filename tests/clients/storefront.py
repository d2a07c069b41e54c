"""Another storefront, in another program: it has this store's address, a key, and the generated client."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from store_wallet_client import AuthenticatedClient
from store_wallet_client.api.customers import ensure_customer
from store_wallet_client.api.payments import create_payment, get_payment
from store_wallet_client.api.refunds import create_refund
from store_wallet_client.api.wallets import get_wallet, start_top_up
from store_wallet_client.models import (
    CustomerInput,
    CustomerOutput,
    DestinationEnum,
    Money,
    PaymentDetailOutput,
    PaymentInput,
    PaymentOutput,
    ProblemOutput,
    RefundInput,
    RefundOutput,
    RefundReasonEnum,
    TopUpInput,
    TopUpOutput,
    WalletOutput,
)

from tests.support.webhooks import deliver

CUSTOMER = "shop-4711"
RETURN_URL = "https://other.test/orders?payment={payment}"


def euros(amount: str) -> Money:
    return Money(amount=amount, currency="EUR")


class Refused(Exception):
    """The store's answer is a problem."""

    def __init__(self, problem: ProblemOutput) -> None:
        super().__init__(problem.detail)
        self.code = str(problem.code)


class Storefront:
    """Knows one customer."""

    def __init__(self, url: str, key: str, fake: Any) -> None:
        self.store = AuthenticatedClient(
            base_url=url, token=key, prefix="Api-Key", raise_on_unexpected_status=True
        )
        self.fake = fake
        body = CustomerInput(reference=CUSTOMER, email="ada@example.com", name="Ada")
        customer = self.done(ensure_customer, CustomerOutput, body=body)
        self.wallet_id = customer.wallets[0].id

    def done(self, operation: Any, kind: type, *path: Any, **arguments: Any) -> Any:
        """The answer of an operation, which is of this kind. Raises `Refused`."""
        answer = operation.sync(*path, client=self.store, **arguments)
        if isinstance(answer, ProblemOutput):
            raise Refused(answer)
        assert isinstance(answer, kind), answer
        return answer

    def moved(self, operation: Any, kind: type, *path: Any, **arguments: Any) -> Any:
        """As `done`, sent twice as after a time-out: the store does it once and answers the same."""
        key = uuid4().hex
        first = self.done(operation, kind, *path, idempotency_key=key, **arguments)
        again = self.done(operation, kind, *path, idempotency_key=key, **arguments)
        assert first.to_dict() == again.to_dict()
        return first

    @property
    def available(self) -> Money:
        available: Money = self.done(get_wallet, WalletOutput, self.wallet_id).available
        return available

    def top_up(self, amount: str) -> None:
        body = TopUpInput(
            amount=euros(amount), payment_method="checkout", return_url="https://other.test/wallet"
        )
        top_up = self.moved(start_top_up, TopUpOutput, self.wallet_id, body=body)
        self.pay_by_card(top_up.checkout_url)

    def pay(self, order: str, total: str, **fields: Any) -> PaymentOutput:
        body = PaymentInput(customer=CUSTOMER, total=euros(total), order_reference=order, **fields)
        paid: PaymentOutput = self.moved(create_payment, PaymentOutput, body=body)
        return paid

    def pay_by_card(self, page: str) -> None:
        """The customer pays on the gateway's page, and the gateway tells the store."""
        self.fake.pay(page)
        assert set(deliver(self.fake, "checkout.session.completed")) == {200}

    def paid_by_wallet_and_card(self, order: str) -> PaymentOutput:
        """10.00 from the wallet, 20.00 from the card."""
        self.top_up("10.00")
        payment = self.pay(order, "30.00", return_url=RETURN_URL)
        self.pay_by_card(payment.card.checkout_url)
        return payment

    def payment(self, payment: PaymentOutput) -> PaymentDetailOutput:
        found: PaymentDetailOutput = self.done(get_payment, PaymentDetailOutput, payment.id)
        return found

    def refund(self, payment: PaymentOutput, amount: str, destination: DestinationEnum) -> RefundOutput:
        body = RefundInput(
            payment=payment.id,
            amount=euros(amount),
            reason=RefundReasonEnum.DAMAGED,
            destination=destination,
        )
        refund: RefundOutput = self.moved(create_refund, RefundOutput, body=body)
        return refund
