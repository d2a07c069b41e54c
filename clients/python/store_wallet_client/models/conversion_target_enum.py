from enum import StrEnum


class ConversionTargetEnum(StrEnum):
    REWARD_WALLET = "reward_wallet"
    WALLET = "wallet"

    def __str__(self) -> str:
        return str(self.value)
