from enum import StrEnum


class ListVouchersStatus(StrEnum):
    READY = "ready"
    RESERVED = "reserved"
    USED = "used"

    def __str__(self) -> str:
        return str(self.value)
