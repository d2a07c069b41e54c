from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.offer_kind_enum import OfferKindEnum

if TYPE_CHECKING:
    from ..models.money import Money


T = TypeVar("T", bound="OfferOutput")


@_attrs_define
class OfferOutput:
    """A voucher that costs `points`. Of a customer, `missing` are the points that they lack, and `problem`
    says why they can't have it at all; both are null where none was named.

        Attributes:
            gives (str): The same in words.
            kind (OfferKindEnum):
            currency (str): Of the orders that it is for.
            amount (Money | None):
            percent (None | str):
            most (Money | None):
            product (str):
            minimum_order (Money | None):
            id (UUID):
            title (str):
            text (str):
            points (int):
            left (int | None): How many there are; null: no limit.
            tier (str): For customers of this tier on; empty for everybody.
            valid_days (int | None): How long the voucher can be used.
            ends_at (datetime.datetime | None):
            missing (int | None):
            problem (None | str):
    """

    gives: str
    kind: OfferKindEnum
    currency: str
    amount: Money | None
    percent: None | str
    most: Money | None
    product: str
    minimum_order: Money | None
    id: UUID
    title: str
    text: str
    points: int
    left: int | None
    tier: str
    valid_days: int | None
    ends_at: datetime.datetime | None
    missing: int | None
    problem: None | str
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.money import Money  # noqa: PLC0415

        gives = self.gives

        kind = self.kind.value

        currency = self.currency

        amount: dict[str, Any] | None
        if isinstance(self.amount, Money):
            amount = self.amount.to_dict()
        else:
            amount = self.amount

        percent: None | str
        percent = self.percent

        most: dict[str, Any] | None
        if isinstance(self.most, Money):
            most = self.most.to_dict()
        else:
            most = self.most

        product = self.product

        minimum_order: dict[str, Any] | None
        if isinstance(self.minimum_order, Money):
            minimum_order = self.minimum_order.to_dict()
        else:
            minimum_order = self.minimum_order

        id = str(self.id)

        title = self.title

        text = self.text

        points = self.points

        left: int | None
        left = self.left

        tier = self.tier

        valid_days: int | None
        valid_days = self.valid_days

        ends_at: None | str
        if isinstance(self.ends_at, datetime.datetime):
            ends_at = self.ends_at.isoformat()
        else:
            ends_at = self.ends_at

        missing: int | None
        missing = self.missing

        problem: None | str
        problem = self.problem

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "gives": gives,
                "kind": kind,
                "currency": currency,
                "amount": amount,
                "percent": percent,
                "most": most,
                "product": product,
                "minimum_order": minimum_order,
                "id": id,
                "title": title,
                "text": text,
                "points": points,
                "left": left,
                "tier": tier,
                "valid_days": valid_days,
                "ends_at": ends_at,
                "missing": missing,
                "problem": problem,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.money import Money  # noqa: PLC0415

        d = dict(src_dict)
        gives = d.pop("gives")

        kind = OfferKindEnum(d.pop("kind"))

        currency = d.pop("currency")

        def _parse_amount(data: object) -> Money | None:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                amount_type_0 = Money.from_dict(data)

                return amount_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(Money | None, data)

        amount = _parse_amount(d.pop("amount"))

        def _parse_percent(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        percent = _parse_percent(d.pop("percent"))

        def _parse_most(data: object) -> Money | None:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                most_type_0 = Money.from_dict(data)

                return most_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(Money | None, data)

        most = _parse_most(d.pop("most"))

        product = d.pop("product")

        def _parse_minimum_order(data: object) -> Money | None:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                minimum_order_type_0 = Money.from_dict(data)

                return minimum_order_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(Money | None, data)

        minimum_order = _parse_minimum_order(d.pop("minimum_order"))

        id = UUID(d.pop("id"))

        title = d.pop("title")

        text = d.pop("text")

        points = d.pop("points")

        def _parse_left(data: object) -> int | None:
            if data is None:
                return data
            return cast(int | None, data)

        left = _parse_left(d.pop("left"))

        tier = d.pop("tier")

        def _parse_valid_days(data: object) -> int | None:
            if data is None:
                return data
            return cast(int | None, data)

        valid_days = _parse_valid_days(d.pop("valid_days"))

        def _parse_ends_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                ends_at_type_0 = datetime.datetime.fromisoformat(data)

                return ends_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        ends_at = _parse_ends_at(d.pop("ends_at"))

        def _parse_missing(data: object) -> int | None:
            if data is None:
                return data
            return cast(int | None, data)

        missing = _parse_missing(d.pop("missing"))

        def _parse_problem(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        problem = _parse_problem(d.pop("problem"))

        offer_output = cls(
            gives=gives,
            kind=kind,
            currency=currency,
            amount=amount,
            percent=percent,
            most=most,
            product=product,
            minimum_order=minimum_order,
            id=id,
            title=title,
            text=text,
            points=points,
            left=left,
            tier=tier,
            valid_days=valid_days,
            ends_at=ends_at,
            missing=missing,
            problem=problem,
        )

        offer_output.additional_properties = d
        return offer_output

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
