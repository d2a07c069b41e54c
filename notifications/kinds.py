"""What each kind of message belongs to, and what other systems know it by."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType

from notifications.enums import Group, Kind


@dataclass(frozen=True, slots=True)
class Facts:
    """`group` is what a customer turns on and off; `event` is the type that webhooks carry; `by_sms`
    is what is worth an SMS: it is urgent, and one line says it."""

    group: Group
    event: str
    by_sms: bool = False


FACTS: MappingProxyType[Kind, Facts] = MappingProxyType(
    {
        Kind.MONEY_ADDED: Facts(Group.MONEY, "top_up.succeeded"),
        Kind.TOP_UP_FAILED: Facts(Group.MONEY, "top_up.failed", by_sms=True),
        Kind.TOP_UP_DISPUTED: Facts(Group.MONEY, "top_up.disputed", by_sms=True),
        Kind.LOW_BALANCE: Facts(Group.MONEY, "wallet.low_balance", by_sms=True),
        Kind.MONTHLY_STATEMENT: Facts(Group.REMINDERS, "statement.monthly"),
        Kind.CREDITED_BY_STORE: Facts(Group.MONEY, "wallet.credited"),
        Kind.DEBITED_BY_STORE: Facts(Group.MONEY, "wallet.debited"),
        Kind.MONEY_SENT: Facts(Group.MONEY, "transfer.sent", by_sms=True),
        Kind.MONEY_RECEIVED: Facts(Group.MONEY, "transfer.received"),
        Kind.PAYMENT_RESCUED: Facts(Group.MONEY, "payment.rescued", by_sms=True),
        Kind.ORDER_PAID: Facts(Group.ORDERS, "payment.captured"),
        Kind.ORDER_CANCELED: Facts(Group.ORDERS, "order.canceled", by_sms=True),
        Kind.ORDER_PAYMENT_FAILED: Facts(Group.ORDERS, "payment.failed", by_sms=True),
        Kind.REFUNDED: Facts(Group.ORDERS, "refund.done", by_sms=True),
        Kind.REFUND_FAILED: Facts(Group.ORDERS, "refund.failed", by_sms=True),
        Kind.REFUND_REJECTED: Facts(Group.ORDERS, "refund.rejected"),
        Kind.REFUND_REVERSED: Facts(Group.ORDERS, "refund.reversed"),
        Kind.RETURN_STATUS: Facts(Group.ORDERS, "return.moved", by_sms=True),
        Kind.WALLET_FROZEN: Facts(Group.SECURITY, "wallet.frozen", by_sms=True),
        Kind.WALLET_UNFROZEN: Facts(Group.SECURITY, "wallet.unfrozen", by_sms=True),
        Kind.CARD_SAVED: Facts(Group.SECURITY, "card.saved", by_sms=True),
        Kind.CARD_REMOVED: Facts(Group.SECURITY, "card.removed"),
        Kind.REWARDS_EARNED: Facts(Group.REWARDS, "rewards.earned"),
        Kind.REWARDS_MATURED: Facts(Group.REWARDS, "rewards.matured"),
        Kind.REWARDS_CREDITED: Facts(Group.REWARDS, "rewards.credited"),
        Kind.REWARDS_DEBITED: Facts(Group.REWARDS, "rewards.debited"),
        Kind.REWARDS_EXPIRING: Facts(Group.REMINDERS, "rewards.expiring"),
        Kind.POINTS_CONVERTED: Facts(Group.REWARDS, "points.converted"),
        Kind.TIER_REACHED: Facts(Group.REWARDS, "tier.reached"),
        Kind.TIER_ENDING: Facts(Group.REWARDS, "tier.ending"),
        Kind.TIER_ENDED: Facts(Group.REWARDS, "tier.ended"),
        Kind.SCRATCH_CARD: Facts(Group.REWARDS, "scratch_card.granted"),
        Kind.OFFER_REDEEMED: Facts(Group.REWARDS, "offer.redeemed"),
        Kind.REVIEW_SHOWN: Facts(Group.ORDERS, "review.shown"),
        Kind.REVIEW_TURNED_DOWN: Facts(Group.ORDERS, "review.turned_down"),
        Kind.REVIEW_REMOVED: Facts(Group.ORDERS, "review.removed"),
        Kind.CARD_ENDING: Facts(Group.REMINDERS, "card.ending"),
        Kind.ACCOUNT_CHANGED: Facts(Group.SECURITY, "account.changed", by_sms=True),
        Kind.NEW_LOGIN: Facts(Group.SECURITY, "account.new_login", by_sms=True),
        Kind.APPROVAL_DECIDED: Facts(Group.SECURITY, "approval.decided"),
        Kind.WEBHOOK_DISABLED: Facts(Group.SECURITY, "webhook_endpoint.disabled"),
    }
)
TEST_EVENT = "webhook_endpoint.test"
EVENTS: tuple[str, ...] = tuple(sorted({facts.event for facts in FACTS.values()}))


def kinds_of(*groups: Group) -> list[Kind]:
    """The kinds of messages in these groups."""
    return [kind for kind, facts in FACTS.items() if facts.group in groups]


def has_sms(group: Group) -> bool:
    """Whether anything in this group is worth an SMS."""
    return any(facts.by_sms for facts in FACTS.values() if facts.group == group)
