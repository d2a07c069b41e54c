from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.money import Money


T = TypeVar("T", bound="TopUpInput")


@_attrs_define
class TopUpInput:
    """The body of a request. A field that it does not know is refused, so that a typo never becomes
    a default.

        Attributes:
            amount (Money):
            payment_method (str): `checkout`, or the id of a saved card.
            return_url (str): Where the customer goes after paying; `{top_up}` becomes the top-up's id.
            save_card (bool | Unset): Keep the card, if they pay by one. Default: False.
    """

    amount: Money
    payment_method: str
    return_url: str
    save_card: bool | Unset = False

    def to_dict(self) -> dict[str, Any]:
        amount = self.amount.to_dict()

        payment_method = self.payment_method

        return_url = self.return_url

        save_card = self.save_card

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "amount": amount,
                "payment_method": payment_method,
                "return_url": return_url,
            }
        )
        if save_card is not UNSET:
            field_dict["save_card"] = save_card

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.money import Money  # noqa: PLC0415

        d = dict(src_dict)
        amount = Money.from_dict(d.pop("amount"))

        payment_method = d.pop("payment_method")

        return_url = d.pop("return_url")

        save_card = d.pop("save_card", UNSET)

        top_up_input = cls(
            amount=amount,
            payment_method=payment_method,
            return_url=return_url,
            save_card=save_card,
        )

        return top_up_input
