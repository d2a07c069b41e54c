from enum import StrEnum


class AdjustmentInputReasonEnum(StrEnum):
    COMPLAINT = "complaint"
    CORRECTION = "correction"
    FRAUD = "fraud"
    GIFT = "gift"
    GOODWILL = "goodwill"
    PROMOTION = "promotion"
    RETURNED_GOODS = "returned_goods"

    def __str__(self) -> str:
        return str(self.value)
