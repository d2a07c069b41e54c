from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar
from uuid import UUID

from attrs import define as _attrs_define
from attrs import field as _attrs_field

if TYPE_CHECKING:
    from ..models.voucher_output import VoucherOutput


T = TypeVar("T", bound="RedemptionOutput")


@_attrs_define
class RedemptionOutput:
    """So many points became a voucher. It can't be undone.

    Attributes:
        id (UUID):
        offer (UUID):
        points_account (UUID):
        points (int):
        voucher (VoucherOutput): `code` is for its owner: the store gets it once, when it redeems the offer, and null
            afterwards.
        journal_entry (str):
        created_at (datetime.datetime):
    """

    id: UUID
    offer: UUID
    points_account: UUID
    points: int
    voucher: VoucherOutput
    journal_entry: str
    created_at: datetime.datetime
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        id = str(self.id)

        offer = str(self.offer)

        points_account = str(self.points_account)

        points = self.points

        voucher = self.voucher.to_dict()

        journal_entry = self.journal_entry

        created_at = self.created_at.isoformat()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "id": id,
                "offer": offer,
                "points_account": points_account,
                "points": points,
                "voucher": voucher,
                "journal_entry": journal_entry,
                "created_at": created_at,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.voucher_output import VoucherOutput  # noqa: PLC0415

        d = dict(src_dict)
        id = UUID(d.pop("id"))

        offer = UUID(d.pop("offer"))

        points_account = UUID(d.pop("points_account"))

        points = d.pop("points")

        voucher = VoucherOutput.from_dict(d.pop("voucher"))

        journal_entry = d.pop("journal_entry")

        created_at = datetime.datetime.fromisoformat(d.pop("created_at"))

        redemption_output = cls(
            id=id,
            offer=offer,
            points_account=points_account,
            points=points,
            voucher=voucher,
            journal_entry=journal_entry,
            created_at=created_at,
        )

        redemption_output.additional_properties = d
        return redemption_output

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
