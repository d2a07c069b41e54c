from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.accrual_output_status_enum import AccrualOutputStatusEnum

if TYPE_CHECKING:
    from ..models.money import Money


T = TypeVar("T", bound="AccrualOutput")


@_attrs_define
class AccrualOutput:
    """What an activity earned in one unit: `points`, or reward money as `amount`; the other is null.
    `story` says in sentences how it came about.

        Attributes:
            id (UUID):
            reward_wallet (UUID): Of points, the points account.
            points (int | None):
            amount (Money | None):
            status (AccrualOutputStatusEnum):
            available_at (datetime.datetime | None):
            story (list[str]):
    """

    id: UUID
    reward_wallet: UUID
    points: int | None
    amount: Money | None
    status: AccrualOutputStatusEnum
    available_at: datetime.datetime | None
    story: list[str]
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.money import Money  # noqa: PLC0415

        id = str(self.id)

        reward_wallet = str(self.reward_wallet)

        points: int | None
        points = self.points

        amount: dict[str, Any] | None
        if isinstance(self.amount, Money):
            amount = self.amount.to_dict()
        else:
            amount = self.amount

        status = self.status.value

        available_at: None | str
        if isinstance(self.available_at, datetime.datetime):
            available_at = self.available_at.isoformat()
        else:
            available_at = self.available_at

        story = self.story

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "id": id,
                "reward_wallet": reward_wallet,
                "points": points,
                "amount": amount,
                "status": status,
                "available_at": available_at,
                "story": story,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.money import Money  # noqa: PLC0415

        d = dict(src_dict)
        id = UUID(d.pop("id"))

        reward_wallet = UUID(d.pop("reward_wallet"))

        def _parse_points(data: object) -> int | None:
            if data is None:
                return data
            return cast(int | None, data)

        points = _parse_points(d.pop("points"))

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

        status = AccrualOutputStatusEnum(d.pop("status"))

        def _parse_available_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                available_at_type_0 = datetime.datetime.fromisoformat(data)

                return available_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        available_at = _parse_available_at(d.pop("available_at"))

        story = cast(list[str], d.pop("story"))

        accrual_output = cls(
            id=id,
            reward_wallet=reward_wallet,
            points=points,
            amount=amount,
            status=status,
            available_at=available_at,
            story=story,
        )

        accrual_output.additional_properties = d
        return accrual_output

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
