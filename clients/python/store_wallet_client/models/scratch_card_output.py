from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast
from uuid import UUID

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.scratch_card_output_status_enum import ScratchCardOutputStatusEnum

if TYPE_CHECKING:
    from ..models.money import Money


T = TypeVar("T", bound="ScratchCardOutput")


@_attrs_define
class ScratchCardOutput:
    """`won` is null until the card is scratched; points are in the currency `PTS`.

    Attributes:
        id (UUID):
        customer (str):
        game (str):
        status (ScratchCardOutputStatusEnum):
        reason (str): What it was given for.
        reference (str):
        won (Money | None):
        journal_entry (None | str):
        expires_at (datetime.datetime):
        scratched_at (datetime.datetime | None):
        created_at (datetime.datetime):
    """

    id: UUID
    customer: str
    game: str
    status: ScratchCardOutputStatusEnum
    reason: str
    reference: str
    won: Money | None
    journal_entry: None | str
    expires_at: datetime.datetime
    scratched_at: datetime.datetime | None
    created_at: datetime.datetime
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        from ..models.money import Money  # noqa: PLC0415

        id = str(self.id)

        customer = self.customer

        game = self.game

        status = self.status.value

        reason = self.reason

        reference = self.reference

        won: dict[str, Any] | None
        if isinstance(self.won, Money):
            won = self.won.to_dict()
        else:
            won = self.won

        journal_entry: None | str
        journal_entry = self.journal_entry

        expires_at = self.expires_at.isoformat()

        scratched_at: None | str
        if isinstance(self.scratched_at, datetime.datetime):
            scratched_at = self.scratched_at.isoformat()
        else:
            scratched_at = self.scratched_at

        created_at = self.created_at.isoformat()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "id": id,
                "customer": customer,
                "game": game,
                "status": status,
                "reason": reason,
                "reference": reference,
                "won": won,
                "journal_entry": journal_entry,
                "expires_at": expires_at,
                "scratched_at": scratched_at,
                "created_at": created_at,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.money import Money  # noqa: PLC0415

        d = dict(src_dict)
        id = UUID(d.pop("id"))

        customer = d.pop("customer")

        game = d.pop("game")

        status = ScratchCardOutputStatusEnum(d.pop("status"))

        reason = d.pop("reason")

        reference = d.pop("reference")

        def _parse_won(data: object) -> Money | None:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                won_type_0 = Money.from_dict(data)

                return won_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(Money | None, data)

        won = _parse_won(d.pop("won"))

        def _parse_journal_entry(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        journal_entry = _parse_journal_entry(d.pop("journal_entry"))

        expires_at = datetime.datetime.fromisoformat(d.pop("expires_at"))

        def _parse_scratched_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                scratched_at_type_0 = datetime.datetime.fromisoformat(data)

                return scratched_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        scratched_at = _parse_scratched_at(d.pop("scratched_at"))

        created_at = datetime.datetime.fromisoformat(d.pop("created_at"))

        scratch_card_output = cls(
            id=id,
            customer=customer,
            game=game,
            status=status,
            reason=reason,
            reference=reference,
            won=won,
            journal_entry=journal_entry,
            expires_at=expires_at,
            scratched_at=scratched_at,
            created_at=created_at,
        )

        scratch_card_output.additional_properties = d
        return scratch_card_output

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
