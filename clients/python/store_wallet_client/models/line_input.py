from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.money import Money


T = TypeVar("T", bound="LineInput")


@_attrs_define
class LineInput:
    """A line of the order. `product` and `category` are the shop's own names of them.

    Attributes:
        amount (Money):
        reference (str | Unset): For refunds; the line's number in the list, if left out.
        description (str | Unset):  Default: ''.
        product (str | Unset):  Default: ''.
        category (str | Unset):  Default: ''.
        quantity (int | Unset):  Default: 1.
        is_delivery (bool | Unset): Nothing comes back: no restocking fee on it. Default: False.
    """

    amount: Money
    reference: str | Unset = UNSET
    description: str | Unset = ""
    product: str | Unset = ""
    category: str | Unset = ""
    quantity: int | Unset = 1
    is_delivery: bool | Unset = False

    def to_dict(self) -> dict[str, Any]:
        amount = self.amount.to_dict()

        reference = self.reference

        description = self.description

        product = self.product

        category = self.category

        quantity = self.quantity

        is_delivery = self.is_delivery

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "amount": amount,
            }
        )
        if reference is not UNSET:
            field_dict["reference"] = reference
        if description is not UNSET:
            field_dict["description"] = description
        if product is not UNSET:
            field_dict["product"] = product
        if category is not UNSET:
            field_dict["category"] = category
        if quantity is not UNSET:
            field_dict["quantity"] = quantity
        if is_delivery is not UNSET:
            field_dict["is_delivery"] = is_delivery

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.money import Money  # noqa: PLC0415

        d = dict(src_dict)
        amount = Money.from_dict(d.pop("amount"))

        reference = d.pop("reference", UNSET)

        description = d.pop("description", UNSET)

        product = d.pop("product", UNSET)

        category = d.pop("category", UNSET)

        quantity = d.pop("quantity", UNSET)

        is_delivery = d.pop("is_delivery", UNSET)

        line_input = cls(
            amount=amount,
            reference=reference,
            description=description,
            product=product,
            category=category,
            quantity=quantity,
            is_delivery=is_delivery,
        )

        return line_input
