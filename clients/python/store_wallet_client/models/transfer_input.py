from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar
from uuid import UUID

from attrs import define as _attrs_define

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.money import Money


T = TypeVar("T", bound="TransferInput")


@_attrs_define
class TransferInput:
    """The body of a request. A field that it does not know is refused, so that a typo never becomes
    a default.

        Attributes:
            wallet (UUID): From where.
            to_customer (str): The customer's reference.
            amount (Money):
            note (str | Unset): For the recipient. Default: ''.
    """

    wallet: UUID
    to_customer: str
    amount: Money
    note: str | Unset = ""

    def to_dict(self) -> dict[str, Any]:
        wallet = str(self.wallet)

        to_customer = self.to_customer

        amount = self.amount.to_dict()

        note = self.note

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "wallet": wallet,
                "to_customer": to_customer,
                "amount": amount,
            }
        )
        if note is not UNSET:
            field_dict["note"] = note

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.money import Money  # noqa: PLC0415

        d = dict(src_dict)
        wallet = UUID(d.pop("wallet"))

        to_customer = d.pop("to_customer")

        amount = Money.from_dict(d.pop("amount"))

        note = d.pop("note", UNSET)

        transfer_input = cls(
            wallet=wallet,
            to_customer=to_customer,
            amount=amount,
            note=note,
        )

        return transfer_input
