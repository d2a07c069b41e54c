from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define

from ..models.activity_kind_enum import ActivityKindEnum

T = TypeVar("T", bound="TakeBackInput")


@_attrs_define
class TakeBackInput:
    """The body of a request. A field that it does not know is refused, so that a typo never becomes
    a default.

        Attributes:
            customer (str): The customer's reference.
            kind (ActivityKindEnum):
            reference (str):
    """

    customer: str
    kind: ActivityKindEnum
    reference: str

    def to_dict(self) -> dict[str, Any]:
        customer = self.customer

        kind = self.kind.value

        reference = self.reference

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "customer": customer,
                "kind": kind,
                "reference": reference,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        customer = d.pop("customer")

        kind = ActivityKindEnum(d.pop("kind"))

        reference = d.pop("reference")

        take_back_input = cls(
            customer=customer,
            kind=kind,
            reference=reference,
        )

        return take_back_input
