"""Saved cards: added once on the gateway's page, chosen, made the default, removed."""

from __future__ import annotations

from uuid import UUID, uuid4

from django.contrib.auth import get_user_model
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from notifications.services import enqueue
from wallet_project.core.db import after_commit, require_no_transaction
from wallet_project.core.exceptions import NotFound
from wallets.card_marks import card_mark
from wallets.exceptions import CardNotUsable
from wallets.gateways.base import Card, SetupRequest
from wallets.gateways.registry import get_gateway
from wallets.models import GatewayCustomer, SavedCard


def ensure_gateway_customer(*, customer_id: int) -> str:
    """The customer's id at the gateway, made there if need be. Asks the gateway; never call it in a
    transaction. Safe to repeat: the key is stored before the first call."""
    require_no_transaction()
    row = _gateway_customer_row(customer_id)
    if row.reference:
        return row.reference
    user = get_user_model().objects.get(pk=customer_id)
    reference = get_gateway().create_customer(
        key=row.key, reference=str(customer_id), email=user.email, name=user.get_full_name()
    )
    GatewayCustomer.objects.filter(pk=row.pk).update(reference=reference)
    return reference


def _gateway_customer_row(customer_id: int) -> GatewayCustomer:
    found = GatewayCustomer.objects.filter(customer_id=customer_id).first()
    if found is not None:
        return found
    try:
        with transaction.atomic():
            return GatewayCustomer.objects.create(customer_id=customer_id, key=f"customer-{uuid4()}")
    except IntegrityError:
        return GatewayCustomer.objects.get(customer_id=customer_id)


def start_card_setup(*, customer_id: int, key: str, success_url: str, cancel_url: str) -> str:
    """The address of the gateway's page that saves a card and takes no money. Safe to repeat."""
    request = SetupRequest(
        key=f"setup-{customer_id}-{key}",
        gateway_customer=ensure_gateway_customer(customer_id=customer_id),
        success_url=success_url,
        cancel_url=cancel_url,
        metadata={"purpose": "setup", "customer": str(customer_id)},
    )
    return get_gateway().create_setup(request).redirect_url


def finish_card_setup(*, customer_id: int, session: str) -> SavedCard | None:
    """Keep the card that the gateway's page saved; None while the page is not finished.

    Asks the gateway; never call it in a transaction. Raises `NotFound` unless the page was opened
    for this customer to save a card, and `GatewayError`. Safe to repeat.
    """
    require_no_transaction()
    known = (
        GatewayCustomer.objects.filter(customer_id=customer_id).values_list("reference", flat=True).first()
    )
    if not known:
        raise NotFound(_("card"))
    result = get_gateway().fetch_checkout(session)
    asked = {"purpose": "setup", "customer": str(customer_id)}
    if result.gateway_customer != known or not asked.items() <= result.metadata.items():
        raise NotFound(_("card"))
    return save_card(customer_id=customer_id, card=result.card) if result.card and result.card_saved else None


def save_card(*, customer_id: int, card: Card) -> SavedCard:
    """Keep a card that the gateway keeps for this customer; the first becomes the default.

    A card that the customer removed stays removed. Raises `CardNotUsable` if it is somebody
    else's. Safe to repeat.
    """
    with transaction.atomic():
        _lock_cards(customer_id)
        found = SavedCard.objects.filter(payment_method=card.payment_method).first()
        if found is not None:
            if found.customer_id != customer_id:
                raise CardNotUsable
            return _marked(found, card)
        has_default = SavedCard.objects.filter(customer_id=customer_id, is_default=True).exists()
        saved = SavedCard.objects.create(
            customer_id=customer_id,
            payment_method=card.payment_method,
            brand=card.brand,
            last4=card.last4,
            exp_month=card.exp_month,
            exp_year=card.exp_year,
            mark=card_mark(card.fingerprint),
            is_default=not has_default,
        )
        _tell("card_saved", saved)
        return saved


def _marked(saved: SavedCard, card: Card) -> SavedCard:
    """A card that was saved before marks were kept gets its mark now."""
    if card.fingerprint and not saved.mark:
        saved.mark = card_mark(card.fingerprint)
        saved.save(update_fields=["mark"])
    return saved


def set_default_card(*, customer_id: int, card_id: UUID) -> SavedCard:
    """Make a card the customer's default. Raises `NotFound`. Safe to repeat."""
    with transaction.atomic():
        _lock_cards(customer_id)
        card = own_card(customer_id=customer_id, card_id=card_id)
        SavedCard.objects.filter(customer_id=customer_id, is_default=True).update(is_default=False)
        SavedCard.objects.filter(pk=card.pk).update(is_default=True)
        card.is_default = True
        return card


def remove_card(*, customer_id: int, card_id: UUID) -> None:
    """Forget a card here at once, and at the gateway soon after. Raises `NotFound`."""
    from wallets.tasks import detach_card

    with transaction.atomic():
        _lock_cards(customer_id)
        card = own_card(customer_id=customer_id, card_id=card_id)
        was_default = card.is_default
        SavedCard.objects.filter(pk=card.pk).update(removed_at=timezone.now(), is_default=False)
        if was_default:
            _choose_another_default(customer_id)
        _tell("card_removed", card)
        after_commit(detach_card, card_id=str(card.pk))


def mark_card_removed(*, payment_method: str) -> None:
    """The gateway says that a card is gone. Safe to repeat."""
    SavedCard.objects.filter(payment_method=payment_method, removed_at=None).update(
        removed_at=timezone.now(), is_default=False, detached_at=timezone.now()
    )


def own_card(*, customer_id: int, card_id: UUID) -> SavedCard:
    """The customer's own saved card. Raises `NotFound` for any other."""
    card = SavedCard.objects.filter(pk=card_id, customer_id=customer_id, removed_at=None).first()
    if card is None:
        raise NotFound(_("card"))
    return card


def usable_card(*, customer_id: int, card_id: UUID) -> SavedCard:
    """The customer's own saved card, not expired. Raises `NotFound`, `CardNotUsable`."""
    card = own_card(customer_id=customer_id, card_id=card_id)
    if card.is_expired(timezone.now().date()):
        raise CardNotUsable
    return card


def _lock_cards(customer_id: int) -> None:
    rows = GatewayCustomer.objects.select_for_update(no_key=True).filter(customer_id=customer_id)
    list(rows.values_list("pk"))


def _choose_another_default(customer_id: int) -> None:
    other = SavedCard.objects.filter(customer_id=customer_id, removed_at=None).order_by("-created_at").first()
    if other is not None:
        SavedCard.objects.filter(pk=other.pk).update(is_default=True)


def _tell(kind: str, card: SavedCard) -> None:
    enqueue(
        kind=kind,
        recipient_id=card.customer_id,
        dedupe_key=f"{kind}:{card.pk}",
        context={"card": str(card)},
        data={"card": str(card.pk)},
    )
