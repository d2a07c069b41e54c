from enum import StrEnum


class ReadyOutputStatusEnum(StrEnum):
    OK = "ok"
    UNWELL = "unwell"

    def __str__(self) -> str:
        return str(self.value)
