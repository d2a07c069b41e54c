"""What the shop tells of its orders to those who reward invitations."""

from __future__ import annotations

from rewards.enums import Evidence
from rewards.queries_earning import return_window
from rewards.queries_referral import waiting_referral
from rewards.services import note_first_delivery
from wallet_project.storefront.models import Order


def tell_of_delivery(order: Order) -> None:
    """An order has been delivered: it may be the first of somebody whom a friend brought.

    Costs one query for everybody else. Safe to repeat.
    """
    assert order.delivered_at is not None
    referral = waiting_referral(order.customer_id)
    if referral is None:
        return
    at_home = _went_to_an_address_of(referral.referrer_id, order)
    note_first_delivery(
        customer_id=order.customer_id,
        order_reference=order.number,
        delivered_at=order.delivered_at,
        window_ends_at=order.delivered_at + return_window(),
        evidence=[Evidence.SAME_ADDRESS] if at_home else [],
    )


def _went_to_an_address_of(customer_id: int, order: Order) -> bool:
    """Whether this customer has had an order sent to the same street and flat."""
    return Order.objects.filter(
        customer_id=customer_id,
        country=order.country,
        postcode__iexact=order.postcode,
        street__iexact=order.street,
        street_extra__iexact=order.street_extra,
    ).exists()
