from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

if TYPE_CHECKING:
    from ..models.money import Money
    from ..models.total_output import TotalOutput


T = TypeVar("T", bound="TrialBalanceOfCurrencyOutput")


@_attrs_define
class TrialBalanceOfCurrencyOutput:
    """`debits` and `credits` are equal, or the books do not agree.

    Attributes:
        currency (str):
        debits (Money):
        credits_ (Money):
        accounts (list[TotalOutput]):
    """

    currency: str
    debits: Money
    credits_: Money
    accounts: list[TotalOutput]
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        currency = self.currency

        debits = self.debits.to_dict()

        credits_ = self.credits_.to_dict()

        accounts = []
        for accounts_item_data in self.accounts:
            accounts_item = accounts_item_data.to_dict()
            accounts.append(accounts_item)

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "currency": currency,
                "debits": debits,
                "credits": credits_,
                "accounts": accounts,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.money import Money  # noqa: PLC0415
        from ..models.total_output import TotalOutput  # noqa: PLC0415

        d = dict(src_dict)
        currency = d.pop("currency")

        debits = Money.from_dict(d.pop("debits"))

        credits_ = Money.from_dict(d.pop("credits"))

        accounts = []
        _accounts = d.pop("accounts")
        for accounts_item_data in _accounts:
            accounts_item = TotalOutput.from_dict(accounts_item_data)

            accounts.append(accounts_item)

        trial_balance_of_currency_output = cls(
            currency=currency,
            debits=debits,
            credits_=credits_,
            accounts=accounts,
        )

        trial_balance_of_currency_output.additional_properties = d
        return trial_balance_of_currency_output

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
