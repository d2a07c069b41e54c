from enum import StrEnum


class DestinationEnum(StrEnum):
    ORIGINAL = "original"
    WALLET = "wallet"

    def __str__(self) -> str:
        return str(self.value)
