from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar
from uuid import UUID

from attrs import define as _attrs_define

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.money import Money


T = TypeVar("T", bound="HoldInput")


@_attrs_define
class HoldInput:
    """The body of a request. A field that it does not know is refused, so that a typo never becomes
    a default.

        Attributes:
            wallet (UUID):
            amount (Money):
            reference (str | Unset): An order, say. Default: ''.
            expires_at (datetime.datetime | Unset): A week from now, if it is left out; at most 31 days.
    """

    wallet: UUID
    amount: Money
    reference: str | Unset = ""
    expires_at: datetime.datetime | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        wallet = str(self.wallet)

        amount = self.amount.to_dict()

        reference = self.reference

        expires_at: str | Unset = UNSET
        if not isinstance(self.expires_at, Unset):
            expires_at = self.expires_at.isoformat()

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "wallet": wallet,
                "amount": amount,
            }
        )
        if reference is not UNSET:
            field_dict["reference"] = reference
        if expires_at is not UNSET:
            field_dict["expires_at"] = expires_at

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.money import Money  # noqa: PLC0415

        d = dict(src_dict)
        wallet = UUID(d.pop("wallet"))

        amount = Money.from_dict(d.pop("amount"))

        reference = d.pop("reference", UNSET)

        _expires_at = d.pop("expires_at", UNSET)
        expires_at: datetime.datetime | Unset
        if isinstance(_expires_at, Unset):
            expires_at = UNSET
        else:
            expires_at = datetime.datetime.fromisoformat(_expires_at)

        hold_input = cls(
            wallet=wallet,
            amount=amount,
            reference=reference,
            expires_at=expires_at,
        )

        return hold_input
