from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

if TYPE_CHECKING:
    from ..models.trial_balance_of_currency_output import TrialBalanceOfCurrencyOutput


T = TypeVar("T", bound="TrialBalanceOutput")


@_attrs_define
class TrialBalanceOutput:
    """What an answer consists of, read from the attributes of what a service returned.

    Attributes:
        at (datetime.datetime):
        currencies (list[TrialBalanceOfCurrencyOutput]):
    """

    at: datetime.datetime
    currencies: list[TrialBalanceOfCurrencyOutput]
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        at = self.at.isoformat()

        currencies = []
        for currencies_item_data in self.currencies:
            currencies_item = currencies_item_data.to_dict()
            currencies.append(currencies_item)

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "at": at,
                "currencies": currencies,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.trial_balance_of_currency_output import TrialBalanceOfCurrencyOutput  # noqa: PLC0415

        d = dict(src_dict)
        at = datetime.datetime.fromisoformat(d.pop("at"))

        currencies = []
        _currencies = d.pop("currencies")
        for currencies_item_data in _currencies:
            currencies_item = TrialBalanceOfCurrencyOutput.from_dict(currencies_item_data)

            currencies.append(currencies_item)

        trial_balance_output = cls(
            at=at,
            currencies=currencies,
        )

        trial_balance_output.additional_properties = d
        return trial_balance_output

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
