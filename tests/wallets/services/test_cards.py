import pytest

from notifications.models import OutboxMessage
from tests.factories.wallets import make_user
from wallet_project.core.exceptions import NotFound
from wallets.exceptions import CardNotUsable
from wallets.gateways.base import Card
from wallets.gateways.registry import get_gateway
from wallets.models import GatewayCustomer, SavedCard
from wallets.services import (
    ensure_gateway_customer,
    remove_card,
    save_card,
    set_default_card,
    start_card_setup,
)
from wallets.services.cards import mark_card_removed

pytestmark = pytest.mark.django_db(transaction=True)


def card(number: int = 1) -> Card:
    return Card(
        payment_method=f"pm_{number}", brand="visa", last4=f"{number:04}", exp_month=12, exp_year=2040
    )


def test_a_customer_is_made_at_the_gateway_once(fake):
    user = make_user()
    references = {ensure_gateway_customer(customer_id=user.pk) for _ in range(3)}
    assert len(references) == 1
    assert len(fake.calls("/v1/customers")) == 1


def test_a_crash_after_making_the_customer_finds_the_same_again(fake):
    user = make_user()
    first = ensure_gateway_customer(customer_id=user.pk)
    GatewayCustomer.objects.update(reference="")
    assert ensure_gateway_customer(customer_id=user.pk) == first


def test_the_first_card_is_the_default_and_the_next_is_not(fake):
    user = make_user()
    assert save_card(customer_id=user.pk, card=card(1)).is_default
    assert not save_card(customer_id=user.pk, card=card(2)).is_default
    assert save_card(customer_id=user.pk, card=card(1)).pk == SavedCard.objects.get(payment_method="pm_1").pk
    assert SavedCard.objects.count() == 2
    assert OutboxMessage.objects.filter(kind="card_saved").count() == 2


def test_a_card_belongs_to_one_customer(fake):
    save_card(customer_id=make_user().pk, card=card())
    with pytest.raises(CardNotUsable):
        save_card(customer_id=make_user().pk, card=card())


def test_choosing_another_default_leaves_one(fake):
    user = make_user()
    save_card(customer_id=user.pk, card=card(1))
    second = save_card(customer_id=user.pk, card=card(2))
    set_default_card(customer_id=user.pk, card_id=second.pk)
    set_default_card(customer_id=user.pk, card_id=second.pk)
    assert list(SavedCard.objects.filter(is_default=True)) == [second]


def test_removing_the_default_makes_another_the_default(fake):
    user = make_user()
    first, second = (save_card(customer_id=user.pk, card=card(number)) for number in (1, 2))
    remove_card(customer_id=user.pk, card_id=first.pk)
    second.refresh_from_db()
    assert second.is_default
    with pytest.raises(NotFound):
        set_default_card(customer_id=user.pk, card_id=first.pk)


def test_removing_another_card_leaves_the_default_as_it_is(fake):
    user = make_user()
    first, second, third = (save_card(customer_id=user.pk, card=card(number)) for number in (1, 2, 3))
    remove_card(customer_id=user.pk, card_id=second.pk)
    assert SavedCard.objects.get(is_default=True) == first
    assert set(SavedCard.objects.filter(removed_at=None)) == {first, third}


def test_removing_the_only_card_leaves_no_default(fake):
    user = make_user()
    remove_card(customer_id=user.pk, card_id=save_card(customer_id=user.pk, card=card()).pk)
    assert not SavedCard.objects.filter(is_default=True).exists()


def test_a_removed_card_is_forgotten_by_the_gateway_and_stays_removed(fake):
    user = make_user()
    page = start_card_setup(
        customer_id=user.pk,
        key="s1",
        success_url="http://shop.test/?s={CHECKOUT_SESSION_ID}",
        cancel_url="http://shop.test/",
    )
    session = fake.pay(page).location.split("s=")[1]
    kept = get_gateway().fetch_checkout(session).card
    saved = save_card(customer_id=user.pk, card=kept)
    remove_card(customer_id=user.pk, card_id=saved.pk)
    saved.refresh_from_db()
    assert saved.detached_at
    assert save_card(customer_id=user.pk, card=kept).removed_at


def test_a_card_that_the_gateway_removed_is_gone_here_too(fake):
    user = make_user()
    saved = save_card(customer_id=user.pk, card=card())
    mark_card_removed(payment_method="pm_1")
    saved.refresh_from_db()
    assert saved.removed_at
    assert not saved.is_default
