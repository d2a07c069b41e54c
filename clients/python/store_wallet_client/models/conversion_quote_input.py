from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define

from ..types import UNSET, Unset

T = TypeVar("T", bound="ConversionQuoteInput")


@_attrs_define
class ConversionQuoteInput:
    """A body about one customer. Customers need not name themselves; the store names whom it means.

    Attributes:
        points (int):
        customer (str | Unset): The customer's reference.
        currency (str | Unset): The store's, if it is left out.
    """

    points: int
    customer: str | Unset = UNSET
    currency: str | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        points = self.points

        customer = self.customer

        currency = self.currency

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "points": points,
            }
        )
        if customer is not UNSET:
            field_dict["customer"] = customer
        if currency is not UNSET:
            field_dict["currency"] = currency

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        points = d.pop("points")

        customer = d.pop("customer", UNSET)

        currency = d.pop("currency", UNSET)

        conversion_quote_input = cls(
            points=points,
            customer=customer,
            currency=currency,
        )

        return conversion_quote_input
