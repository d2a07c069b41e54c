"""Offers are planned in words that are checked; redemptions and vouchers are read, codes by nobody."""

import pytest
from django.utils import timezone

from rewards.models import Offer, OfferRedemption
from rewards.services import redeem_offer
from tests.factories.offers import make_offer, make_voucher, with_points
from tests.support.staff import address, client_of

pytestmark = pytest.mark.django_db


def add(client, **changes):
    data = {
        "title": "Five off",
        "text": "",
        "picture": "offers/gift.svg",
        "points": "100",
        "kind": "fixed",
        "currency": "EUR",
        "amount": "5.00",
        "percent": "",
        "most": "",
        "product": "",
        "minimum_order": "",
        "limit_total": "",
        "limit_each": "",
        "tier": "",
        "valid_days": "",
        "starts_at_0": "2026-11-01",
        "starts_at_1": "00:00",
        "ends_at_0": "",
        "ends_at_1": "",
    }
    return client.post(address("rewards_offer_add"), data | changes)


@pytest.mark.parametrize(
    ("changes", "gives"),
    [
        ({"minimum_order": "20.00"}, "€5.00 off"),
        ({"currency": "JPY", "amount": "500"}, "¥500 off"),
        ({"currency": "KWD", "amount": "1.250"}, "KWD1.250 off"),
        ({"kind": "percent", "amount": "", "percent": "12.5", "most": "10"}, "12.5% off, at most €10.00"),
        ({"kind": "product", "amount": "", "product": "moka-pot"}, "One product for free"),
    ],
)
def test_finance_plans_an_offer(changes, gives):
    assert add(client_of("Finance"), **changes).status_code == 302
    assert Offer.objects.get().gives.replace("\xa0", "") == gives


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"amount": ""}, "This kind of offer needs it."),
        ({"amount": "0"}, "It must be more than zero."),
        ({"amount": "-5"}, "It must be more than zero."),
        ({"percent": "10"}, "Leave it empty for this kind of offer."),
        ({"kind": "percent", "amount": "", "percent": "10"}, "This kind of offer needs it."),
        ({"kind": "percent", "amount": "", "percent": "101", "most": "5"}, "At most 100."),
        ({"kind": "product", "amount": ""}, "This kind of offer needs it."),
        ({"points": "0"}, "It must be more than zero."),
        ({"limit_each": "0"}, "It must be more than zero."),
        ({"currency": "JPY", "amount": "5.50"}, "JPY amounts have at most 0 decimals."),
        ({"picture": "../secret.svg"}, "Name a file under static/img"),
        ({"ends_at_0": "2026-10-01", "ends_at_1": "00:00"}, "after the beginning"),
    ],
)
def test_what_can_not_be_is_refused_in_words(changes, words):
    answer = add(client_of("Finance"), **changes)
    assert words in answer.content.decode()
    assert not Offer.objects.exists()


@pytest.mark.parametrize("role", ["Support", "Operations"])
def test_others_read_offers_and_plan_none(role):
    client = client_of(role)
    assert client.get(address("rewards_offer_change", make_offer().pk)).status_code == 200
    assert add(client).status_code == 403


@pytest.mark.parametrize("role", ["Support", "Superuser"])
def test_nobody_on_the_staff_sees_a_code(role):
    """Attack 24."""
    voucher, client = make_voucher(), client_of(role)
    for page in (
        address("rewards_voucher_changelist"),
        address("rewards_voucher_change", voucher.pk),
        address("rewards_offerredemption_changelist"),
        address("rewards_offerredemption_change", voucher.redemption.pk),
        address("rewards_voucher_changelist") + f"?q={voucher.code}",
    ):
        answer = client.get(page)
        assert answer.status_code == 200
        assert voucher.code[:11] not in answer.content.decode().replace(f"q={voucher.code}", "").replace(
            f'value="{voucher.code}"', ""
        )


def test_redemptions_and_vouchers_are_never_changed():
    voucher, client = make_voucher(), client_of("Superuser")
    for model in ("voucher", "offerredemption"):
        assert client.post(address(f"rewards_{model}_add"), {}).status_code == 403
    client.post(address("rewards_voucher_change", voucher.pk), {"status": "used"})
    voucher.refresh_from_db()
    assert voucher.status == "ready"


@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize("model", ["voucher", "offerredemption"])
def test_lists_cost_the_same_queries_however_long(query_count, model, number):
    client, offer = client_of("Superuser"), make_offer()
    for key in range(number):
        redeem_offer(
            customer_id=with_points().customer_id, offer_id=offer.pk, key=str(key), now=timezone.now()
        )
    client.get(address(f"rewards_{model}_changelist"))
    with query_count(4):
        client.get(address(f"rewards_{model}_changelist"))
    assert OfferRedemption.objects.count() == number
