from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.type_enum import TypeEnum

if TYPE_CHECKING:
    from ..models.money import Money


T = TypeVar("T", bound="TotalOutput")


@_attrs_define
class TotalOutput:
    """All accounts of one kind together.

    Attributes:
        code (str):
        type_ (TypeEnum):
        accounts (int):
        balance (Money):
    """

    code: str
    type_: TypeEnum
    accounts: int
    balance: Money
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        code = self.code

        type_ = self.type_.value

        accounts = self.accounts

        balance = self.balance.to_dict()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "code": code,
                "type": type_,
                "accounts": accounts,
                "balance": balance,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.money import Money  # noqa: PLC0415

        d = dict(src_dict)
        code = d.pop("code")

        type_ = TypeEnum(d.pop("type"))

        accounts = d.pop("accounts")

        balance = Money.from_dict(d.pop("balance"))

        total_output = cls(
            code=code,
            type_=type_,
            accounts=accounts,
            balance=balance,
        )

        total_output.additional_properties = d
        return total_output

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
