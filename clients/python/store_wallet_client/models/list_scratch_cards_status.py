from enum import StrEnum


class ListScratchCardsStatus(StrEnum):
    EXPIRED = "expired"
    GRANTED = "granted"
    SCRATCHED = "scratched"

    def __str__(self) -> str:
        return str(self.value)
