"""What comes in is strict, what goes out is plain."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, cached_property
from typing import Any, TypeVar

from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.fields import SkipField, empty

from wallet_project.core.api.codes import CODES
from wallet_project.core.api.fields import ReferenceField, TimeField
from wallet_project.core.api.pages import LARGEST_PAGE, USUAL_PAGE

ASK: Any = object()

S = TypeVar("S", bound="serializers.Serializer[Any]")


class Input(serializers.Serializer[Any]):
    """The body of a request. A field that it does not know is refused, so that a typo never becomes
    a default."""

    @classmethod
    def checked(cls, given: Any) -> dict[str, Any]:
        """The values of what was given. Raises `ValidationError`."""
        if given is None:
            cls(data=None).is_valid(raise_exception=True)
        return dict(_shared(cls).run_validation(given))

    def to_internal_value(self, data: Any) -> Any:
        if not isinstance(data, Mapping):
            return super().to_internal_value(data)
        if unknown := data.keys() - self.fields.keys():
            message = _("There is no such field here.")
            raise serializers.ValidationError(
                {str(name): [message] for name in sorted(map(str, unknown))}, code="unknown_field"
            )
        return super().to_internal_value(data) if self._read_fields is None else self._read(data)

    def _read(self, data: Mapping[str, Any]) -> dict[str, Any]:
        """As DRF does, without asking each field that was left out what that means."""
        values: dict[str, Any] = {}
        errors: dict[str, Any] = {}
        for name, field, default in self._read_fields or ():
            if name in data or default is ASK:
                try:
                    values[name] = field.run_validation(data.get(name, empty))
                except serializers.ValidationError as error:
                    errors[name] = error.detail
                except SkipField:
                    pass
            elif default is not empty:
                values[name] = default
        if errors:
            raise serializers.ValidationError(errors)
        return values

    @cached_property
    def _read_fields(self) -> tuple[tuple[str, Any, Any], ...] | None:
        """Names, and what it means to leave them out: a value, `empty` for none, `ASK` the field. None
        where any is read in a way of its own, which DRF knows."""
        for name, field in self.fields.items():
            if field.source != name or field.read_only or hasattr(self, f"validate_{name}"):
                return None
        return tuple(
            (name, field, ASK if field.required or callable(field.default) else field.default)
            for name, field in self.fields.items()
        )


class Filters(Input):
    """What may stand behind the `?` of an address; as strict as a body."""


class ListFilters(Filters):
    """What every list takes."""

    cursor = serializers.CharField(required=False, max_length=200, help_text="From `next` or `previous`.")
    page_size = serializers.IntegerField(
        required=False, min_value=1, max_value=LARGEST_PAGE, default=USUAL_PAGE
    )


class PeriodFilters(ListFilters):
    """What lists take whose rows have their time; `within` of `core.api.pages` applies it."""

    since = TimeField(required=False, help_text="This instant included.")
    until = TimeField(required=False, help_text="This instant not included.")


class Output(serializers.Serializer[Any]):
    """What an answer consists of, read from the attributes of what a service returned."""

    @classmethod
    def written(cls, value: Any) -> dict[str, Any]:
        """The answer about one thing."""
        return dict(_shared(cls).to_representation(value))

    def to_representation(self, instance: Any) -> dict[str, Any]:
        """As DRF does, without its search for what most fields are: an attribute of the object."""
        if isinstance(instance, Mapping):
            return super().to_representation(instance)
        answer: dict[str, Any] = {}
        for name, attribute, field in self._written_fields:
            value = getattr(instance, attribute, None) if attribute else None
            if value is None or callable(value):
                try:
                    value = field.get_attribute(instance)
                except SkipField:
                    continue
            answer[name] = None if value is None else field.to_representation(value)
        return answer

    @cached_property
    def _written_fields(self) -> tuple[tuple[str, str, Any], ...]:
        """Names, and of what comes from one attribute which one it is; else empty."""
        return tuple(
            (name, str(field.source) if field.source_attrs == [field.source] else "", field)
            for name, field in self.fields.items()
            if not field.write_only
        )


@cache
def _shared(kind: type[S]) -> S:
    """The one of its kind that reads and writes for all: DRF copies every field for each serializer, and
    neither reading nor writing leaves anything behind in one."""
    return kind()


class Nothing(Input):
    """A body without fields; it may be left out."""


class OfCustomer(Input):
    """A body about one customer. Customers need not name themselves; the store names whom it means."""

    customer = ReferenceField(required=False)


class FieldErrorOutput(Output):
    code = serializers.CharField()
    detail = serializers.CharField()


class ProblemOutput(Output):
    """RFC 9457. Some codes add members of their own: `insufficient_funds` says what is `available`."""

    type = serializers.CharField(help_text="Where the code is explained.")
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField(help_text="One sentence for a person.")
    code = serializers.ChoiceField(choices=sorted(CODES), help_text="Stable; decide by it.")
    errors = serializers.DictField(  # type: ignore[assignment]  # a field, not what was wrong here
        child=FieldErrorOutput(many=True), required=False, help_text="What is wrong, by field."
    )
