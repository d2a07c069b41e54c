from enum import StrEnum


class ListPointsLotsSource(StrEnum):
    ACCRUAL = "accrual"
    ADJUSTMENT = "adjustment"
    CAMPAIGN = "campaign"
    CONVERSION = "conversion"
    SCRATCH_CARD = "scratch_card"

    def __str__(self) -> str:
        return str(self.value)
