from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.money import Money


T = TypeVar("T", bound="GoodsLineInput")


@_attrs_define
class GoodsLineInput:
    """The body of a request. A field that it does not know is refused, so that a typo never becomes
    a default.

        Attributes:
            amount (Money):
            product (str | Unset):  Default: ''.
            category (str | Unset):  Default: ''.
            quantity (int | Unset):  Default: 1.
    """

    amount: Money
    product: str | Unset = ""
    category: str | Unset = ""
    quantity: int | Unset = 1

    def to_dict(self) -> dict[str, Any]:
        amount = self.amount.to_dict()

        product = self.product

        category = self.category

        quantity = self.quantity

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "amount": amount,
            }
        )
        if product is not UNSET:
            field_dict["product"] = product
        if category is not UNSET:
            field_dict["category"] = category
        if quantity is not UNSET:
            field_dict["quantity"] = quantity

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.money import Money  # noqa: PLC0415

        d = dict(src_dict)
        amount = Money.from_dict(d.pop("amount"))

        product = d.pop("product", UNSET)

        category = d.pop("category", UNSET)

        quantity = d.pop("quantity", UNSET)

        goods_line_input = cls(
            amount=amount,
            product=product,
            category=category,
            quantity=quantity,
        )

        return goods_line_input
