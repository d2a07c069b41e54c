from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

if TYPE_CHECKING:
    from ..models.money import Money
    from ..models.planned_tender_output import PlannedTenderOutput
    from ..models.reward_cap_output import RewardCapOutput


T = TypeVar("T", bound="QuoteOutput")


@_attrs_define
class QuoteOutput:
    """How a total would be paid. `card` is what is left for the card, zero for nothing.

    Attributes:
        total (Money):
        tenders (list[PlannedTenderOutput]):
        reward_cap (RewardCapOutput): How much reward money the order may use, and which of the store's limits decides.
        reward_available (Money):
        reward_after (Money):
        wallet_available (Money):
        wallet_after (Money):
        card (Money):
        note (str): Why wallet and rewards can't pay, if so.
    """

    total: Money
    tenders: list[PlannedTenderOutput]
    reward_cap: RewardCapOutput
    reward_available: Money
    reward_after: Money
    wallet_available: Money
    wallet_after: Money
    card: Money
    note: str
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        total = self.total.to_dict()

        tenders = []
        for tenders_item_data in self.tenders:
            tenders_item = tenders_item_data.to_dict()
            tenders.append(tenders_item)

        reward_cap = self.reward_cap.to_dict()

        reward_available = self.reward_available.to_dict()

        reward_after = self.reward_after.to_dict()

        wallet_available = self.wallet_available.to_dict()

        wallet_after = self.wallet_after.to_dict()

        card = self.card.to_dict()

        note = self.note

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "total": total,
                "tenders": tenders,
                "reward_cap": reward_cap,
                "reward_available": reward_available,
                "reward_after": reward_after,
                "wallet_available": wallet_available,
                "wallet_after": wallet_after,
                "card": card,
                "note": note,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.money import Money  # noqa: PLC0415
        from ..models.planned_tender_output import PlannedTenderOutput  # noqa: PLC0415
        from ..models.reward_cap_output import RewardCapOutput  # noqa: PLC0415

        d = dict(src_dict)
        total = Money.from_dict(d.pop("total"))

        tenders = []
        _tenders = d.pop("tenders")
        for tenders_item_data in _tenders:
            tenders_item = PlannedTenderOutput.from_dict(tenders_item_data)

            tenders.append(tenders_item)

        reward_cap = RewardCapOutput.from_dict(d.pop("reward_cap"))

        reward_available = Money.from_dict(d.pop("reward_available"))

        reward_after = Money.from_dict(d.pop("reward_after"))

        wallet_available = Money.from_dict(d.pop("wallet_available"))

        wallet_after = Money.from_dict(d.pop("wallet_after"))

        card = Money.from_dict(d.pop("card"))

        note = d.pop("note")

        quote_output = cls(
            total=total,
            tenders=tenders,
            reward_cap=reward_cap,
            reward_available=reward_available,
            reward_after=reward_after,
            wallet_available=wallet_available,
            wallet_after=wallet_after,
            card=card,
            note=note,
        )

        quote_output.additional_properties = d
        return quote_output

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
