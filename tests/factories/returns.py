"""Orders with lines that were paid, and returns of them in every state."""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO
from typing import Any
from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from djmoney.money import Money
from PIL import Image

from refunds.enums import Destination, RefundReason
from refunds.models import Refund, ReturnEvent, ReturnPhoto, ReturnRequest
from refunds.ports import OrderLine
from refunds.services import (
    LineWanted,
    approve_return,
    inspect_return,
    keep_photo,
    receive_return,
    refund_return,
    request_return,
    send_label,
)
from tests.factories.refunds import ISSUE, Lines, make_paid
from tests.factories.wallets import make_staff
from wallet_project.checkout.models import Payment
from wallet_project.fake_stripe.client import FakeStripe
from wallets.models import Wallet

HANDLE = "refunds.handle_return"


def make_bought(
    fake: FakeStripe | None = None,
    *,
    lines: Mapping[str, tuple[int, str]] | None = None,
    delivery: str = "0",
    **paid: Any,
) -> tuple[Wallet, Payment]:
    """A captured payment and the lines of its order: name, number and what they cost in sum; paid from
    the wallet unless said otherwise."""
    goods = lines or {"tea": (2, "12.00"), "pot": (1, "18.00")}
    currency = paid.get("currency", "EUR")
    rows = [
        OrderLine(name, name.title(), number, Money(total, currency))
        for name, (number, total) in goods.items()
    ]
    if Money(delivery, currency).amount:
        rows.append(OrderLine("delivery", "Delivery", 1, Money(delivery, currency), is_delivery=True))
    total = sum((row.total for row in rows), start=Money(0, currency))
    if not {"reward", "wallet", "card"} & set(paid):
        paid["wallet"] = str(total.amount)
    wallet, payment = make_paid(fake, **paid)
    assert payment.total == total, "The lines sum to what was paid."
    Lines.orders[payment.order_reference] = rows
    return wallet, payment


def ask(payment: Payment, *lines: tuple[str, int], **changes: Any) -> ReturnRequest:
    """Ask, as its customer, to return so many of each line (one tea unless said otherwise)."""
    arguments: dict[str, Any] = {
        "customer_id": payment.customer_id,
        "payment_id": payment.pk,
        "reason": RefundReason.CHANGED_MIND,
        "destination": Destination.WALLET,
        "lines": [LineWanted(name, number) for name, number in lines or (("tea", 1),)],
        "key": uuid4().hex,
        "now": timezone.now(),
    }
    return request_return(**{**arguments, **changes})


def make_return(
    payment: Payment | None = None, *lines: tuple[str, int], state: str = "requested", **changes: Any
) -> ReturnRequest:
    """A return that staff have brought to this state; refunded in full where that was the way."""
    found = ask(payment or make_bought()[1], *lines, **changes)
    return bring_to(found, state)


def bring_to(found: ReturnRequest, state: str, staff: Any = None) -> ReturnRequest:
    """Through all the states before it, by one staff member."""
    actor = (staff or make_staff(HANDLE, ISSUE)).pk
    about = {"return_id": found.pk, "actor_id": actor, "now": timezone.now()}
    steps = {
        "approved": lambda: approve_return(**about),
        "label_sent": lambda: send_label(**about, tracking="RR 123"),
        "received": lambda: receive_return(**about),
        "inspected": lambda: inspect_return(**about, accepted=all_of(found)),
        "refunded": lambda: refund_return(**about),
    }
    order = ["requested", *steps]
    for name in order[order.index(fresh_return(found).state) + 1 : order.index(state) + 1]:
        steps[name]()
    return fresh_return(found)


def all_of(found: ReturnRequest) -> dict[str, int]:
    """Everything that came back, accepted."""
    return {line.reference: line.quantity for line in found.lines.all()}


def fresh_return(found: ReturnRequest) -> ReturnRequest:
    return ReturnRequest.objects.select_related("payment", "policy").get(pk=found.pk)


def refund_of(found: ReturnRequest) -> Refund:
    return Refund.objects.get(return_request=found)


def history(found: ReturnRequest) -> list[str]:
    """The states through which it came."""
    events = ReturnEvent.objects.filter(return_request=found).order_by("pk")
    return list(events.values_list("state", flat=True))


def picture(size: tuple[int, int] = (60, 40), kind: str = "JPEG", mode: str = "RGB", **save: Any) -> bytes:
    """A picture of this size in this format."""
    target = BytesIO()
    Image.new(mode, size).save(target, kind, **save)
    return target.getvalue()


def upload(content: bytes | None = None, name: str = "photo.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, picture() if content is None else content, "image/jpeg")


def make_photo(customer: Any, **fields: Any) -> ReturnPhoto:
    """A draft that this customer has sent."""
    file = upload()
    return keep_photo(
        customer_id=customer.pk, file=file.file, size=file.size, now=fields.pop("now", timezone.now())
    )
