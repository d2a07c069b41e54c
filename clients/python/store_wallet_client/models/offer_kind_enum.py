from enum import StrEnum


class OfferKindEnum(StrEnum):
    FIXED = "fixed"
    PERCENT = "percent"
    PRODUCT = "product"

    def __str__(self) -> str:
        return str(self.value)
