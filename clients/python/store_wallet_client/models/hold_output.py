from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.hold_output_status_enum import HoldOutputStatusEnum

if TYPE_CHECKING:
    from ..models.money import Money


T = TypeVar("T", bound="HoldOutput")


@_attrs_define
class HoldOutput:
    """`captured` is what was taken of it for good.

    Attributes:
        id (UUID):
        wallet (UUID):
        amount (Money):
        captured (Money):
        status (HoldOutputStatusEnum):
        reference (str):
        expires_at (datetime.datetime | None):
        created_at (datetime.datetime):
    """

    id: UUID
    wallet: UUID
    amount: Money
    captured: Money
    status: HoldOutputStatusEnum
    reference: str
    expires_at: datetime.datetime | None
    created_at: datetime.datetime
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        id = str(self.id)

        wallet = str(self.wallet)

        amount = self.amount.to_dict()

        captured = self.captured.to_dict()

        status = self.status.value

        reference = self.reference

        expires_at: None | str
        if isinstance(self.expires_at, datetime.datetime):
            expires_at = self.expires_at.isoformat()
        else:
            expires_at = self.expires_at

        created_at = self.created_at.isoformat()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "id": id,
                "wallet": wallet,
                "amount": amount,
                "captured": captured,
                "status": status,
                "reference": reference,
                "expires_at": expires_at,
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

        amount = Money.from_dict(d.pop("amount"))

        captured = Money.from_dict(d.pop("captured"))

        status = HoldOutputStatusEnum(d.pop("status"))

        reference = d.pop("reference")

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

        created_at = datetime.datetime.fromisoformat(d.pop("created_at"))

        hold_output = cls(
            id=id,
            wallet=wallet,
            amount=amount,
            captured=captured,
            status=status,
            reference=reference,
            expires_at=expires_at,
            created_at=created_at,
        )

        hold_output.additional_properties = d
        return hold_output

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
