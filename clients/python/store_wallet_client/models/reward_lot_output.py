from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.source_enum import SourceEnum

if TYPE_CHECKING:
    from ..models.money import Money


T = TypeVar("T", bound="RewardLotOutput")


@_attrs_define
class RewardLotOutput:
    """One credit: of `amount`, `remaining` is there still and `expired` is gone.

    Attributes:
        id (UUID):
        source (SourceEnum):
        expires_at (datetime.datetime | None):
        reference (str):
        note (str): What the store wrote to the customer about it.
        journal_entry (str):
        created_at (datetime.datetime):
        amount (Money):
        remaining (Money):
        expired (Money):
    """

    id: UUID
    source: SourceEnum
    expires_at: datetime.datetime | None
    reference: str
    note: str
    journal_entry: str
    created_at: datetime.datetime
    amount: Money
    remaining: Money
    expired: Money
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

        amount = self.amount.to_dict()

        remaining = self.remaining.to_dict()

        expired = self.expired.to_dict()

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
                "amount": amount,
                "remaining": remaining,
                "expired": expired,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.money import Money  # noqa: PLC0415

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

        amount = Money.from_dict(d.pop("amount"))

        remaining = Money.from_dict(d.pop("remaining"))

        expired = Money.from_dict(d.pop("expired"))

        reward_lot_output = cls(
            id=id,
            source=source,
            expires_at=expires_at,
            reference=reference,
            note=note,
            journal_entry=journal_entry,
            created_at=created_at,
            amount=amount,
            remaining=remaining,
            expired=expired,
        )

        reward_lot_output.additional_properties = d
        return reward_lot_output

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
