from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar
from uuid import UUID

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.wallet_output_status_enum import WalletOutputStatusEnum

if TYPE_CHECKING:
    from ..models.money import Money


T = TypeVar("T", bound="WalletOutput")


@_attrs_define
class WalletOutput:
    """`balance` is `available` and `held` together.

    Attributes:
        id (UUID):
        customer (str):
        currency (str):
        status (WalletOutputStatusEnum):
        balance (Money):
        held (Money):
        available (Money):
    """

    id: UUID
    customer: str
    currency: str
    status: WalletOutputStatusEnum
    balance: Money
    held: Money
    available: Money
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        id = str(self.id)

        customer = self.customer

        currency = self.currency

        status = self.status.value

        balance = self.balance.to_dict()

        held = self.held.to_dict()

        available = self.available.to_dict()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "id": id,
                "customer": customer,
                "currency": currency,
                "status": status,
                "balance": balance,
                "held": held,
                "available": available,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.money import Money  # noqa: PLC0415

        d = dict(src_dict)
        id = UUID(d.pop("id"))

        customer = d.pop("customer")

        currency = d.pop("currency")

        status = WalletOutputStatusEnum(d.pop("status"))

        balance = Money.from_dict(d.pop("balance"))

        held = Money.from_dict(d.pop("held"))

        available = Money.from_dict(d.pop("available"))

        wallet_output = cls(
            id=id,
            customer=customer,
            currency=currency,
            status=status,
            balance=balance,
            held=held,
            available=available,
        )

        wallet_output.additional_properties = d
        return wallet_output

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
