from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.goods_line_input import GoodsLineInput


T = TypeVar("T", bound="VoucherQuoteInput")


@_attrs_define
class VoucherQuoteInput:
    """A body about one customer. Customers need not name themselves; the store names whom it means.

    Attributes:
        code (str):
        lines (list[GoodsLineInput]):
        customer (str | Unset): The customer's reference.
    """

    code: str
    lines: list[GoodsLineInput]
    customer: str | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        code = self.code

        lines = []
        for lines_item_data in self.lines:
            lines_item = lines_item_data.to_dict()
            lines.append(lines_item)

        customer = self.customer

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "code": code,
                "lines": lines,
            }
        )
        if customer is not UNSET:
            field_dict["customer"] = customer

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.goods_line_input import GoodsLineInput  # noqa: PLC0415

        d = dict(src_dict)
        code = d.pop("code")

        lines = []
        _lines = d.pop("lines")
        for lines_item_data in _lines:
            lines_item = GoodsLineInput.from_dict(lines_item_data)

            lines.append(lines_item)

        customer = d.pop("customer", UNSET)

        voucher_quote_input = cls(
            code=code,
            lines=lines,
            customer=customer,
        )

        return voucher_quote_input
