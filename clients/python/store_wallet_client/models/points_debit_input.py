from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define

from ..models.reward_reason_enum import RewardReasonEnum
from ..types import UNSET, Unset

T = TypeVar("T", bound="PointsDebitInput")


@_attrs_define
class PointsDebitInput:
    """What credits and debits of reward money and points have in common.

    Attributes:
        reason (RewardReasonEnum):
        points (int):
        note (str | Unset): For the store. Default: ''.
        customer_note (str | Unset): For the customer, in the message. Default: ''.
    """

    reason: RewardReasonEnum
    points: int
    note: str | Unset = ""
    customer_note: str | Unset = ""

    def to_dict(self) -> dict[str, Any]:
        reason = self.reason.value

        points = self.points

        note = self.note

        customer_note = self.customer_note

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "reason": reason,
                "points": points,
            }
        )
        if note is not UNSET:
            field_dict["note"] = note
        if customer_note is not UNSET:
            field_dict["customer_note"] = customer_note

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        reason = RewardReasonEnum(d.pop("reason"))

        points = d.pop("points")

        note = d.pop("note", UNSET)

        customer_note = d.pop("customer_note", UNSET)

        points_debit_input = cls(
            reason=reason,
            points=points,
            note=note,
            customer_note=customer_note,
        )

        return points_debit_input
