from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

if TYPE_CHECKING:
    from ..models.money import Money


T = TypeVar("T", bound="RefundLineOutput")


@_attrs_define
class RefundLineOutput:
    """What an answer consists of, read from the attributes of what a service returned.

    Attributes:
        reference (str):
        description (str):
        quantity (int):
        amount (Money):
    """

    reference: str
    description: str
    quantity: int
    amount: Money
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        reference = self.reference

        description = self.description

        quantity = self.quantity

        amount = self.amount.to_dict()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "reference": reference,
                "description": description,
                "quantity": quantity,
                "amount": amount,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.money import Money  # noqa: PLC0415

        d = dict(src_dict)
        reference = d.pop("reference")

        description = d.pop("description")

        quantity = d.pop("quantity")

        amount = Money.from_dict(d.pop("amount"))

        refund_line_output = cls(
            reference=reference,
            description=description,
            quantity=quantity,
            amount=amount,
        )

        refund_line_output.additional_properties = d
        return refund_line_output

    @property
    def additional_keys(self) -> list[str]:
        return list(self.additional_properties.keys())

    def __getitem__(self, key: str) -> Any:
        return self.additional_properties[key]

    def __setitem__(self, key: str, value: Any) -> None:
        self.additional_properties[key] = value

    def __delitem__(self, key: str) -> None:
        del self.additional_properties[key]

    def __contains__(self, key: str) -> bool:
        return key in self.additional_properties
