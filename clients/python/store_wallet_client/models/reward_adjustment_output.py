from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.adjusted_status_enum import AdjustedStatusEnum
from ..models.direction_enum import DirectionEnum
from ..models.reward_reason_enum import RewardReasonEnum

if TYPE_CHECKING:
    from ..models.money import Money


T = TypeVar("T", bound="RewardAdjustmentOutput")


@_attrs_define
class RewardAdjustmentOutput:
    """What adjustments of money and of points have in common.

    Attributes:
        id (UUID):
        status (AdjustedStatusEnum):
        approval_required (bool):
        journal_entry (str): Empty where nothing has moved.
        decision_note (str): Why the second person decided so.
        direction (DirectionEnum):
        reason (RewardReasonEnum):
        note (str):
        customer_note (str):
        expires_at (datetime.datetime | None):
        created_at (datetime.datetime):
        reward_wallet (UUID):
        amount (Money):
    """

    id: UUID
    status: AdjustedStatusEnum
    approval_required: bool
    journal_entry: str
    decision_note: str
    direction: DirectionEnum
    reason: RewardReasonEnum
    note: str
    customer_note: str
    expires_at: datetime.datetime | None
    created_at: datetime.datetime
    reward_wallet: UUID
    amount: Money
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        id = str(self.id)

        status = self.status.value

        approval_required = self.approval_required

        journal_entry = self.journal_entry

        decision_note = self.decision_note

        direction = self.direction.value

        reason = self.reason.value

        note = self.note

        customer_note = self.customer_note

        expires_at: None | str
        if isinstance(self.expires_at, datetime.datetime):
            expires_at = self.expires_at.isoformat()
        else:
            expires_at = self.expires_at

        created_at = self.created_at.isoformat()

        reward_wallet = str(self.reward_wallet)

        amount = self.amount.to_dict()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "id": id,
                "status": status,
                "approval_required": approval_required,
                "journal_entry": journal_entry,
                "decision_note": decision_note,
                "direction": direction,
                "reason": reason,
                "note": note,
                "customer_note": customer_note,
                "expires_at": expires_at,
                "created_at": created_at,
                "reward_wallet": reward_wallet,
                "amount": amount,
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

        direction = DirectionEnum(d.pop("direction"))

        reason = RewardReasonEnum(d.pop("reason"))

        note = d.pop("note")

        customer_note = d.pop("customer_note")

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

        reward_wallet = UUID(d.pop("reward_wallet"))

        amount = Money.from_dict(d.pop("amount"))

        reward_adjustment_output = cls(
            id=id,
            status=status,
            approval_required=approval_required,
            journal_entry=journal_entry,
            decision_note=decision_note,
            direction=direction,
            reason=reason,
            note=note,
            customer_note=customer_note,
            expires_at=expires_at,
            created_at=created_at,
            reward_wallet=reward_wallet,
            amount=amount,
        )

        reward_adjustment_output.additional_properties = d
        return reward_adjustment_output

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
