from enum import StrEnum


class LocaleEnum(StrEnum):
    BG = "bg"
    EN = "en"

    def __str__(self) -> str:
        return str(self.value)
