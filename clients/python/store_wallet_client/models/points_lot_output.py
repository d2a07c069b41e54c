from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.source_enum import SourceEnum

T = TypeVar("T", bound="PointsLotOutput")


@_attrs_define
class PointsLotOutput:
    """One credit: of `points`, `remaining` are there still and `expired` are gone.

    Attributes:
        id (UUID):
        source (SourceEnum):
        expires_at (datetime.datetime | None):
        reference (str):
        note (str): What the store wrote to the customer about it.
        journal_entry (str):
        created_at (datetime.datetime):
        points (int):
        remaining (int):
        expired (int):
    """

    id: UUID
    source: SourceEnum
    expires_at: datetime.datetime | None
    reference: str
    note: str
    journal_entry: str
    created_at: datetime.datetime
    points: int
    remaining: int
    expired: int
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        id = str(self.id)

        source = self.source.value

        expires_at: None | str
        if isinstance(self.expires_at, datetime.datetime):
            expires_at = self.expires_at.isoformat()
        else:
            expires_at = self.expires_at

        reference = self.reference

        note = self.note

        journal_entry = self.journal_entry

        created_at = self.created_at.isoformat()

        points = self.points

        remaining = self.remaining

        expired = self.expired

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "id": id,
                "source": source,
                "expires_at": expires_at,
                "reference": reference,
                "note": note,
                "journal_entry": journal_entry,
                "created_at": created_at,
                "points": points,
                "remaining": remaining,
                "expired": expired,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        id = UUID(d.pop("id"))

        source = SourceEnum(d.pop("source"))

        def _parse_expires_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                expires_at_type_0 = datetime.datetime.fromisoformat(data)

                return expires_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        expires_at = _parse_expires_at(d.pop("expires_at"))

        reference = d.pop("reference")

        note = d.pop("note")

        journal_entry = d.pop("journal_entry")

        created_at = datetime.datetime.fromisoformat(d.pop("created_at"))

        points = d.pop("points")

        remaining = d.pop("remaining")

        expired = d.pop("expired")

        points_lot_output = cls(
            id=id,
            source=source,
            expires_at=expires_at,
            reference=reference,
            note=note,
            journal_entry=journal_entry,
            created_at=created_at,
            points=points,
            remaining=remaining,
            expired=expired,
        )

        points_lot_output.additional_properties = d
        return points_lot_output

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
