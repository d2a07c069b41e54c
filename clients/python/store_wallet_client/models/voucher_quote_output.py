from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

if TYPE_CHECKING:
    from ..models.money import Money
    from ..models.voucher_output import VoucherOutput


T = TypeVar("T", bound="VoucherQuoteOutput")


@_attrs_define
class VoucherQuoteOutput:
    """`discount` would be taken off the order, `shares` of it off each line.

    Attributes:
        voucher (VoucherOutput): `code` is for its owner: the store gets it once, when it redeems the offer, and null
            afterwards.
        discount (Money):
        shares (list[Money]):
    """

    voucher: VoucherOutput
    discount: Money
    shares: list[Money]
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        voucher = self.voucher.to_dict()

        discount = self.discount.to_dict()

        shares = []
        for shares_item_data in self.shares:
            shares_item = shares_item_data.to_dict()
            shares.append(shares_item)

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "voucher": voucher,
                "discount": discount,
                "shares": shares,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.money import Money  # noqa: PLC0415
        from ..models.voucher_output import VoucherOutput  # noqa: PLC0415

        d = dict(src_dict)
        voucher = VoucherOutput.from_dict(d.pop("voucher"))

        discount = Money.from_dict(d.pop("discount"))

        shares = []
        _shares = d.pop("shares")
        for shares_item_data in _shares:
            shares_item = Money.from_dict(shares_item_data)

            shares.append(shares_item)

        voucher_quote_output = cls(
            voucher=voucher,
            discount=discount,
            shares=shares,
        )

        voucher_quote_output.additional_properties = d
        return voucher_quote_output

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
