from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar
from uuid import UUID

from attrs import define as _attrs_define

from ..types import UNSET, Unset

T = TypeVar("T", bound="ScratchCardInput")


@_attrs_define
class ScratchCardInput:
    """The body of a request. A field that it does not know is refused, so that a typo never becomes
    a default.

        Attributes:
            customer (str): The customer's reference.
            game (UUID):
            reason (str | Unset): The customer reads it. Default: ''.
            reference (str | Unset):  Default: ''.
    """

    customer: str
    game: UUID
    reason: str | Unset = ""
    reference: str | Unset = ""

    def to_dict(self) -> dict[str, Any]:
        customer = self.customer

        game = str(self.game)

        reason = self.reason

        reference = self.reference

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "customer": customer,
                "game": game,
            }
        )
        if reason is not UNSET:
            field_dict["reason"] = reason
        if reference is not UNSET:
            field_dict["reference"] = reference

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        customer = d.pop("customer")

        game = UUID(d.pop("game"))

        reason = d.pop("reason", UNSET)

        reference = d.pop("reference", UNSET)

        scratch_card_input = cls(
            customer=customer,
            game=game,
            reason=reason,
            reference=reference,
        )

        return scratch_card_input
