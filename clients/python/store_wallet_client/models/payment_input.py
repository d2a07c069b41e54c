from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.line_input import LineInput
    from ..models.money import Money


T = TypeVar("T", bound="PaymentInput")


@_attrs_define
class PaymentInput:
    """The body of a request. A field that it does not know is refused, so that a typo never becomes
    a default.

        Attributes:
            customer (str): The customer's reference.
            total (Money):
            order_reference (str): The order's number in your shop.
            lines (list[LineInput] | Unset): They decide how much reward money may be used, and what refunds of lines are
                of.
            use_reward (bool | Unset):  Default: True.
            use_wallet (bool | Unset):  Default: True.
            reward_amount (Money | Unset):
            wallet_amount (Money | Unset):
            has_coupon (bool | Unset):  Default: False.
            capture (bool | Unset): False only holds reward and wallet money, until it is captured or voided, for seven days
                at most. A card is always captured when it pays, so leave `return_url` out. Default: True.
            payment_method (str | Unset): Who pays what rewards and wallet do not: `checkout`, or the id of a saved card.
                Default: 'checkout'.
            save_card (bool | Unset): Keep the card, if they pay by one. Default: False.
            return_url (str | Unset): Where the customer goes after paying by card; `{payment}` becomes the payment's id.
                Without it no card pays: what rewards and wallet can't pay is refused.
            cancel_url (str | Unset): Where they go instead if they turn back.
    """

    customer: str
    total: Money
    order_reference: str
    lines: list[LineInput] | Unset = UNSET
    use_reward: bool | Unset = True
    use_wallet: bool | Unset = True
    reward_amount: Money | Unset = UNSET
    wallet_amount: Money | Unset = UNSET
    has_coupon: bool | Unset = False
    capture: bool | Unset = True
    payment_method: str | Unset = "checkout"
    save_card: bool | Unset = False
    return_url: str | Unset = UNSET
    cancel_url: str | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        customer = self.customer

        total = self.total.to_dict()

        order_reference = self.order_reference

        lines: list[dict[str, Any]] | Unset = UNSET
        if not isinstance(self.lines, Unset):
            lines = []
            for lines_item_data in self.lines:
                lines_item = lines_item_data.to_dict()
                lines.append(lines_item)

        use_reward = self.use_reward

        use_wallet = self.use_wallet

        reward_amount: dict[str, Any] | Unset = UNSET
        if not isinstance(self.reward_amount, Unset):
            reward_amount = self.reward_amount.to_dict()

        wallet_amount: dict[str, Any] | Unset = UNSET
        if not isinstance(self.wallet_amount, Unset):
            wallet_amount = self.wallet_amount.to_dict()

        has_coupon = self.has_coupon

        capture = self.capture

        payment_method = self.payment_method

        save_card = self.save_card

        return_url = self.return_url

        cancel_url = self.cancel_url

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "customer": customer,
                "total": total,
                "order_reference": order_reference,
            }
        )
        if lines is not UNSET:
            field_dict["lines"] = lines
        if use_reward is not UNSET:
            field_dict["use_reward"] = use_reward
        if use_wallet is not UNSET:
            field_dict["use_wallet"] = use_wallet
        if reward_amount is not UNSET:
            field_dict["reward_amount"] = reward_amount
        if wallet_amount is not UNSET:
            field_dict["wallet_amount"] = wallet_amount
        if has_coupon is not UNSET:
            field_dict["has_coupon"] = has_coupon
        if capture is not UNSET:
            field_dict["capture"] = capture
        if payment_method is not UNSET:
            field_dict["payment_method"] = payment_method
        if save_card is not UNSET:
            field_dict["save_card"] = save_card
        if return_url is not UNSET:
            field_dict["return_url"] = return_url
        if cancel_url is not UNSET:
            field_dict["cancel_url"] = cancel_url

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.line_input import LineInput  # noqa: PLC0415
        from ..models.money import Money  # noqa: PLC0415

        d = dict(src_dict)
        customer = d.pop("customer")

        total = Money.from_dict(d.pop("total"))

        order_reference = d.pop("order_reference")

        _lines = d.pop("lines", UNSET)
        lines: list[LineInput] | Unset = UNSET
        if _lines is not UNSET:
            lines = []
            for lines_item_data in _lines:
                lines_item = LineInput.from_dict(lines_item_data)

                lines.append(lines_item)

        use_reward = d.pop("use_reward", UNSET)

        use_wallet = d.pop("use_wallet", UNSET)

        _reward_amount = d.pop("reward_amount", UNSET)
        reward_amount: Money | Unset
        if isinstance(_reward_amount, Unset):
            reward_amount = UNSET
        else:
            reward_amount = Money.from_dict(_reward_amount)

        _wallet_amount = d.pop("wallet_amount", UNSET)
        wallet_amount: Money | Unset
        if isinstance(_wallet_amount, Unset):
            wallet_amount = UNSET
        else:
            wallet_amount = Money.from_dict(_wallet_amount)

        has_coupon = d.pop("has_coupon", UNSET)

        capture = d.pop("capture", UNSET)

        payment_method = d.pop("payment_method", UNSET)

        save_card = d.pop("save_card", UNSET)

        return_url = d.pop("return_url", UNSET)

        cancel_url = d.pop("cancel_url", UNSET)

        payment_input = cls(
            customer=customer,
            total=total,
            order_reference=order_reference,
            lines=lines,
            use_reward=use_reward,
            use_wallet=use_wallet,
            reward_amount=reward_amount,
            wallet_amount=wallet_amount,
            has_coupon=has_coupon,
            capture=capture,
            payment_method=payment_method,
            save_card=save_card,
            return_url=return_url,
            cancel_url=cancel_url,
        )

        return payment_input
