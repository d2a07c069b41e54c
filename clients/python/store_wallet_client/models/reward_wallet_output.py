from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define
from attrs import field as _attrs_field

if TYPE_CHECKING:
    from ..models.expiring_money_output import ExpiringMoneyOutput
    from ..models.money import Money


T = TypeVar("T", bound="RewardWalletOutput")


@_attrs_define
class RewardWalletOutput:
    """`available` can be spent now, `held` is reserved, `balance` is both. `pending` was earned and comes
    later. `expiring` is what goes next, unless it is spent before; `lots/` has the rest.

        Attributes:
            id (UUID):
            customer (str):
            currency (str):
            balance (Money):
            held (Money):
            available (Money):
            pending (Money):
            expiring (ExpiringMoneyOutput | None):
    """

    id: UUID
    customer: str
    currency: str
    balance: Money
    held: Money
    available: Money
    pending: Money
    expiring: ExpiringMoneyOutput | None
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.expiring_money_output import ExpiringMoneyOutput  # noqa: PLC0415

        id = str(self.id)

        customer = self.customer

        currency = self.currency

        balance = self.balance.to_dict()

        held = self.held.to_dict()

        available = self.available.to_dict()

        pending = self.pending.to_dict()

        expiring: dict[str, Any] | None
        if isinstance(self.expiring, ExpiringMoneyOutput):
            expiring = self.expiring.to_dict()
        else:
            expiring = self.expiring

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "id": id,
                "customer": customer,
                "currency": currency,
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
        from ..models.expiring_money_output import ExpiringMoneyOutput  # noqa: PLC0415
        from ..models.money import Money  # noqa: PLC0415

        d = dict(src_dict)
        id = UUID(d.pop("id"))

        customer = d.pop("customer")

        currency = d.pop("currency")

        balance = Money.from_dict(d.pop("balance"))

        held = Money.from_dict(d.pop("held"))

        available = Money.from_dict(d.pop("available"))

        pending = Money.from_dict(d.pop("pending"))

        def _parse_expiring(data: object) -> ExpiringMoneyOutput | None:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                expiring_type_0 = ExpiringMoneyOutput.from_dict(data)

                return expiring_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(ExpiringMoneyOutput | None, data)

        expiring = _parse_expiring(d.pop("expiring"))

        reward_wallet_output = cls(
            id=id,
            customer=customer,
            currency=currency,
            balance=balance,
            held=held,
            available=available,
            pending=pending,
            expiring=expiring,
        )

        reward_wallet_output.additional_properties = d
        return reward_wallet_output

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
