from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

if TYPE_CHECKING:
    from ..models.wallet_output import WalletOutput


T = TypeVar("T", bound="CustomerOutput")


@_attrs_define
class CustomerOutput:
    """`reference` is the store's own id; a customer without one is called by ours.

    Attributes:
        reference (str):
        email (str):
        name (str):
        locale (str):
        wallets (list[WalletOutput]):
        created_at (datetime.datetime):
    """

    reference: str
    email: str
    name: str
    locale: str
    wallets: list[WalletOutput]
    created_at: datetime.datetime
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        reference = self.reference

        email = self.email

        name = self.name

        locale = self.locale

        wallets = []
        for wallets_item_data in self.wallets:
            wallets_item = wallets_item_data.to_dict()
            wallets.append(wallets_item)

        created_at = self.created_at.isoformat()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "reference": reference,
                "email": email,
                "name": name,
                "locale": locale,
                "wallets": wallets,
                "created_at": created_at,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.wallet_output import WalletOutput  # noqa: PLC0415

        d = dict(src_dict)
        reference = d.pop("reference")

        email = d.pop("email")

        name = d.pop("name")

        locale = d.pop("locale")

        wallets = []
        _wallets = d.pop("wallets")
        for wallets_item_data in _wallets:
            wallets_item = WalletOutput.from_dict(wallets_item_data)

            wallets.append(wallets_item)

        created_at = datetime.datetime.fromisoformat(d.pop("created_at"))

        customer_output = cls(
            reference=reference,
            email=email,
            name=name,
            locale=locale,
            wallets=wallets,
            created_at=created_at,
        )

        customer_output.additional_properties = d
        return customer_output

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
