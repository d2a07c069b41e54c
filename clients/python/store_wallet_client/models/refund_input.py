from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar
from uuid import UUID

from attrs import define as _attrs_define

from ..models.destination_enum import DestinationEnum
from ..models.refund_reason_enum import RefundReasonEnum
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.money import Money
    from ..models.refund_line_input import RefundLineInput


T = TypeVar("T", bound="RefundInput")


@_attrs_define
class RefundInput:
    """The body of a request. A field that it does not know is refused, so that a typo never becomes
    a default.

        Attributes:
            payment (UUID):
            reason (RefundReasonEnum):
            destination (DestinationEnum):
            amount (Money | Unset):
            lines (list[RefundLineInput] | Unset):
            waive_fees (bool | Unset): For the store: keep nothing for the return. Default: False.
            note (str | Unset): For the store. Default: ''.
            customer_note (str | Unset):  Default: ''.
    """

    payment: UUID
    reason: RefundReasonEnum
    destination: DestinationEnum
    amount: Money | Unset = UNSET
    lines: list[RefundLineInput] | Unset = UNSET
    waive_fees: bool | Unset = False
    note: str | Unset = ""
    customer_note: str | Unset = ""

    def to_dict(self) -> dict[str, Any]:
        payment = str(self.payment)

        reason = self.reason.value

        destination = self.destination.value

        amount: dict[str, Any] | Unset = UNSET
        if not isinstance(self.amount, Unset):
            amount = self.amount.to_dict()

        lines: list[dict[str, Any]] | Unset = UNSET
        if not isinstance(self.lines, Unset):
            lines = []
            for lines_item_data in self.lines:
                lines_item = lines_item_data.to_dict()
                lines.append(lines_item)

        waive_fees = self.waive_fees

        note = self.note

        customer_note = self.customer_note

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "payment": payment,
                "reason": reason,
                "destination": destination,
            }
        )
        if amount is not UNSET:
            field_dict["amount"] = amount
        if lines is not UNSET:
            field_dict["lines"] = lines
        if waive_fees is not UNSET:
            field_dict["waive_fees"] = waive_fees
        if note is not UNSET:
            field_dict["note"] = note
        if customer_note is not UNSET:
            field_dict["customer_note"] = customer_note

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.money import Money  # noqa: PLC0415
        from ..models.refund_line_input import RefundLineInput  # noqa: PLC0415

        d = dict(src_dict)
        payment = UUID(d.pop("payment"))

        reason = RefundReasonEnum(d.pop("reason"))

        destination = DestinationEnum(d.pop("destination"))

        _amount = d.pop("amount", UNSET)
        amount: Money | Unset
        if isinstance(_amount, Unset):
            amount = UNSET
        else:
            amount = Money.from_dict(_amount)

        _lines = d.pop("lines", UNSET)
        lines: list[RefundLineInput] | Unset = UNSET
        if _lines is not UNSET:
            lines = []
            for lines_item_data in _lines:
                lines_item = RefundLineInput.from_dict(lines_item_data)

                lines.append(lines_item)

        waive_fees = d.pop("waive_fees", UNSET)

        note = d.pop("note", UNSET)

        customer_note = d.pop("customer_note", UNSET)

        refund_input = cls(
            payment=payment,
            reason=reason,
            destination=destination,
            amount=amount,
            lines=lines,
            waive_fees=waive_fees,
            note=note,
            customer_note=customer_note,
        )

        return refund_input
