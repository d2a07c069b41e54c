from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define
from attrs import field as _attrs_field

if TYPE_CHECKING:
    from ..models.expiring_points_output import ExpiringPointsOutput


T = TypeVar("T", bound="PointsOutput")


@_attrs_define
class PointsOutput:
    """`available` can be spent now, `held` is reserved, `balance` is both. `pending` were earned and come
    later. `expiring` are those that go next, unless they are spent before.

        Attributes:
            id (UUID):
            customer (str):
            balance (int):
            held (int):
            available (int):
            pending (int):
            expiring (ExpiringPointsOutput | None):
    """

    id: UUID
    customer: str
    balance: int
    held: int
    available: int
    pending: int
    expiring: ExpiringPointsOutput | None
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.expiring_points_output import ExpiringPointsOutput  # noqa: PLC0415

        id = str(self.id)

        customer = self.customer

        balance = self.balance

        held = self.held

        available = self.available

        pending = self.pending

        expiring: dict[str, Any] | None
        if isinstance(self.expiring, ExpiringPointsOutput):
            expiring = self.expiring.to_dict()
        else:
            expiring = self.expiring

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "id": id,
                "customer": customer,
                "balance": balance,
                "held": held,
                "available": available,
                "pending": pending,
                "expiring": expiring,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.expiring_points_output import ExpiringPointsOutput  # noqa: PLC0415

        d = dict(src_dict)
        id = UUID(d.pop("id"))

        customer = d.pop("customer")

        balance = d.pop("balance")

        held = d.pop("held")

        available = d.pop("available")

        pending = d.pop("pending")

        def _parse_expiring(data: object) -> ExpiringPointsOutput | None:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                expiring_type_0 = ExpiringPointsOutput.from_dict(data)

                return expiring_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(ExpiringPointsOutput | None, data)

        expiring = _parse_expiring(d.pop("expiring"))

        points_output = cls(
            id=id,
            customer=customer,
            balance=balance,
            held=held,
            available=available,
            pending=pending,
            expiring=expiring,
        )

        points_output.additional_properties = d
        return points_output

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
