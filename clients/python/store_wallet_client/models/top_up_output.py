from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.top_up_output_status_enum import TopUpOutputStatusEnum

if TYPE_CHECKING:
    from ..models.money import Money


T = TypeVar("T", bound="TopUpOutput")


@_attrs_define
class TopUpOutput:
    """`checkout_url` is where the customer goes next; null where there is nothing for them to do.

    Attributes:
        id (UUID):
        wallet (UUID):
        amount (Money):
        status (TopUpOutputStatusEnum):
        payment_method (str):
        checkout_url (None | str):
        failure (str): Why it failed, in words for the customer.
        created_at (datetime.datetime):
    """

    id: UUID
    wallet: UUID
    amount: Money
    status: TopUpOutputStatusEnum
    payment_method: str
    checkout_url: None | str
    failure: str
    created_at: datetime.datetime
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        id = str(self.id)

        wallet = str(self.wallet)

        amount = self.amount.to_dict()

        status = self.status.value

        payment_method = self.payment_method

        checkout_url: None | str
        checkout_url = self.checkout_url

        failure = self.failure

        created_at = self.created_at.isoformat()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "id": id,
                "wallet": wallet,
                "amount": amount,
                "status": status,
                "payment_method": payment_method,
                "checkout_url": checkout_url,
                "failure": failure,
                "created_at": created_at,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.money import Money  # noqa: PLC0415

        d = dict(src_dict)
        id = UUID(d.pop("id"))

        wallet = UUID(d.pop("wallet"))

        amount = Money.from_dict(d.pop("amount"))

        status = TopUpOutputStatusEnum(d.pop("status"))

        payment_method = d.pop("payment_method")

        def _parse_checkout_url(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        checkout_url = _parse_checkout_url(d.pop("checkout_url"))

        failure = d.pop("failure")

        created_at = datetime.datetime.fromisoformat(d.pop("created_at"))

        top_up_output = cls(
            id=id,
            wallet=wallet,
            amount=amount,
            status=status,
            payment_method=payment_method,
            checkout_url=checkout_url,
            failure=failure,
            created_at=created_at,
        )

        top_up_output.additional_properties = d
        return top_up_output

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
