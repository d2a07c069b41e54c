from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.conversion_target_enum import ConversionTargetEnum

if TYPE_CHECKING:
    from ..models.money import Money


T = TypeVar("T", bound="ConversionQuoteOutput")


@_attrs_define
class ConversionQuoteOutput:
    """`points` would become `value`, and `kept` points would be left. `wallet` is where it would go: a
    wallet or a reward wallet, as `target` says; null where the conversion opens it.

        Attributes:
            points (int):
            value (Money):
            kept (int):
            target (ConversionTargetEnum):
            wallet (None | UUID):
    """

    points: int
    value: Money
    kept: int
    target: ConversionTargetEnum
    wallet: None | UUID
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        points = self.points

        value = self.value.to_dict()

        kept = self.kept

        target = self.target.value

        wallet: None | str
        if isinstance(self.wallet, UUID):
            wallet = str(self.wallet)
        else:
            wallet = self.wallet

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "points": points,
                "value": value,
                "kept": kept,
                "target": target,
                "wallet": wallet,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.money import Money  # noqa: PLC0415

        d = dict(src_dict)
        points = d.pop("points")

        value = Money.from_dict(d.pop("value"))

        kept = d.pop("kept")

        target = ConversionTargetEnum(d.pop("target"))

        def _parse_wallet(data: object) -> None | UUID:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                wallet_type_0 = UUID(data)

                return wallet_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | UUID, data)

        wallet = _parse_wallet(d.pop("wallet"))

        conversion_quote_output = cls(
            points=points,
            value=value,
            kept=kept,
            target=target,
            wallet=wallet,
        )

        conversion_quote_output.additional_properties = d
        return conversion_quote_output

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
