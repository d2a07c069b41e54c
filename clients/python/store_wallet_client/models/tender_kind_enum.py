from enum import StrEnum


class TenderKindEnum(StrEnum):
    CARD = "card"
    REWARD = "reward"
    WALLET = "wallet"

    def __str__(self) -> str:
        return str(self.value)
