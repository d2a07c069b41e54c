from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define

from ..models.activity_kind_enum import ActivityKindEnum
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.goods_line_input import GoodsLineInput
    from ..models.money import Money


T = TypeVar("T", bound="ActivityInput")


@_attrs_define
class ActivityInput:
    """The body of a request. A field that it does not know is refused, so that a typo never becomes
    a default.

        Attributes:
            customer (str): The customer's reference.
            kind (ActivityKindEnum):
            reference (str): Names what was done, like an order's number: it earns once.
            amount (Money | Unset):
            paid_by_rewards (Money | Unset):
            lines (list[GoodsLineInput] | Unset): The goods of a purchase.
            has_coupon (bool | Unset):  Default: False.
            available_at (datetime.datetime | Unset): When the time to return it is over. At once, if it is left out.
    """

    customer: str
    kind: ActivityKindEnum
    reference: str
    amount: Money | Unset = UNSET
    paid_by_rewards: Money | Unset = UNSET
    lines: list[GoodsLineInput] | Unset = UNSET
    has_coupon: bool | Unset = False
    available_at: datetime.datetime | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        customer = self.customer

        kind = self.kind.value

        reference = self.reference

        amount: dict[str, Any] | Unset = UNSET
        if not isinstance(self.amount, Unset):
            amount = self.amount.to_dict()

        paid_by_rewards: dict[str, Any] | Unset = UNSET
        if not isinstance(self.paid_by_rewards, Unset):
            paid_by_rewards = self.paid_by_rewards.to_dict()

        lines: list[dict[str, Any]] | Unset = UNSET
        if not isinstance(self.lines, Unset):
            lines = []
            for lines_item_data in self.lines:
                lines_item = lines_item_data.to_dict()
                lines.append(lines_item)

        has_coupon = self.has_coupon

        available_at: str | Unset = UNSET
        if not isinstance(self.available_at, Unset):
            available_at = self.available_at.isoformat()

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "customer": customer,
                "kind": kind,
                "reference": reference,
            }
        )
        if amount is not UNSET:
            field_dict["amount"] = amount
        if paid_by_rewards is not UNSET:
            field_dict["paid_by_rewards"] = paid_by_rewards
        if lines is not UNSET:
            field_dict["lines"] = lines
        if has_coupon is not UNSET:
            field_dict["has_coupon"] = has_coupon
        if available_at is not UNSET:
            field_dict["available_at"] = available_at

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.goods_line_input import GoodsLineInput  # noqa: PLC0415
        from ..models.money import Money  # noqa: PLC0415

        d = dict(src_dict)
        customer = d.pop("customer")

        kind = ActivityKindEnum(d.pop("kind"))

        reference = d.pop("reference")

        _amount = d.pop("amount", UNSET)
        amount: Money | Unset
        if isinstance(_amount, Unset):
            amount = UNSET
        else:
            amount = Money.from_dict(_amount)

        _paid_by_rewards = d.pop("paid_by_rewards", UNSET)
        paid_by_rewards: Money | Unset
        if isinstance(_paid_by_rewards, Unset):
            paid_by_rewards = UNSET
        else:
            paid_by_rewards = Money.from_dict(_paid_by_rewards)

        _lines = d.pop("lines", UNSET)
        lines: list[GoodsLineInput] | Unset = UNSET
        if _lines is not UNSET:
            lines = []
            for lines_item_data in _lines:
                lines_item = GoodsLineInput.from_dict(lines_item_data)

                lines.append(lines_item)

        has_coupon = d.pop("has_coupon", UNSET)

        _available_at = d.pop("available_at", UNSET)
        available_at: datetime.datetime | Unset
        if isinstance(_available_at, Unset):
            available_at = UNSET
        else:
            available_at = datetime.datetime.fromisoformat(_available_at)

        activity_input = cls(
            customer=customer,
            kind=kind,
            reference=reference,
            amount=amount,
            paid_by_rewards=paid_by_rewards,
            lines=lines,
            has_coupon=has_coupon,
            available_at=available_at,
        )

        return activity_input
