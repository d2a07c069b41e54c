from enum import StrEnum


class RefundPartStatusEnum(StrEnum):
    CREATED = "created"
    DONE = "done"
    FAILED = "failed"
    PENDING = "pending"

    def __str__(self) -> str:
        return str(self.value)
