from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.line_input import LineInput
    from ..models.money import Money


T = TypeVar("T", bound="QuoteInput")


@_attrs_define
class QuoteInput:
    """The body of a request. A field that it does not know is refused, so that a typo never becomes
    a default.

        Attributes:
            total (Money):
            customer (str | Unset): The customer's reference.
            lines (list[LineInput] | Unset): They decide how much reward money may be used, and what refunds of lines are
                of.
            use_reward (bool | Unset):  Default: True.
            use_wallet (bool | Unset):  Default: True.
            reward_amount (Money | Unset):
            wallet_amount (Money | Unset):
            has_coupon (bool | Unset):  Default: False.
    """

    total: Money
    customer: str | Unset = UNSET
    lines: list[LineInput] | Unset = UNSET
    use_reward: bool | Unset = True
    use_wallet: bool | Unset = True
    reward_amount: Money | Unset = UNSET
    wallet_amount: Money | Unset = UNSET
    has_coupon: bool | Unset = False

    def to_dict(self) -> dict[str, Any]:
        total = self.total.to_dict()

        customer = self.customer

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

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "total": total,
            }
        )
        if customer is not UNSET:
            field_dict["customer"] = customer
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

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.line_input import LineInput  # noqa: PLC0415
        from ..models.money import Money  # noqa: PLC0415

        d = dict(src_dict)
        total = Money.from_dict(d.pop("total"))

        customer = d.pop("customer", UNSET)

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

        quote_input = cls(
            total=total,
            customer=customer,
            lines=lines,
            use_reward=use_reward,
            use_wallet=use_wallet,
            reward_amount=reward_amount,
            wallet_amount=wallet_amount,
            has_coupon=has_coupon,
        )

        return quote_input
