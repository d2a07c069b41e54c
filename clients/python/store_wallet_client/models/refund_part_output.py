from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.refund_part_output_target_enum import RefundPartOutputTargetEnum
from ..models.refund_part_status_enum import RefundPartStatusEnum
from ..models.tender_kind_enum import TenderKindEnum

if TYPE_CHECKING:
    from ..models.money import Money


T = TypeVar("T", bound="RefundPartOutput")


@_attrs_define
class RefundPartOutput:
    """What of a refund went back to one tender. The customer gets `amount` less `fee`, and `bonus`.

    Attributes:
        tender (TenderKindEnum):
        target (RefundPartOutputTargetEnum):
        status (RefundPartStatusEnum):
        amount (Money):
        fee (Money):
        bonus (Money):
        failure (str):
    """

    tender: TenderKindEnum
    target: RefundPartOutputTargetEnum
    status: RefundPartStatusEnum
    amount: Money
    fee: Money
    bonus: Money
    failure: str
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        tender = self.tender.value

        target = self.target.value

        status = self.status.value

        amount = self.amount.to_dict()

        fee = self.fee.to_dict()

        bonus = self.bonus.to_dict()

        failure = self.failure

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "tender": tender,
                "target": target,
                "status": status,
                "amount": amount,
                "fee": fee,
                "bonus": bonus,
                "failure": failure,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.money import Money  # noqa: PLC0415

        d = dict(src_dict)
        tender = TenderKindEnum(d.pop("tender"))

        target = RefundPartOutputTargetEnum(d.pop("target"))

        status = RefundPartStatusEnum(d.pop("status"))

        amount = Money.from_dict(d.pop("amount"))

        fee = Money.from_dict(d.pop("fee"))

        bonus = Money.from_dict(d.pop("bonus"))

        failure = d.pop("failure")

        refund_part_output = cls(
            tender=tender,
            target=target,
            status=status,
            amount=amount,
            fee=fee,
            bonus=bonus,
            failure=failure,
        )

        refund_part_output.additional_properties = d
        return refund_part_output

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
