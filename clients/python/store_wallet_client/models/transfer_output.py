from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar
from uuid import UUID

from attrs import define as _attrs_define
from attrs import field as _attrs_field

if TYPE_CHECKING:
    from ..models.money import Money


T = TypeVar("T", bound="TransferOutput")


@_attrs_define
class TransferOutput:
    """What an answer consists of, read from the attributes of what a service returned.

    Attributes:
        id (UUID):
        wallet (UUID):
        to_customer (str):
        amount (Money):
        note (str):
        journal_entry (str):
        created_at (datetime.datetime):
    """

    id: UUID
    wallet: UUID
    to_customer: str
    amount: Money
    note: str
    journal_entry: str
    created_at: datetime.datetime
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        id = str(self.id)

        wallet = str(self.wallet)

        to_customer = self.to_customer

        amount = self.amount.to_dict()

        note = self.note

        journal_entry = self.journal_entry

        created_at = self.created_at.isoformat()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "id": id,
                "wallet": wallet,
                "to_customer": to_customer,
                "amount": amount,
                "note": note,
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

        wallet = UUID(d.pop("wallet"))

        to_customer = d.pop("to_customer")

        amount = Money.from_dict(d.pop("amount"))

        note = d.pop("note")

        journal_entry = d.pop("journal_entry")

        created_at = datetime.datetime.fromisoformat(d.pop("created_at"))

        transfer_output = cls(
            id=id,
            wallet=wallet,
            to_customer=to_customer,
            amount=amount,
            note=note,
            journal_entry=journal_entry,
            created_at=created_at,
        )

        transfer_output.additional_properties = d
        return transfer_output

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
