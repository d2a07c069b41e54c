from enum import StrEnum


class ListRefundsStatus(StrEnum):
    APPROVED = "approved"
    DONE = "done"
    EXPIRED = "expired"
    FAILED = "failed"
    PENDING_GATEWAY = "pending_gateway"
    PROCESSING = "processing"
    REJECTED = "rejected"
    REQUESTED = "requested"
    REVERSED = "reversed"

    def __str__(self) -> str:
        return str(self.value)
