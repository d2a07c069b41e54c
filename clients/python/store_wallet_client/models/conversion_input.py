from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.money import Money


T = TypeVar("T", bound="ConversionInput")


@_attrs_define
class ConversionInput:
    """A body about one customer. Customers need not name themselves; the store names whom it means.

    Attributes:
        points (int):
        customer (str | Unset): The customer's reference.
        currency (str | Unset): The store's, if it is left out.
        value (Money | Unset):
    """

    points: int
    customer: str | Unset = UNSET
    currency: str | Unset = UNSET
    value: Money | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        points = self.points

        customer = self.customer

        currency = self.currency

        value: dict[str, Any] | Unset = UNSET
        if not isinstance(self.value, Unset):
            value = self.value.to_dict()

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
        if value is not UNSET:
            field_dict["value"] = value

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.money import Money  # noqa: PLC0415

        d = dict(src_dict)
        points = d.pop("points")

        customer = d.pop("customer", UNSET)

        currency = d.pop("currency", UNSET)

        _value = d.pop("value", UNSET)
        value: Money | Unset
        if isinstance(_value, Unset):
            value = UNSET
        else:
            value = Money.from_dict(_value)

        conversion_input = cls(
            points=points,
            customer=customer,
            currency=currency,
            value=value,
        )

        return conversion_input
