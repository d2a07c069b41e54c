from enum import StrEnum


class ListTopUpsStatus(StrEnum):
    CANCELED = "canceled"
    CREATED = "created"
    EXPIRED = "expired"
    FAILED = "failed"
    OPEN = "open"
    PROCESSING = "processing"
    QUARANTINED = "quarantined"
    REQUIRES_ACTION = "requires_action"
    SUCCEEDED = "succeeded"

    def __str__(self) -> str:
        return str(self.value)
