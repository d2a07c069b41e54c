from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.destination_enum import DestinationEnum
from ..models.refund_reason_enum import RefundReasonEnum
from ..models.refund_status_enum import RefundStatusEnum

if TYPE_CHECKING:
    from ..models.money import Money
    from ..models.refund_line_output import RefundLineOutput
    from ..models.refund_part_output import RefundPartOutput


T = TypeVar("T", bound="RefundOutput")


@_attrs_define
class RefundOutput:
    """`parts` are there once money has moved. `approval_required`: it waits for a second person.

    Attributes:
        id (UUID):
        payment (UUID):
        order_reference (str):
        customer (str):
        status (RefundStatusEnum):
        approval_required (bool):
        amount (Money):
        fee (Money):
        bonus (Money):
        reason (RefundReasonEnum):
        destination (DestinationEnum):
        parts (list[RefundPartOutput]):
        lines (list[RefundLineOutput]):
        customer_note (str):
        decision_note (str):
        failure (str):
        created_at (datetime.datetime):
        expires_at (datetime.datetime | None): Until when it is to be decided, if it waits.
        decided_at (datetime.datetime | None):
        settled_at (datetime.datetime | None):
    """

    id: UUID
    payment: UUID
    order_reference: str
    customer: str
    status: RefundStatusEnum
    approval_required: bool
    amount: Money
    fee: Money
    bonus: Money
    reason: RefundReasonEnum
    destination: DestinationEnum
    parts: list[RefundPartOutput]
    lines: list[RefundLineOutput]
    customer_note: str
    decision_note: str
    failure: str
    created_at: datetime.datetime
    expires_at: datetime.datetime | None
    decided_at: datetime.datetime | None
    settled_at: datetime.datetime | None
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        id = str(self.id)

        payment = str(self.payment)

        order_reference = self.order_reference

        customer = self.customer

        status = self.status.value

        approval_required = self.approval_required

        amount = self.amount.to_dict()

        fee = self.fee.to_dict()

        bonus = self.bonus.to_dict()

        reason = self.reason.value

        destination = self.destination.value

        parts = []
        for parts_item_data in self.parts:
            parts_item = parts_item_data.to_dict()
            parts.append(parts_item)

        lines = []
        for lines_item_data in self.lines:
            lines_item = lines_item_data.to_dict()
            lines.append(lines_item)

        customer_note = self.customer_note

        decision_note = self.decision_note

        failure = self.failure

        created_at = self.created_at.isoformat()

        expires_at: None | str
        if isinstance(self.expires_at, datetime.datetime):
            expires_at = self.expires_at.isoformat()
        else:
            expires_at = self.expires_at

        decided_at: None | str
        if isinstance(self.decided_at, datetime.datetime):
            decided_at = self.decided_at.isoformat()
        else:
            decided_at = self.decided_at

        settled_at: None | str
        if isinstance(self.settled_at, datetime.datetime):
            settled_at = self.settled_at.isoformat()
        else:
            settled_at = self.settled_at

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "id": id,
                "payment": payment,
                "order_reference": order_reference,
                "customer": customer,
                "status": status,
                "approval_required": approval_required,
                "amount": amount,
                "fee": fee,
                "bonus": bonus,
                "reason": reason,
                "destination": destination,
                "parts": parts,
                "lines": lines,
                "customer_note": customer_note,
                "decision_note": decision_note,
                "failure": failure,
                "created_at": created_at,
                "expires_at": expires_at,
                "decided_at": decided_at,
                "settled_at": settled_at,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.money import Money  # noqa: PLC0415
        from ..models.refund_line_output import RefundLineOutput  # noqa: PLC0415
        from ..models.refund_part_output import RefundPartOutput  # noqa: PLC0415

        d = dict(src_dict)
        id = UUID(d.pop("id"))

        payment = UUID(d.pop("payment"))

        order_reference = d.pop("order_reference")

        customer = d.pop("customer")

        status = RefundStatusEnum(d.pop("status"))

        approval_required = d.pop("approval_required")

        amount = Money.from_dict(d.pop("amount"))

        fee = Money.from_dict(d.pop("fee"))

        bonus = Money.from_dict(d.pop("bonus"))

        reason = RefundReasonEnum(d.pop("reason"))

        destination = DestinationEnum(d.pop("destination"))

        parts = []
        _parts = d.pop("parts")
        for parts_item_data in _parts:
            parts_item = RefundPartOutput.from_dict(parts_item_data)

            parts.append(parts_item)

        lines = []
        _lines = d.pop("lines")
        for lines_item_data in _lines:
            lines_item = RefundLineOutput.from_dict(lines_item_data)

            lines.append(lines_item)

        customer_note = d.pop("customer_note")

        decision_note = d.pop("decision_note")

        failure = d.pop("failure")

        created_at = datetime.datetime.fromisoformat(d.pop("created_at"))

        def _parse_expires_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                expires_at_type_0 = datetime.datetime.fromisoformat(data)

                return expires_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        expires_at = _parse_expires_at(d.pop("expires_at"))

        def _parse_decided_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                decided_at_type_0 = datetime.datetime.fromisoformat(data)

                return decided_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        decided_at = _parse_decided_at(d.pop("decided_at"))

        def _parse_settled_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                settled_at_type_0 = datetime.datetime.fromisoformat(data)

                return settled_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        settled_at = _parse_settled_at(d.pop("settled_at"))

        refund_output = cls(
            id=id,
            payment=payment,
            order_reference=order_reference,
            customer=customer,
            status=status,
            approval_required=approval_required,
            amount=amount,
            fee=fee,
            bonus=bonus,
            reason=reason,
            destination=destination,
            parts=parts,
            lines=lines,
            customer_note=customer_note,
            decision_note=decision_note,
            failure=failure,
            created_at=created_at,
            expires_at=expires_at,
            decided_at=decided_at,
            settled_at=settled_at,
        )

        refund_output.additional_properties = d
        return refund_output

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
