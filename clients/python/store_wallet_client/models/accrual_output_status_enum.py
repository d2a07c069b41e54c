from enum import StrEnum


class AccrualOutputStatusEnum(StrEnum):
    AVAILABLE = "available"
    CLAWED_BACK = "clawed_back"
    PENDING = "pending"

    def __str__(self) -> str:
        return str(self.value)
