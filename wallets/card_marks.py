"""Whether two customers keep the same card, without keeping anything that could be read as a card."""

from __future__ import annotations

from enum import StrEnum

from django.utils.crypto import salted_hmac

from wallets.models import SavedCard


class CardMatch(StrEnum):
    """How alike the saved cards of two customers are."""

    NONE = "none"
    ALIKE = "alike"  # brand, last four digits and expiry; the gateway's fingerprint of one is unknown
    SAME = "same"


def card_mark(fingerprint: str) -> str:
    """What is stored of the gateway's fingerprint: a hash with the store's key; empty for none."""
    return (
        salted_hmac("wallets.card_mark", fingerprint, algorithm="sha256").hexdigest() if fingerprint else ""
    )


def compare_cards(*, customer_id: int, other_id: int) -> CardMatch:
    """Whether two customers have ever saved the same card; removed ones count too."""
    mine, theirs = _cards(customer_id), _cards(other_id)
    if {card.mark for card in mine if card.mark} & {card.mark for card in theirs}:
        return CardMatch.SAME
    alike = any(
        _face(one) == _face(other) and not (one.mark and other.mark) for one in mine for other in theirs
    )
    return CardMatch.ALIKE if alike else CardMatch.NONE


def _cards(customer_id: int) -> list[SavedCard]:
    return list(SavedCard.objects.filter(customer_id=customer_id))


def _face(card: SavedCard) -> tuple[str, str, int, int]:
    return card.brand, card.last4, card.exp_month, card.exp_year
