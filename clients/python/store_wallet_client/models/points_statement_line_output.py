from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.entry_kind_enum import EntryKindEnum

T = TypeVar("T", bound="PointsStatementLineOutput")


@_attrs_define
class PointsStatementLineOutput:
    """One movement of available points.

    Attributes:
        id (str):
        occurred_at (datetime.datetime):
        kind (EntryKindEnum):
        description (str):
        note (str): What the store wrote to the customer about it.
        reference (str):
        amount (int): Below zero for what went out.
        balance_after (int):
        journal_entry (str):
    """

    id: str
    occurred_at: datetime.datetime
    kind: EntryKindEnum
    description: str
    note: str
    reference: str
    amount: int
    balance_after: int
    journal_entry: str
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        id = self.id

        occurred_at = self.occurred_at.isoformat()

        kind = self.kind.value

        description = self.description

        note = self.note

        reference = self.reference

        amount = self.amount

        balance_after = self.balance_after

        journal_entry = self.journal_entry

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "id": id,
                "occurred_at": occurred_at,
                "kind": kind,
                "description": description,
                "note": note,
                "reference": reference,
                "amount": amount,
                "balance_after": balance_after,
                "journal_entry": journal_entry,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        id = d.pop("id")

        occurred_at = datetime.datetime.fromisoformat(d.pop("occurred_at"))

        kind = EntryKindEnum(d.pop("kind"))

        description = d.pop("description")

        note = d.pop("note")

        reference = d.pop("reference")

        amount = d.pop("amount")

        balance_after = d.pop("balance_after")

        journal_entry = d.pop("journal_entry")

        points_statement_line_output = cls(
            id=id,
            occurred_at=occurred_at,
            kind=kind,
            description=description,
            note=note,
            reference=reference,
            amount=amount,
            balance_after=balance_after,
            journal_entry=journal_entry,
        )

        points_statement_line_output.additional_properties = d
        return points_statement_line_output

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
