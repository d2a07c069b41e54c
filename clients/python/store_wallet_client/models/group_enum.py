from enum import StrEnum


class GroupEnum(StrEnum):
    MONEY = "money"
    ORDERS = "orders"
    REMINDERS = "reminders"
    REWARDS = "rewards"
    SECURITY = "security"

    def __str__(self) -> str:
        return str(self.value)
