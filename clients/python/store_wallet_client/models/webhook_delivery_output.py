from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.event_enum import EventEnum
from ..models.sending_status_enum import SendingStatusEnum

if TYPE_CHECKING:
    from ..models.webhook_request_output import WebhookRequestOutput
    from ..models.webhook_response_output import WebhookResponseOutput


T = TypeVar("T", bound="WebhookDeliveryOutput")


@_attrs_define
class WebhookDeliveryOutput:
    """One event to one endpoint: what was sent, and what came back last; null before the first answer.
    The endpoint got `webhook_id` in a header of that name.

        Attributes:
            id (UUID):
            event (EventEnum):
            webhook_id (str):
            subject (str):
            status (SendingStatusEnum):
            attempts (int):
            next_attempt_at (datetime.datetime | None):
            request (WebhookRequestOutput): What an answer consists of, read from the attributes of what a service returned.
            response (None | WebhookResponseOutput):
            last_error (str):
            created_at (datetime.datetime):
            sent_at (datetime.datetime | None):
    """

    id: UUID
    event: EventEnum
    webhook_id: str
    subject: str
    status: SendingStatusEnum
    attempts: int
    next_attempt_at: datetime.datetime | None
    request: WebhookRequestOutput
    response: None | WebhookResponseOutput
    last_error: str
    created_at: datetime.datetime
    sent_at: datetime.datetime | None
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.webhook_response_output import WebhookResponseOutput  # noqa: PLC0415

        id = str(self.id)

        event = self.event.value

        webhook_id = self.webhook_id

        subject = self.subject

        status = self.status.value

        attempts = self.attempts

        next_attempt_at: None | str
        if isinstance(self.next_attempt_at, datetime.datetime):
            next_attempt_at = self.next_attempt_at.isoformat()
        else:
            next_attempt_at = self.next_attempt_at

        request = self.request.to_dict()

        response: dict[str, Any] | None
        if isinstance(self.response, WebhookResponseOutput):
            response = self.response.to_dict()
        else:
            response = self.response

        last_error = self.last_error

        created_at = self.created_at.isoformat()

        sent_at: None | str
        if isinstance(self.sent_at, datetime.datetime):
            sent_at = self.sent_at.isoformat()
        else:
            sent_at = self.sent_at

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "id": id,
                "event": event,
                "webhook_id": webhook_id,
                "subject": subject,
                "status": status,
                "attempts": attempts,
                "next_attempt_at": next_attempt_at,
                "request": request,
                "response": response,
                "last_error": last_error,
                "created_at": created_at,
                "sent_at": sent_at,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.webhook_request_output import WebhookRequestOutput  # noqa: PLC0415
        from ..models.webhook_response_output import WebhookResponseOutput  # noqa: PLC0415

        d = dict(src_dict)
        id = UUID(d.pop("id"))

        event = EventEnum(d.pop("event"))

        webhook_id = d.pop("webhook_id")

        subject = d.pop("subject")

        status = SendingStatusEnum(d.pop("status"))

        attempts = d.pop("attempts")

        def _parse_next_attempt_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                next_attempt_at_type_0 = datetime.datetime.fromisoformat(data)

                return next_attempt_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        next_attempt_at = _parse_next_attempt_at(d.pop("next_attempt_at"))

        request = WebhookRequestOutput.from_dict(d.pop("request"))

        def _parse_response(data: object) -> None | WebhookResponseOutput:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                response_type_0 = WebhookResponseOutput.from_dict(data)

                return response_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | WebhookResponseOutput, data)

        response = _parse_response(d.pop("response"))

        last_error = d.pop("last_error")

        created_at = datetime.datetime.fromisoformat(d.pop("created_at"))

        def _parse_sent_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                sent_at_type_0 = datetime.datetime.fromisoformat(data)

                return sent_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        sent_at = _parse_sent_at(d.pop("sent_at"))

        webhook_delivery_output = cls(
            id=id,
            event=event,
            webhook_id=webhook_id,
            subject=subject,
            status=status,
            attempts=attempts,
            next_attempt_at=next_attempt_at,
            request=request,
            response=response,
            last_error=last_error,
            created_at=created_at,
            sent_at=sent_at,
        )

        webhook_delivery_output.additional_properties = d
        return webhook_delivery_output

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
