from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

from ..models.ready_output_status_enum import ReadyOutputStatusEnum

if TYPE_CHECKING:
    from ..models.ready_output_unwell import ReadyOutputUnwell


T = TypeVar("T", bound="ReadyOutput")


@_attrs_define
class ReadyOutput:
    """`unwell` says by its name what is wrong with a part.

    Attributes:
        status (ReadyOutputStatusEnum):
        unwell (ReadyOutputUnwell):
    """

    status: ReadyOutputStatusEnum
    unwell: ReadyOutputUnwell
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        status = self.status.value

        unwell = self.unwell.to_dict()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "status": status,
                "unwell": unwell,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.ready_output_unwell import ReadyOutputUnwell  # noqa: PLC0415

        d = dict(src_dict)
        status = ReadyOutputStatusEnum(d.pop("status"))

        unwell = ReadyOutputUnwell.from_dict(d.pop("unwell"))

        ready_output = cls(
            status=status,
            unwell=unwell,
        )

        ready_output.additional_properties = d
        return ready_output

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
