from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define

from ..models.locale_enum import LocaleEnum
from ..types import UNSET, Unset

T = TypeVar("T", bound="CustomerInput")


@_attrs_define
class CustomerInput:
    """The body of a request. A field that it does not know is refused, so that a typo never becomes
    a default.

        Attributes:
            reference (str): The customer's reference.
            email (str):
            name (str | Unset):  Default: ''.
            locale (LocaleEnum | Unset):
    """

    reference: str
    email: str
    name: str | Unset = ""
    locale: LocaleEnum | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        reference = self.reference

        email = self.email

        name = self.name

        locale: str | Unset = UNSET
        if not isinstance(self.locale, Unset):
            locale = self.locale.value

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "reference": reference,
                "email": email,
            }
        )
        if name is not UNSET:
            field_dict["name"] = name
        if locale is not UNSET:
            field_dict["locale"] = locale

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        reference = d.pop("reference")

        email = d.pop("email")

        name = d.pop("name", UNSET)

        _locale = d.pop("locale", UNSET)
        locale: LocaleEnum | Unset
        if isinstance(_locale, Unset):
            locale = UNSET
        else:
            locale = LocaleEnum(_locale)

        customer_input = cls(
            reference=reference,
            email=email,
            name=name,
            locale=locale,
        )

        return customer_input
