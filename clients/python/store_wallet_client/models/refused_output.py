from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.channel_enum import ChannelEnum
from ..models.group_enum import GroupEnum

T = TypeVar("T", bound="RefusedOutput")


@_attrs_define
class RefusedOutput:
    """What an answer consists of, read from the attributes of what a service returned.

    Attributes:
        group (GroupEnum):
        channel (ChannelEnum):
    """

    group: GroupEnum
    channel: ChannelEnum
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        group = self.group.value

        channel = self.channel.value

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "group": group,
                "channel": channel,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        group = GroupEnum(d.pop("group"))

        channel = ChannelEnum(d.pop("channel"))

        refused_output = cls(
            group=group,
            channel=channel,
        )

        refused_output.additional_properties = d
        return refused_output

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
