from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

T = TypeVar("T", bound="PointsBalanceOutput")


@_attrs_define
class PointsBalanceOutput:
    """As it was booked: what had expired counts until it was taken out, which a worker does.

    Attributes:
        at (datetime.datetime):
        balance (int):
        held (int):
        available (int):
        pending (int):
    """

    at: datetime.datetime
    balance: int
    held: int
    available: int
    pending: int
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        at = self.at.isoformat()

        balance = self.balance

        held = self.held

        available = self.available

        pending = self.pending

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "at": at,
                "balance": balance,
                "held": held,
                "available": available,
                "pending": pending,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        at = datetime.datetime.fromisoformat(d.pop("at"))

        balance = d.pop("balance")

        held = d.pop("held")

        available = d.pop("available")

        pending = d.pop("pending")

        points_balance_output = cls(
            at=at,
            balance=balance,
            held=held,
            available=available,
            pending=pending,
        )

        points_balance_output.additional_properties = d
        return points_balance_output

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
