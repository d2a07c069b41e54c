from enum import StrEnum


class PaymentStatusEnum(StrEnum):
    AUTHORIZED = "authorized"
    CAPTURED = "captured"
    CREATED = "created"
    FAILED = "failed"
    PARTIALLY_CAPTURED = "partially_captured"
    PROCESSING = "processing"
    QUARANTINED = "quarantined"
    RESCUED = "rescued"
    VOIDED = "voided"
    WAITING = "waiting"

    def __str__(self) -> str:
        return str(self.value)
