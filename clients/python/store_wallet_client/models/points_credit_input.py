from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define

from ..models.reward_reason_enum import RewardReasonEnum
from ..types import UNSET, Unset

T = TypeVar("T", bound="PointsCreditInput")


@_attrs_define
class PointsCreditInput:
    """What credits and debits of reward money and points have in common.

    Attributes:
        reason (RewardReasonEnum):
        points (int):
        note (str | Unset): For the store. Default: ''.
        customer_note (str | Unset): For the customer, in the message. Default: ''.
        expires_at (datetime.datetime | Unset): They never expire, if this is left out.
    """

    reason: RewardReasonEnum
    points: int
    note: str | Unset = ""
    customer_note: str | Unset = ""
    expires_at: datetime.datetime | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        reason = self.reason.value

        points = self.points

        note = self.note

        customer_note = self.customer_note

        expires_at: str | Unset = UNSET
        if not isinstance(self.expires_at, Unset):
            expires_at = self.expires_at.isoformat()

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
        if expires_at is not UNSET:
            field_dict["expires_at"] = expires_at

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        reason = RewardReasonEnum(d.pop("reason"))

        points = d.pop("points")

        note = d.pop("note", UNSET)

        customer_note = d.pop("customer_note", UNSET)

        _expires_at = d.pop("expires_at", UNSET)
        expires_at: datetime.datetime | Unset
        if isinstance(_expires_at, Unset):
            expires_at = UNSET
        else:
            expires_at = datetime.datetime.fromisoformat(_expires_at)

        points_credit_input = cls(
            reason=reason,
            points=points,
            note=note,
            customer_note=customer_note,
            expires_at=expires_at,
        )

        return points_credit_input
