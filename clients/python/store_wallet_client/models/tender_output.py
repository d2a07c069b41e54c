from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.tender_kind_enum import TenderKindEnum
from ..models.tender_status_enum import TenderStatusEnum

if TYPE_CHECKING:
    from ..models.money import Money


T = TypeVar("T", bound="TenderOutput")


@_attrs_define
class TenderOutput:
    """What an answer consists of, read from the attributes of what a service returned.

    Attributes:
        kind (TenderKindEnum):
        status (TenderStatusEnum):
        amount (Money):
        captured (Money):
        refunded (Money):
    """

    kind: TenderKindEnum
    status: TenderStatusEnum
    amount: Money
    captured: Money
    refunded: Money
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        kind = self.kind.value

        status = self.status.value

        amount = self.amount.to_dict()

        captured = self.captured.to_dict()

        refunded = self.refunded.to_dict()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "kind": kind,
                "status": status,
                "amount": amount,
                "captured": captured,
                "refunded": refunded,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.money import Money  # noqa: PLC0415

        d = dict(src_dict)
        kind = TenderKindEnum(d.pop("kind"))

        status = TenderStatusEnum(d.pop("status"))

        amount = Money.from_dict(d.pop("amount"))

        captured = Money.from_dict(d.pop("captured"))

        refunded = Money.from_dict(d.pop("refunded"))

        tender_output = cls(
            kind=kind,
            status=status,
            amount=amount,
            captured=captured,
            refunded=refunded,
        )

        tender_output.additional_properties = d
        return tender_output

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
