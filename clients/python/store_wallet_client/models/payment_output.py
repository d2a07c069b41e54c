from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.payment_status_enum import PaymentStatusEnum

if TYPE_CHECKING:
    from ..models.card_output import CardOutput
    from ..models.money import Money
    from ..models.tender_output import TenderOutput


T = TypeVar("T", bound="PaymentOutput")


@_attrs_define
class PaymentOutput:
    """`card` is null where no card pays a part.

    Attributes:
        id (UUID):
        customer (str):
        order_reference (str):
        status (PaymentStatusEnum):
        total (Money):
        captured (Money):
        refunded (Money):
        tenders (list[TenderOutput]):
        card (CardOutput | None):
        failure (str): Why it failed, in words for the customer.
        created_at (datetime.datetime):
        settled_at (datetime.datetime | None):
    """

    id: UUID
    customer: str
    order_reference: str
    status: PaymentStatusEnum
    total: Money
    captured: Money
    refunded: Money
    tenders: list[TenderOutput]
    card: CardOutput | None
    failure: str
    created_at: datetime.datetime
    settled_at: datetime.datetime | None
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.card_output import CardOutput  # noqa: PLC0415

        id = str(self.id)

        customer = self.customer

        order_reference = self.order_reference

        status = self.status.value

        total = self.total.to_dict()

        captured = self.captured.to_dict()

        refunded = self.refunded.to_dict()

        tenders = []
        for tenders_item_data in self.tenders:
            tenders_item = tenders_item_data.to_dict()
            tenders.append(tenders_item)

        card: dict[str, Any] | None
        if isinstance(self.card, CardOutput):
            card = self.card.to_dict()
        else:
            card = self.card

        failure = self.failure

        created_at = self.created_at.isoformat()

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
                "customer": customer,
                "order_reference": order_reference,
                "status": status,
                "total": total,
                "captured": captured,
                "refunded": refunded,
                "tenders": tenders,
                "card": card,
                "failure": failure,
                "created_at": created_at,
                "settled_at": settled_at,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.card_output import CardOutput  # noqa: PLC0415
        from ..models.money import Money  # noqa: PLC0415
        from ..models.tender_output import TenderOutput  # noqa: PLC0415

        d = dict(src_dict)
        id = UUID(d.pop("id"))

        customer = d.pop("customer")

        order_reference = d.pop("order_reference")

        status = PaymentStatusEnum(d.pop("status"))

        total = Money.from_dict(d.pop("total"))

        captured = Money.from_dict(d.pop("captured"))

        refunded = Money.from_dict(d.pop("refunded"))

        tenders = []
        _tenders = d.pop("tenders")
        for tenders_item_data in _tenders:
            tenders_item = TenderOutput.from_dict(tenders_item_data)

            tenders.append(tenders_item)

        def _parse_card(data: object) -> CardOutput | None:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                card_type_0 = CardOutput.from_dict(data)

                return card_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(CardOutput | None, data)

        card = _parse_card(d.pop("card"))

        failure = d.pop("failure")

        created_at = datetime.datetime.fromisoformat(d.pop("created_at"))

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

        payment_output = cls(
            id=id,
            customer=customer,
            order_reference=order_reference,
            status=status,
            total=total,
            captured=captured,
            refunded=refunded,
            tenders=tenders,
            card=card,
            failure=failure,
            created_at=created_at,
            settled_at=settled_at,
        )

        payment_output.additional_properties = d
        return payment_output

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
