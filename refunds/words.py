"""The store's terms for returns in plain words, at three lengths. Pure: asks no row and no clock."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from djmoney.money import Money

from refunds.enums import RefundReason, TenderOrder
from refunds.models import StoreCreditPolicy
from refunds.terms import in_currency
from rewards.engine.words import plain

REASONS: Final = {
    RefundReason.DAMAGED: gettext_lazy("It came damaged."),
    RefundReason.LATE: gettext_lazy("It came too late."),
    RefundReason.NOT_AS_DESCRIBED: gettext_lazy("It is not what we described."),
    RefundReason.DISSATISFIED: gettext_lazy("You are not satisfied with it."),
    RefundReason.CHANGED_MIND: gettext_lazy("You changed your mind."),
    RefundReason.GOODWILL: gettext_lazy("Something else, at our goodwill."),
}
PART_FIRST: Final = {
    TenderOrder.REWARD_FIRST: gettext_lazy(
        "If only a part is refunded, reward money is given back first, then wallet money, then what your"
        " card or bank paid."
    ),
    TenderOrder.REWARD_LAST: gettext_lazy(
        "If only a part is refunded, what your card or bank paid is given back first, then wallet money,"
        " then reward money."
    ),
    TenderOrder.IN_RATIO: gettext_lazy(
        "If only a part is refunded, each way of paying gets its share of it, in the ratio in which it paid."
    ),
}


@dataclass(frozen=True, slots=True)
class Times:
    """What the store decides about returns elsewhere: for how many days a refund brings expired
    rewards back, within how many days a person decides about a return, and whether the store hears of
    deliveries, from which the days to return something count then."""

    grace_days: int
    decide_within_days: int
    from_delivery: bool = True


@dataclass(frozen=True, slots=True)
class Topic:
    """Some sentences under a heading; `points` are a list behind the first of them."""

    title: str
    sentences: tuple[str, ...]
    points: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PolicyWords:
    """A policy at its three lengths: all of it, a few sentences, and the shortest, of one paragraph."""

    topics: tuple[Topic, ...]
    summary: tuple[str, ...]
    brief: str


def policy_in_words(policy: StoreCreditPolicy, times: Times) -> PolicyWords:
    """What a policy says to customers, in the language of the moment. Safe for a policy that is only
    being typed, too."""
    short = (_window(policy, times), _outcomes(policy), *_costs(policy))
    deciding = _deciding(policy, times)
    return PolicyWords(
        topics=(
            Topic(_("What you can send back"), _what(policy, times), _reasons(policy)),
            Topic(_("Where the money goes"), _where(policy)),
            Topic(_("What it costs you"), (*_costs(policy), *_taken(policy))),
            Topic(_("How long it takes"), (*deciding, *_arriving(policy))),
            Topic(_("What happens to rewards"), _rewards(times)),
        ),
        summary=(*short, deciding[0]),
        brief=" ".join(short),
    )


def changed(now: Sequence[Topic], then: Sequence[Topic]) -> tuple[Topic, ...]:
    """The topics of the later of two policies on which the earlier says something else."""
    return tuple(topic for topic in then if topic not in now)


def _window(policy: StoreCreditPolicy, times: Times) -> str:
    if not policy.reasons:
        return _("At the moment we take nothing back. If something is wrong, write to us.")
    if times.from_delivery:
        text = ngettext(
            "You can ask to return something until %(days)d day after it was delivered.",
            "You can ask to return something until %(days)d days after it was delivered.",
            policy.window_days,
        )
    else:
        text = ngettext(
            "You can ask to return something within %(days)d day after paying.",
            "You can ask to return something within %(days)d days after paying.",
            policy.window_days,
        )
    return text % {"days": policy.window_days}


def _what(policy: StoreCreditPolicy, times: Times) -> tuple[str, ...]:
    window, goodwill = _window(policy, times), _goodwill(policy)
    if not (policy.reasons and times.from_delivery):
        return (window, *goodwill)
    unheard = _("Where we do not hear when a parcel arrives, the days count from paying.")
    return (window, unheard, *goodwill)


def _reasons(policy: StoreCreditPolicy) -> tuple[str, ...]:
    return tuple(str(words) for reason, words in REASONS.items() if reason in policy.reasons)


def _goodwill(policy: StoreCreditPolicy) -> tuple[str, ...]:
    if RefundReason.GOODWILL in policy.reasons:
        return ()
    return (_("Beyond that we may give something back out of goodwill; that is for us to decide."),)


def _where(policy: StoreCreditPolicy) -> tuple[str, ...]:
    kept = _("Wallet money goes back to your wallet, and reward money to your reward money.")
    if policy.card_allowed:
        card = _("For what you paid by card or bank you choose: your wallet, or the card or bank that paid.")
    else:
        card = _("What you paid by card or bank goes to your wallet.")
    return (kept, card, *_bonus(policy), str(PART_FIRST[TenderOrder(policy.tender_order)]))


def _bonus(policy: StoreCreditPolicy) -> tuple[str, ...]:
    if not policy.bonus_percent:
        return ()
    if policy.bonus_valid_days is None:
        text = _(
            "What of it goes to your wallet grows by %(percent)s%%, a present of wallet money that does not"
            " expire."
        )
        return (text % {"percent": _percent(policy.bonus_percent)},)
    text = ngettext(
        "What of it goes to your wallet brings you %(percent)s%% on top, as reward money that you can use"
        " for %(days)d day.",
        "What of it goes to your wallet brings you %(percent)s%% on top, as reward money that you can use"
        " for %(days)d days.",
        policy.bonus_valid_days,
    )
    return (text % {"percent": _percent(policy.bonus_percent), "days": policy.bonus_valid_days},)


def _outcomes(policy: StoreCreditPolicy) -> str:
    """Both ways for what the card paid, in one sentence."""
    facts = {"percent": _percent(policy.bonus_percent), "days": _days(policy)}
    if policy.card_allowed and policy.bonus_percent:
        text = _(
            "What your card paid goes to your wallet with %(percent)s%% on top, or to the card in %(days)s."
        )
    elif policy.card_allowed:
        text = _("What your card paid goes to your wallet at once, or to the card in %(days)s.")
    elif policy.bonus_percent:
        text = _("The money goes to your wallet, with %(percent)s%% on top of what your card paid.")
    else:
        text = _("The money goes to your wallet.")
    return text % facts


def _costs(policy: StoreCreditPolicy) -> tuple[str, ...]:
    charges = _charges(policy)
    if not charges:
        return (_("Sending something back costs you nothing."),)
    free = [reason for reason in RefundReason if reason in policy.reasons and reason in policy.free_reasons]
    if not free:
        return charges
    text = _("If the reason is %(reasons)s, it costs you nothing.")
    return (*charges, text % {"reasons": _listed(free)})


def _charges(policy: StoreCreditPolicy) -> tuple[str, ...]:
    """What is taken off a refund for the reasons for which the customer has to answer."""
    if set(policy.reasons) <= set(policy.free_reasons):
        return ()
    ways = _ways(policy)
    if not policy.restocking_percent:
        return (ways,) if ways else ()
    text = _("We keep %(percent)s%% of the price of what comes back, for putting it on our shelf again.")
    kept = text % {"percent": _percent(policy.restocking_percent)}
    return ways or _("The way back we pay."), kept


def _taken(policy: StoreCreditPolicy) -> tuple[str, ...]:
    return (_("It is taken off the refund; you never pay anything on top."),) if _charges(policy) else ()


def _ways(policy: StoreCreditPolicy) -> str:
    """Who pays the parcel's way back, for each destination; empty where the store always does."""
    wallet, card = (_amount(policy, fee) for fee in (policy.shipping_to_wallet, policy.shipping_to_card))
    if not policy.card_allowed or wallet == card:
        text = _("The way back costs you %(wallet)s.") if wallet.amount else ""
    elif not wallet.amount:
        text = _("The way back is free if the money goes to your wallet, and costs you %(card)s otherwise.")
    elif not card.amount:
        text = _("The way back is free if the money goes to your card, and costs you %(wallet)s otherwise.")
    else:
        text = _(
            "The way back costs you %(wallet)s if the money goes to your wallet, and %(card)s if it goes to"
            " your card."
        )
    return text % {"wallet": wallet, "card": card}


def _deciding(policy: StoreCreditPolicy, times: Times) -> tuple[str, ...]:
    if policy.automatic_limit is None or not policy.automatic_in_90_days:
        text = ngettext(
            "A person looks at each request, within %(days)d day at most.",
            "A person looks at each request, within %(days)d days at most.",
            times.decide_within_days,
        )
        return (text % {"days": times.decide_within_days},)
    at_once = ngettext(
        "A request of up to %(limit)s is approved at once, if you have made none in the last 90 days.",
        "A request of up to %(limit)s is approved at once, if you have made fewer than %(times)d in the last"
        " 90 days.",
        policy.automatic_in_90_days,
    )
    others = ngettext(
        "At the others a person looks, within %(days)d day at most.",
        "At the others a person looks, within %(days)d days at most.",
        times.decide_within_days,
    )
    facts = {
        "limit": _amount(policy, policy.automatic_limit),
        "times": policy.automatic_in_90_days,
        "days": times.decide_within_days,
    }
    return at_once % facts, others % facts


def _arriving(policy: StoreCreditPolicy) -> tuple[str, ...]:
    wallet = _("Once we have approved it and nothing is missing, the money is in your wallet at once.")
    if not policy.card_allowed:
        return (wallet,)
    return wallet, _("To a card or a bank it takes %(days)s more; that is up to your bank.") % {
        "days": _days(policy)
    }


def _rewards(times: Times) -> tuple[str, ...]:
    grace = ngettext(
        "If it has expired meanwhile, you get %(days)d more day to use it.",
        "If it has expired meanwhile, you get %(days)d more days to use it.",
        times.grace_days,
    )
    return (
        _("Reward money that you paid with comes back as reward money, never to a card."),
        grace % {"days": times.grace_days} if times.grace_days else _("What has expired meanwhile is gone."),
        _("What the order earned you, points and reward money, is taken back in the same proportion."),
        _(
            "If you have spent that already, the reward money and points that you earn or get back next make"
            " up for it; you never owe us money for it."
        ),
    )


def _days(policy: StoreCreditPolicy) -> str:
    return days_to_the_card(policy.card_days_from, policy.card_days_to)


def days_to_the_card(first: int, last: int) -> str:
    """How long a refund to a card takes: "5–10 days"."""
    text = ngettext("%(last)d day", "%(last)d days", last)
    if first < last:
        text = _("%(first)d–%(last)d days")
    return text % {"first": first, "last": last}


def _listed(reasons: Sequence[RefundReason]) -> str:
    quoted = [_("“%(reason)s”") % {"reason": reason.label} for reason in reasons]
    return str(get_text_list(quoted, _("or")))


def _amount(policy: StoreCreditPolicy, amount: Decimal) -> Money:
    return in_currency(Decimal(amount), policy.currency)


def _percent(percent: Decimal) -> str:
    return plain(Decimal(percent))
