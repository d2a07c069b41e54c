from enum import StrEnum


class TenderStatusEnum(StrEnum):
    CAPTURED = "captured"
    CREATED = "created"
    FAILED = "failed"
    HELD = "held"
    PROCESSING = "processing"
    QUARANTINED = "quarantined"
    RELEASED = "released"
    RESCUED = "rescued"
    WAITING = "waiting"

    def __str__(self) -> str:
        return str(self.value)
