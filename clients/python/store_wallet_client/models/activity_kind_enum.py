from enum import StrEnum


class ActivityKindEnum(StrEnum):
    BIRTHDAY = "birthday"
    CUSTOM = "custom"
    PURCHASE = "purchase"
    REFERRAL = "referral"
    REVIEW = "review"
    SHARE = "share"
    SIGN_UP = "sign_up"

    def __str__(self) -> str:
        return str(self.value)
