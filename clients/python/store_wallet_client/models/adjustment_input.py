from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define

from ..models.adjustment_input_reason_enum import AdjustmentInputReasonEnum
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.money import Money


T = TypeVar("T", bound="AdjustmentInput")


@_attrs_define
class AdjustmentInput:
    """The body of a request. A field that it does not know is refused, so that a typo never becomes
    a default.

        Attributes:
            amount (Money):
            reason (AdjustmentInputReasonEnum):
            note (str | Unset): For the store. Default: ''.
            customer_note (str | Unset): For the customer, in the message. Default: ''.
            reference (str | Unset):  Default: ''.
    """

    amount: Money
    reason: AdjustmentInputReasonEnum
    note: str | Unset = ""
    customer_note: str | Unset = ""
    reference: str | Unset = ""

    def to_dict(self) -> dict[str, Any]:
        amount = self.amount.to_dict()

        reason = self.reason.value

        note = self.note

        customer_note = self.customer_note

        reference = self.reference

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "amount": amount,
                "reason": reason,
            }
        )
        if note is not UNSET:
            field_dict["note"] = note
        if customer_note is not UNSET:
            field_dict["customer_note"] = customer_note
        if reference is not UNSET:
            field_dict["reference"] = reference

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.money import Money  # noqa: PLC0415

        d = dict(src_dict)
        amount = Money.from_dict(d.pop("amount"))

        reason = AdjustmentInputReasonEnum(d.pop("reason"))

        note = d.pop("note", UNSET)

        customer_note = d.pop("customer_note", UNSET)

        reference = d.pop("reference", UNSET)

        adjustment_input = cls(
            amount=amount,
            reason=reason,
            note=note,
            customer_note=customer_note,
            reference=reference,
        )

        return adjustment_input
