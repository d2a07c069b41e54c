from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.pace_enum import PaceEnum

if TYPE_CHECKING:
    from ..models.refused_input import RefusedInput


T = TypeVar("T", bound="PreferencesInput")


@_attrs_define
class PreferencesInput:
    """As `GET` answers: it replaces all that was chosen before.

    Attributes:
        refused (list[RefusedInput]):
        quiet_from (None | str):
        quiet_until (None | str):
        pace (PaceEnum):
        digest_hour (int):
    """

    refused: list[RefusedInput]
    quiet_from: None | str
    quiet_until: None | str
    pace: PaceEnum
    digest_hour: int

    def to_dict(self) -> dict[str, Any]:
        refused = []
        for refused_item_data in self.refused:
            refused_item = refused_item_data.to_dict()
            refused.append(refused_item)

        quiet_from: None | str
        quiet_from = self.quiet_from

        quiet_until: None | str
        quiet_until = self.quiet_until

        pace = self.pace.value

        digest_hour = self.digest_hour

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "refused": refused,
                "quiet_from": quiet_from,
                "quiet_until": quiet_until,
                "pace": pace,
                "digest_hour": digest_hour,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.refused_input import RefusedInput  # noqa: PLC0415

        d = dict(src_dict)
        refused = []
        _refused = d.pop("refused")
        for refused_item_data in _refused:
            refused_item = RefusedInput.from_dict(refused_item_data)

            refused.append(refused_item)

        def _parse_quiet_from(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        quiet_from = _parse_quiet_from(d.pop("quiet_from"))

        def _parse_quiet_until(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        quiet_until = _parse_quiet_until(d.pop("quiet_until"))

        pace = PaceEnum(d.pop("pace"))

        digest_hour = d.pop("digest_hour")

        preferences_input = cls(
            refused=refused,
            quiet_from=quiet_from,
            quiet_until=quiet_until,
            pace=pace,
            digest_hour=digest_hour,
        )

        return preferences_input
