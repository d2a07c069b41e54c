from enum import StrEnum


class AdjustedStatusEnum(StrEnum):
    DONE = "done"
    EXPIRED = "expired"
    REJECTED = "rejected"
    REQUESTED = "requested"

    def __str__(self) -> str:
        return str(self.value)
