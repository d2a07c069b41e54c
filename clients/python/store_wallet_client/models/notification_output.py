from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.group_enum import GroupEnum
from ..models.message_kind_enum import MessageKindEnum

T = TypeVar("T", bound="NotificationOutput")


@_attrs_define
class NotificationOutput:
    """A message in its customer's language. `link` is a path of the store; it may be empty.

    Attributes:
        id (UUID):
        customer (str):
        kind (MessageKindEnum):
        group (GroupEnum):
        subject (str):
        text (str):
        link (str):
        read_at (datetime.datetime | None):
        archived_at (datetime.datetime | None):
        created_at (datetime.datetime):
    """

    id: UUID
    customer: str
    kind: MessageKindEnum
    group: GroupEnum
    subject: str
    text: str
    link: str
    read_at: datetime.datetime | None
    archived_at: datetime.datetime | None
    created_at: datetime.datetime
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        id = str(self.id)

        customer = self.customer

        kind = self.kind.value

        group = self.group.value

        subject = self.subject

        text = self.text

        link = self.link

        read_at: None | str
        if isinstance(self.read_at, datetime.datetime):
            read_at = self.read_at.isoformat()
        else:
            read_at = self.read_at

        archived_at: None | str
        if isinstance(self.archived_at, datetime.datetime):
            archived_at = self.archived_at.isoformat()
        else:
            archived_at = self.archived_at

        created_at = self.created_at.isoformat()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "id": id,
                "customer": customer,
                "kind": kind,
                "group": group,
                "subject": subject,
                "text": text,
                "link": link,
                "read_at": read_at,
                "archived_at": archived_at,
                "created_at": created_at,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        id = UUID(d.pop("id"))

        customer = d.pop("customer")

        kind = MessageKindEnum(d.pop("kind"))

        group = GroupEnum(d.pop("group"))

        subject = d.pop("subject")

        text = d.pop("text")

        link = d.pop("link")

        def _parse_read_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                read_at_type_0 = datetime.datetime.fromisoformat(data)

                return read_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        read_at = _parse_read_at(d.pop("read_at"))

        def _parse_archived_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                archived_at_type_0 = datetime.datetime.fromisoformat(data)

                return archived_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        archived_at = _parse_archived_at(d.pop("archived_at"))

        created_at = datetime.datetime.fromisoformat(d.pop("created_at"))

        notification_output = cls(
            id=id,
            customer=customer,
            kind=kind,
            group=group,
            subject=subject,
            text=text,
            link=link,
            read_at=read_at,
            archived_at=archived_at,
            created_at=created_at,
        )

        notification_output.additional_properties = d
        return notification_output

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
