from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define

from ..models.channel_enum import ChannelEnum
from ..models.group_enum import GroupEnum

T = TypeVar("T", bound="RefusedInput")


@_attrs_define
class RefusedInput:
    """The body of a request. A field that it does not know is refused, so that a typo never becomes
    a default.

        Attributes:
            group (GroupEnum):
            channel (ChannelEnum):
    """

    group: GroupEnum
    channel: ChannelEnum

    def to_dict(self) -> dict[str, Any]:
        group = self.group.value

        channel = self.channel.value

        field_dict: dict[str, Any] = {}

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

        refused_input = cls(
            group=group,
            channel=channel,
        )

        return refused_input
