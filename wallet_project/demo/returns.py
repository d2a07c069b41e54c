"""What the demo's customer with history sent back: one thing is on its way, one was refunded with a bonus."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from django.conf import settings
from django.utils import timezone
from djmoney.money import Money
from PIL import Image, ImageDraw

from refunds.enums import Destination, RefundReason
from refunds.models import ReturnRequest
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
from wallet_project.accounts.models import User
from wallet_project.demo.history import buy, deliver, key_of
from wallet_project.storefront.models import Order
from wallets.models import SavedCard


def write_returns(customer: User, admin: User) -> None:
    """A tin of tea that is on its way back, and a press that was refunded to the wallet with its bonus.
    Safe to repeat."""
    tea = Order.objects.get(customer=customer, key=key_of("first"))
    _send_label(_ask(customer, tea, "earl-grey-tin", RefundReason.DAMAGED, "The lid is dented."), admin)
    card = SavedCard.objects.get(customer=customer, is_default=True)
    press = buy(customer, "third", ["french-press"], from_wallet=Money(0, settings.STORE_CURRENCY), card=card)
    deliver(press)
    words = "Larger than I thought: it does not fit my shelf."
    found = _ask(customer, press, "french-press", RefundReason.DISSATISFIED, words)
    _give_back(found, admin)


def _ask(customer: User, order: Order, slug: str, reason: RefundReason, words: str) -> ReturnRequest:
    key = str(key_of(f"return-{slug}"))
    found = ReturnRequest.objects.filter(key=key).first()
    if found is not None:
        return found
    assert order.payment_id is not None
    now = timezone.now()
    picture = _picture()
    photo = keep_photo(customer_id=customer.pk, file=picture, size=len(picture.getvalue()), now=now)
    return request_return(
        customer_id=customer.pk,
        payment_id=order.payment_id,
        reason=reason,
        destination=Destination.WALLET,
        lines=[LineWanted(str(order.lines.get(product__slug=slug).pk), 1)],
        key=key,
        now=now,
        words=words,
        photo_ids=[photo.pk],
    )


def _picture() -> BytesIO:
    """A drawing in place of a photo: a tin with a dent."""
    picture = Image.new("RGB", (800, 600), "#d8cbb5")
    draw = ImageDraw.Draw(picture)
    draw.rounded_rectangle((250, 150, 550, 500), radius=30, fill="#2f5d50")
    draw.rectangle((240, 130, 560, 190), fill="#b08d57")
    draw.ellipse((330, 110, 430, 165), fill="#d8cbb5")
    file = BytesIO()
    picture.save(file, "JPEG")
    file.seek(0)
    return file


def _send_label(found: ReturnRequest, admin: User) -> None:
    about: dict[str, Any] = {"return_id": found.pk, "actor_id": admin.pk, "now": timezone.now()}
    if found.state == "requested":
        found = approve_return(**about)
    if found.state == "approved":
        note = "Sorry about that. The way back costs you nothing."
        send_label(**about, tracking="RR 482 913 775 BG", note=note)


def _give_back(found: ReturnRequest, admin: User) -> None:
    """From wherever an earlier start has left it, to the money."""
    about: dict[str, Any] = {"return_id": found.pk, "actor_id": admin.pk, "now": timezone.now()}
    if found.state == "requested":
        found = approve_return(**about)
    if found.state == "approved":
        found = receive_return(**about)
    if found.state == "received":
        accepted = {line.reference: line.quantity for line in found.lines.all()}
        found = inspect_return(**about, accepted=accepted, note="As good as new. Thank you!")
    if found.state == "inspected":
        refund_return(**about)
