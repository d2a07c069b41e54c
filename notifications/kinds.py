"""What each kind of message belongs to, and what other systems know it by."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType

from notifications.enums import Group, Kind


@dataclass(frozen=True, slots=True)
class Facts:
    """`group` is what a customer turns on and off; `event` is the type that webhooks carry; `by_sms`
    is what is worth an SMS: it is urgent, and one line says it. `page` is the name of the page that a
    message leads to which names none itself."""

    group: Group
    event: str
    by_sms: bool = False
    page: str = ""


WALLET, TOP_UP, CARDS, REWARDS = "wallets:wallet", "wallets:top_up", "wallets:cards", "rewards:home"
FACTS: MappingProxyType[Kind, Facts] = MappingProxyType(
    {
        Kind.MONEY_ADDED: Facts(Group.MONEY, "top_up.succeeded", page=WALLET),
        Kind.TOP_UP_FAILED: Facts(Group.MONEY, "top_up.failed", by_sms=True, page=TOP_UP),
        Kind.TOP_UP_DISPUTED: Facts(Group.MONEY, "top_up.disputed", by_sms=True, page=WALLET),
        Kind.LOW_BALANCE: Facts(Group.MONEY, "wallet.low_balance", by_sms=True, page=TOP_UP),
        Kind.MONTHLY_STATEMENT: Facts(Group.REMINDERS, "statement.monthly", page=WALLET),
        Kind.CREDITED_BY_STORE: Facts(Group.MONEY, "wallet.credited", page=WALLET),
        Kind.DEBITED_BY_STORE: Facts(Group.MONEY, "wallet.debited", page=WALLET),
        Kind.MONEY_SENT: Facts(Group.MONEY, "transfer.sent", by_sms=True, page=WALLET),
        Kind.MONEY_RECEIVED: Facts(Group.MONEY, "transfer.received", page=WALLET),
        Kind.PAYMENT_RESCUED: Facts(Group.MONEY, "payment.rescued", by_sms=True, page=WALLET),
        Kind.ORDER_PAID: Facts(Group.ORDERS, "payment.captured"),
        Kind.ORDER_CANCELED: Facts(Group.ORDERS, "order.canceled", by_sms=True),
        Kind.ORDER_PAYMENT_FAILED: Facts(Group.ORDERS, "payment.failed", by_sms=True),
        Kind.REFUNDED: Facts(Group.ORDERS, "refund.done", by_sms=True),
        Kind.REFUND_FAILED: Facts(Group.ORDERS, "refund.failed", by_sms=True),
        Kind.REFUND_REJECTED: Facts(Group.ORDERS, "refund.rejected"),
        Kind.REFUND_REVERSED: Facts(Group.ORDERS, "refund.reversed"),
        Kind.RETURN_STATUS: Facts(Group.ORDERS, "return.moved", by_sms=True),
        Kind.WALLET_FROZEN: Facts(Group.SECURITY, "wallet.frozen", by_sms=True, page=WALLET),
        Kind.WALLET_UNFROZEN: Facts(Group.SECURITY, "wallet.unfrozen", by_sms=True, page=WALLET),
        Kind.CARD_SAVED: Facts(Group.SECURITY, "card.saved", by_sms=True, page=CARDS),
        Kind.CARD_REMOVED: Facts(Group.SECURITY, "card.removed", page=CARDS),
        Kind.REWARDS_EARNED: Facts(Group.REWARDS, "rewards.earned", page=REWARDS),
        Kind.REWARDS_MATURED: Facts(Group.REWARDS, "rewards.matured", page=REWARDS),
        Kind.REWARDS_CREDITED: Facts(Group.REWARDS, "rewards.credited", page=REWARDS),
        Kind.REWARDS_DEBITED: Facts(Group.REWARDS, "rewards.debited", page=REWARDS),
        Kind.REWARDS_EXPIRING: Facts(Group.REMINDERS, "rewards.expiring", page=REWARDS),
        Kind.POINTS_CONVERTED: Facts(Group.REWARDS, "points.converted", page=REWARDS),
        Kind.TIER_REACHED: Facts(Group.REWARDS, "tier.reached", page=REWARDS),
        Kind.TIER_ENDING: Facts(Group.REWARDS, "tier.ending", page=REWARDS),
        Kind.TIER_ENDED: Facts(Group.REWARDS, "tier.ended", page=REWARDS),
        Kind.SCRATCH_CARD: Facts(Group.REWARDS, "scratch_card.granted", page=REWARDS),
        Kind.OFFER_REDEEMED: Facts(Group.REWARDS, "offer.redeemed", page=REWARDS),
        Kind.REVIEW_SHOWN: Facts(Group.ORDERS, "review.shown"),
        Kind.REVIEW_TURNED_DOWN: Facts(Group.ORDERS, "review.turned_down"),
        Kind.REVIEW_REMOVED: Facts(Group.ORDERS, "review.removed"),
        Kind.CARD_ENDING: Facts(Group.REMINDERS, "card.ending", page=CARDS),
        Kind.ACCOUNT_CHANGED: Facts(Group.SECURITY, "account.changed", by_sms=True),
        Kind.NEW_LOGIN: Facts(
            Group.SECURITY, "account.new_login", by_sms=True, page="account_reset_password"
        ),
        Kind.APPROVAL_DECIDED: Facts(Group.SECURITY, "approval.decided", page="admin:index"),
        Kind.WEBHOOK_DISABLED: Facts(Group.SECURITY, "webhook_endpoint.disabled"),
    }
)
TEST_EVENT = "webhook_endpoint.test"
# What other systems are told and customers are not: what they know nothing of was decided against.
OF_DECISIONS = ("adjustment.expired", "adjustment.rejected", "refund.expired", "refund.rejected")
EVENTS: tuple[str, ...] = tuple(sorted({facts.event for facts in FACTS.values()} | {*OF_DECISIONS}))


def kinds_of(*groups: Group) -> list[Kind]:
    """The kinds of messages in these groups."""
    return [kind for kind, facts in FACTS.items() if facts.group in groups]


def has_sms(group: Group) -> bool:
    """Whether anything in this group is worth an SMS."""
    return any(facts.by_sms for facts in FACTS.values() if facts.group == group)
