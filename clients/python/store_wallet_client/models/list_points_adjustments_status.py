from enum import StrEnum


class ListPointsAdjustmentsStatus(StrEnum):
    EXPIRED = "expired"
    REJECTED = "rejected"
    REQUESTED = "requested"

    def __str__(self) -> str:
        return str(self.value)
