from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.money import Money


T = TypeVar("T", bound="RefundLineInput")


@_attrs_define
class RefundLineInput:
    """So many of a line, or so much of what it cost; without either, all that is left of it.

    Attributes:
        reference (str): The line's reference in the payment.
        quantity (int | Unset):
        amount (Money | Unset):
    """

    reference: str
    quantity: int | Unset = UNSET
    amount: Money | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        reference = self.reference

        quantity = self.quantity

        amount: dict[str, Any] | Unset = UNSET
        if not isinstance(self.amount, Unset):
            amount = self.amount.to_dict()

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "reference": reference,
            }
        )
        if quantity is not UNSET:
            field_dict["quantity"] = quantity
        if amount is not UNSET:
            field_dict["amount"] = amount

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.money import Money  # noqa: PLC0415

        d = dict(src_dict)
        reference = d.pop("reference")

        quantity = d.pop("quantity", UNSET)

        _amount = d.pop("amount", UNSET)
        amount: Money | Unset
        if isinstance(_amount, Unset):
            amount = UNSET
        else:
            amount = Money.from_dict(_amount)

        refund_line_input = cls(
            reference=reference,
            quantity=quantity,
            amount=amount,
        )

        return refund_line_input
