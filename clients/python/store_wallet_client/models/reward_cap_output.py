from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.reward_cap_output_reason_enum import RewardCapOutputReasonEnum

if TYPE_CHECKING:
    from ..models.money import Money


T = TypeVar("T", bound="RewardCapOutput")


@_attrs_define
class RewardCapOutput:
    """How much reward money the order may use, and which of the store's limits decides.

    Attributes:
        amount (Money):
        reason (RewardCapOutputReasonEnum):
        eligible (Money):
        excluded (Money):
    """

    amount: Money
    reason: RewardCapOutputReasonEnum
    eligible: Money
    excluded: Money
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        amount = self.amount.to_dict()

        reason = self.reason.value

        eligible = self.eligible.to_dict()

        excluded = self.excluded.to_dict()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "amount": amount,
                "reason": reason,
                "eligible": eligible,
                "excluded": excluded,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.money import Money  # noqa: PLC0415

        d = dict(src_dict)
        amount = Money.from_dict(d.pop("amount"))

        reason = RewardCapOutputReasonEnum(d.pop("reason"))

        eligible = Money.from_dict(d.pop("eligible"))

        excluded = Money.from_dict(d.pop("excluded"))

        reward_cap_output = cls(
            amount=amount,
            reason=reason,
            eligible=eligible,
            excluded=excluded,
        )

        reward_cap_output.additional_properties = d
        return reward_cap_output

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
