from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar
from uuid import UUID

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.adjusted_status_enum import AdjustedStatusEnum
from ..models.adjustment_reason_enum import AdjustmentReasonEnum
from ..models.direction_enum import DirectionEnum

if TYPE_CHECKING:
    from ..models.money import Money


T = TypeVar("T", bound="AdjustmentOutput")


@_attrs_define
class AdjustmentOutput:
    """`done`, or as `approval_required` says: it waits for a second person, who may refuse it.

    Attributes:
        id (UUID):
        status (AdjustedStatusEnum):
        approval_required (bool):
        journal_entry (str): Empty where nothing has moved.
        decision_note (str): Why the second person decided so.
        wallet (UUID):
        direction (DirectionEnum):
        amount (Money):
        reason (AdjustmentReasonEnum):
        note (str):
        customer_note (str):
        reference (str):
        created_at (datetime.datetime):
    """

    id: UUID
    status: AdjustedStatusEnum
    approval_required: bool
    journal_entry: str
    decision_note: str
    wallet: UUID
    direction: DirectionEnum
    amount: Money
    reason: AdjustmentReasonEnum
    note: str
    customer_note: str
    reference: str
    created_at: datetime.datetime
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        id = str(self.id)

        status = self.status.value

        approval_required = self.approval_required

        journal_entry = self.journal_entry

        decision_note = self.decision_note

        wallet = str(self.wallet)

        direction = self.direction.value

        amount = self.amount.to_dict()

        reason = self.reason.value

        note = self.note

        customer_note = self.customer_note

        reference = self.reference

        created_at = self.created_at.isoformat()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "id": id,
                "status": status,
                "approval_required": approval_required,
                "journal_entry": journal_entry,
                "decision_note": decision_note,
                "wallet": wallet,
                "direction": direction,
                "amount": amount,
                "reason": reason,
                "note": note,
                "customer_note": customer_note,
                "reference": reference,
                "created_at": created_at,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.money import Money  # noqa: PLC0415

        d = dict(src_dict)
        id = UUID(d.pop("id"))

        status = AdjustedStatusEnum(d.pop("status"))

        approval_required = d.pop("approval_required")

        journal_entry = d.pop("journal_entry")

        decision_note = d.pop("decision_note")

        wallet = UUID(d.pop("wallet"))

        direction = DirectionEnum(d.pop("direction"))

        amount = Money.from_dict(d.pop("amount"))

        reason = AdjustmentReasonEnum(d.pop("reason"))

        note = d.pop("note")

        customer_note = d.pop("customer_note")

        reference = d.pop("reference")

        created_at = datetime.datetime.fromisoformat(d.pop("created_at"))

        adjustment_output = cls(
            id=id,
            status=status,
            approval_required=approval_required,
            journal_entry=journal_entry,
            decision_note=decision_note,
            wallet=wallet,
            direction=direction,
            amount=amount,
            reason=reason,
            note=note,
            customer_note=customer_note,
            reference=reference,
            created_at=created_at,
        )

        adjustment_output.additional_properties = d
        return adjustment_output

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
