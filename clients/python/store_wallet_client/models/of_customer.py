from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define

from ..types import UNSET, Unset

T = TypeVar("T", bound="OfCustomer")


@_attrs_define
class OfCustomer:
    """A body about one customer. Customers need not name themselves; the store names whom it means.

    Attributes:
        customer (str | Unset): The customer's reference.
    """

    customer: str | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        customer = self.customer

        field_dict: dict[str, Any] = {}

        field_dict.update({})
        if customer is not UNSET:
            field_dict["customer"] = customer

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        customer = d.pop("customer", UNSET)

        of_customer = cls(
            customer=customer,
        )

        return of_customer
