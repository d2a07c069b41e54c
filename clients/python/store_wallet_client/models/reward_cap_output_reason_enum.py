from enum import StrEnum


class RewardCapOutputReasonEnum(StrEnum):
    COUPON = "coupon"
    ELIGIBLE = "eligible"
    MINIMUM = "minimum"
    MOST = "most"
    NONE = "none"
    PERCENT = "percent"

    def __str__(self) -> str:
        return str(self.value)
