from enum import StrEnum


class ListWebhookDeliveriesStatus(StrEnum):
    DEAD = "dead"
    DROPPED = "dropped"
    FAILED = "failed"
    PENDING = "pending"
    SENT = "sent"

    def __str__(self) -> str:
        return str(self.value)
