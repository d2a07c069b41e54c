from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.activity_kind_enum import ActivityKindEnum

if TYPE_CHECKING:
    from ..models.accrual_output import AccrualOutput
    from ..models.money import Money


T = TypeVar("T", bound="ActivityOutput")


@_attrs_define
class ActivityOutput:
    """What a customer did, and what it `earned`: nothing, where no rule gives anything for it.

    Attributes:
        id (UUID):
        customer (str):
        kind (ActivityKindEnum):
        reference (str):
        amount (Money | None):
        earned (list[AccrualOutput]):
        happened_at (datetime.datetime):
    """

    id: UUID
    customer: str
    kind: ActivityKindEnum
    reference: str
    amount: Money | None
    earned: list[AccrualOutput]
    happened_at: datetime.datetime
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.money import Money  # noqa: PLC0415

        id = str(self.id)

        customer = self.customer

        kind = self.kind.value

        reference = self.reference

        amount: dict[str, Any] | None
        if isinstance(self.amount, Money):
            amount = self.amount.to_dict()
        else:
            amount = self.amount

        earned = []
        for earned_item_data in self.earned:
            earned_item = earned_item_data.to_dict()
            earned.append(earned_item)

        happened_at = self.happened_at.isoformat()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "id": id,
                "customer": customer,
                "kind": kind,
                "reference": reference,
                "amount": amount,
                "earned": earned,
                "happened_at": happened_at,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.accrual_output import AccrualOutput  # noqa: PLC0415
        from ..models.money import Money  # noqa: PLC0415

        d = dict(src_dict)
        id = UUID(d.pop("id"))

        customer = d.pop("customer")

        kind = ActivityKindEnum(d.pop("kind"))

        reference = d.pop("reference")

        def _parse_amount(data: object) -> Money | None:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                amount_type_0 = Money.from_dict(data)

                return amount_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(Money | None, data)

        amount = _parse_amount(d.pop("amount"))

        earned = []
        _earned = d.pop("earned")
        for earned_item_data in _earned:
            earned_item = AccrualOutput.from_dict(earned_item_data)

            earned.append(earned_item)

        happened_at = datetime.datetime.fromisoformat(d.pop("happened_at"))

        activity_output = cls(
            id=id,
            customer=customer,
            kind=kind,
            reference=reference,
            amount=amount,
            earned=earned,
            happened_at=happened_at,
        )

        activity_output.additional_properties = d
        return activity_output

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
