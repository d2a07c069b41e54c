from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.offer_kind_enum import OfferKindEnum
from ..models.voucher_output_status_enum import VoucherOutputStatusEnum

if TYPE_CHECKING:
    from ..models.money import Money


T = TypeVar("T", bound="VoucherOutput")


@_attrs_define
class VoucherOutput:
    """`code` is for its owner: the store gets it once, when it redeems the offer, and null afterwards.

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
        customer (str):
        title (str):
        code (None | str):
        status (VoucherOutputStatusEnum):
        order_reference (str):
        expires_at (datetime.datetime | None):
        used_at (datetime.datetime | None):
        created_at (datetime.datetime):
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
    customer: str
    title: str
    code: None | str
    status: VoucherOutputStatusEnum
    order_reference: str
    expires_at: datetime.datetime | None
    used_at: datetime.datetime | None
    created_at: datetime.datetime
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

        customer = self.customer

        title = self.title

        code: None | str
        code = self.code

        status = self.status.value

        order_reference = self.order_reference

        expires_at: None | str
        if isinstance(self.expires_at, datetime.datetime):
            expires_at = self.expires_at.isoformat()
        else:
            expires_at = self.expires_at

        used_at: None | str
        if isinstance(self.used_at, datetime.datetime):
            used_at = self.used_at.isoformat()
        else:
            used_at = self.used_at

        created_at = self.created_at.isoformat()

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
                "customer": customer,
                "title": title,
                "code": code,
                "status": status,
                "order_reference": order_reference,
                "expires_at": expires_at,
                "used_at": used_at,
                "created_at": created_at,
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

        customer = d.pop("customer")

        title = d.pop("title")

        def _parse_code(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        code = _parse_code(d.pop("code"))

        status = VoucherOutputStatusEnum(d.pop("status"))

        order_reference = d.pop("order_reference")

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

        def _parse_used_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                used_at_type_0 = datetime.datetime.fromisoformat(data)

                return used_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        used_at = _parse_used_at(d.pop("used_at"))

        created_at = datetime.datetime.fromisoformat(d.pop("created_at"))

        voucher_output = cls(
            gives=gives,
            kind=kind,
            currency=currency,
            amount=amount,
            percent=percent,
            most=most,
            product=product,
            minimum_order=minimum_order,
            id=id,
            customer=customer,
            title=title,
            code=code,
            status=status,
            order_reference=order_reference,
            expires_at=expires_at,
            used_at=used_at,
            created_at=created_at,
        )

        voucher_output.additional_properties = d
        return voucher_output

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
