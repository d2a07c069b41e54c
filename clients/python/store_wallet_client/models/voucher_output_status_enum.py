from enum import StrEnum


class VoucherOutputStatusEnum(StrEnum):
    READY = "ready"
    RESERVED = "reserved"
    USED = "used"

    def __str__(self) -> str:
        return str(self.value)
