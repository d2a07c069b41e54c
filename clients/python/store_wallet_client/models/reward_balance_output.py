from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

if TYPE_CHECKING:
    from ..models.money import Money


T = TypeVar("T", bound="RewardBalanceOutput")


@_attrs_define
class RewardBalanceOutput:
    """As it was booked: what had expired counts until it was taken out, which a worker does.

    Attributes:
        at (datetime.datetime):
        balance (Money):
        held (Money):
        available (Money):
        pending (Money):
    """

    at: datetime.datetime
    balance: Money
    held: Money
    available: Money
    pending: Money
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        at = self.at.isoformat()

        balance = self.balance.to_dict()

        held = self.held.to_dict()

        available = self.available.to_dict()

        pending = self.pending.to_dict()

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
        from ..models.money import Money  # noqa: PLC0415

        d = dict(src_dict)
        at = datetime.datetime.fromisoformat(d.pop("at"))

        balance = Money.from_dict(d.pop("balance"))

        held = Money.from_dict(d.pop("held"))

        available = Money.from_dict(d.pop("available"))

        pending = Money.from_dict(d.pop("pending"))

        reward_balance_output = cls(
            at=at,
            balance=balance,
            held=held,
            available=available,
            pending=pending,
        )

        reward_balance_output.additional_properties = d
        return reward_balance_output

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
