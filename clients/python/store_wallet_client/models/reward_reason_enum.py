from enum import StrEnum


class RewardReasonEnum(StrEnum):
    ABUSE = "abuse"
    CORRECTION = "correction"
    GOODWILL = "goodwill"
    OTHER = "other"
    PROMOTION = "promotion"

    def __str__(self) -> str:
        return str(self.value)
