from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.endpoint_status_enum import EndpointStatusEnum
from ..models.events_enum import EventsEnum

T = TypeVar("T", bound="EndpointOutput")


@_attrs_define
class EndpointOutput:
    """`failing_since` is the first failure after the last success. For a day after a rotation, until
    `old_secret_until`, the old secret signs too.

        Attributes:
            id (UUID):
            name (str):
            url (str):
            events (list[EventsEnum]):
            status (EndpointStatusEnum):
            status_reason (str):
            failing_since (datetime.datetime | None):
            old_secret_until (datetime.datetime | None):
            created_at (datetime.datetime):
    """

    id: UUID
    name: str
    url: str
    events: list[EventsEnum]
    status: EndpointStatusEnum
    status_reason: str
    failing_since: datetime.datetime | None
    old_secret_until: datetime.datetime | None
    created_at: datetime.datetime
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        id = str(self.id)

        name = self.name

        url = self.url

        events = []
        for events_item_data in self.events:
            events_item = events_item_data.value
            events.append(events_item)

        status = self.status.value

        status_reason = self.status_reason

        failing_since: None | str
        if isinstance(self.failing_since, datetime.datetime):
            failing_since = self.failing_since.isoformat()
        else:
            failing_since = self.failing_since

        old_secret_until: None | str
        if isinstance(self.old_secret_until, datetime.datetime):
            old_secret_until = self.old_secret_until.isoformat()
        else:
            old_secret_until = self.old_secret_until

        created_at = self.created_at.isoformat()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "id": id,
                "name": name,
                "url": url,
                "events": events,
                "status": status,
                "status_reason": status_reason,
                "failing_since": failing_since,
                "old_secret_until": old_secret_until,
                "created_at": created_at,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        id = UUID(d.pop("id"))

        name = d.pop("name")

        url = d.pop("url")

        events = []
        _events = d.pop("events")
        for events_item_data in _events:
            events_item = EventsEnum(events_item_data)

            events.append(events_item)

        status = EndpointStatusEnum(d.pop("status"))

        status_reason = d.pop("status_reason")

        def _parse_failing_since(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                failing_since_type_0 = datetime.datetime.fromisoformat(data)

                return failing_since_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        failing_since = _parse_failing_since(d.pop("failing_since"))

        def _parse_old_secret_until(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                old_secret_until_type_0 = datetime.datetime.fromisoformat(data)

                return old_secret_until_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        old_secret_until = _parse_old_secret_until(d.pop("old_secret_until"))

        created_at = datetime.datetime.fromisoformat(d.pop("created_at"))

        endpoint_output = cls(
            id=id,
            name=name,
            url=url,
            events=events,
            status=status,
            status_reason=status_reason,
            failing_since=failing_since,
            old_secret_until=old_secret_until,
            created_at=created_at,
        )

        endpoint_output.additional_properties = d
        return endpoint_output

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
