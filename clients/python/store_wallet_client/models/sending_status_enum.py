from enum import StrEnum


class SendingStatusEnum(StrEnum):
    DEAD = "dead"
    DROPPED = "dropped"
    FAILED = "failed"
    PENDING = "pending"
    SENT = "sent"

    def __str__(self) -> str:
        return str(self.value)
