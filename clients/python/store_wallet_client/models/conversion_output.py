from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar
from uuid import UUID

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.conversion_target_enum import ConversionTargetEnum

if TYPE_CHECKING:
    from ..models.money import Money


T = TypeVar("T", bound="ConversionOutput")


@_attrs_define
class ConversionOutput:
    """`points` became `value` in a wallet or reward wallet, as `target` says. It can't be undone.

    Attributes:
        id (UUID):
        points_account (UUID):
        points (int):
        value (Money):
        target (ConversionTargetEnum):
        wallet (UUID):
        journal_entry (str):
        created_at (datetime.datetime):
    """

    id: UUID
    points_account: UUID
    points: int
    value: Money
    target: ConversionTargetEnum
    wallet: UUID
    journal_entry: str
    created_at: datetime.datetime
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        id = str(self.id)

        points_account = str(self.points_account)

        points = self.points

        value = self.value.to_dict()

        target = self.target.value

        wallet = str(self.wallet)

        journal_entry = self.journal_entry

        created_at = self.created_at.isoformat()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "id": id,
                "points_account": points_account,
                "points": points,
                "value": value,
                "target": target,
                "wallet": wallet,
                "journal_entry": journal_entry,
                "created_at": created_at,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.money import Money  # noqa: PLC0415

        d = dict(src_dict)
        id = UUID(d.pop("id"))

        points_account = UUID(d.pop("points_account"))

        points = d.pop("points")

        value = Money.from_dict(d.pop("value"))

        target = ConversionTargetEnum(d.pop("target"))

        wallet = UUID(d.pop("wallet"))

        journal_entry = d.pop("journal_entry")

        created_at = datetime.datetime.fromisoformat(d.pop("created_at"))

        conversion_output = cls(
            id=id,
            points_account=points_account,
            points=points,
            value=value,
            target=target,
            wallet=wallet,
            journal_entry=journal_entry,
            created_at=created_at,
        )

        conversion_output.additional_properties = d
        return conversion_output

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
