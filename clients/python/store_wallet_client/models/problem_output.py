from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.code_enum import CodeEnum
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.problem_output_errors import ProblemOutputErrors


T = TypeVar("T", bound="ProblemOutput")


@_attrs_define
class ProblemOutput:
    """RFC 9457. Some codes add members of their own: `insufficient_funds` says what is `available`.

    Attributes:
        type_ (str): Where the code is explained.
        title (str):
        status (int):
        detail (str): One sentence for a person.
        code (CodeEnum):
        errors (ProblemOutputErrors | Unset): What is wrong, by field.
    """

    type_: str
    title: str
    status: int
    detail: str
    code: CodeEnum
    errors: ProblemOutputErrors | Unset = UNSET
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        type_ = self.type_

        title = self.title

        status = self.status

        detail = self.detail

        code = self.code.value

        errors: dict[str, Any] | Unset = UNSET
        if not isinstance(self.errors, Unset):
            errors = self.errors.to_dict()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "type": type_,
                "title": title,
                "status": status,
                "detail": detail,
                "code": code,
            }
        )
        if errors is not UNSET:
            field_dict["errors"] = errors

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.problem_output_errors import ProblemOutputErrors  # noqa: PLC0415

        d = dict(src_dict)
        type_ = d.pop("type")

        title = d.pop("title")

        status = d.pop("status")

        detail = d.pop("detail")

        code = CodeEnum(d.pop("code"))

        _errors = d.pop("errors", UNSET)
        errors: ProblemOutputErrors | Unset
        if isinstance(_errors, Unset):
            errors = UNSET
        else:
            errors = ProblemOutputErrors.from_dict(_errors)

        problem_output = cls(
            type_=type_,
            title=title,
            status=status,
            detail=detail,
            code=code,
            errors=errors,
        )

        problem_output.additional_properties = d
        return problem_output

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
