from enum import StrEnum


class RefundPartOutputTargetEnum(StrEnum):
    LOTS = "lots"
    ORIGINAL = "original"
    WALLET = "wallet"

    def __str__(self) -> str:
        return str(self.value)
