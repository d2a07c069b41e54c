from enum import StrEnum


class HealthOutputStatusEnum(StrEnum):
    OK = "ok"

    def __str__(self) -> str:
        return str(self.value)
