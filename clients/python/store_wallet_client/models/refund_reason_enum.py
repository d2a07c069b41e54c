from enum import StrEnum


class RefundReasonEnum(StrEnum):
    CHANGED_MIND = "changed_mind"
    DAMAGED = "damaged"
    DISSATISFIED = "dissatisfied"
    GOODWILL = "goodwill"
    LATE = "late"
    NOT_AS_DESCRIBED = "not_as_described"

    def __str__(self) -> str:
        return str(self.value)
