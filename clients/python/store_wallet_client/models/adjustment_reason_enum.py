from enum import StrEnum


class AdjustmentReasonEnum(StrEnum):
    COMPLAINT = "complaint"
    CORRECTION = "correction"
    FRAUD = "fraud"
    GIFT = "gift"
    GOODWILL = "goodwill"
    PROMOTION = "promotion"
    RESCUE = "rescue"
    RETURNED_GOODS = "returned_goods"

    def __str__(self) -> str:
        return str(self.value)
