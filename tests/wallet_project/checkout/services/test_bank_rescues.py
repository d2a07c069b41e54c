"""A payment that staff know by its id at the gateway goes to the wallet once, and only if it may."""

import pytest
from djmoney.money import Money

from notifications.models import OutboxMessage
from notifications.texts import render_letter
from tests.factories.checkout import at_the_gateway, make_payment, make_quarantined_payment, sales
from tests.factories.wallets import balances, make_staff, make_wallet
from tests.support.fake_stripe import sdk, session_params
from tests.support.threads import at_once, kinds
from tests.wallets.services.overtaking import overtaken
from wallet_project.checkout.exceptions import NotToRescue
from wallet_project.checkout.models import RescuedPayment
from wallet_project.checkout.services import (
    look_up_bank_payment,
    rescue_bank_payment,
    settle_payment,
    void_payment,
)
from wallet_project.core.exceptions import InvalidState
from wallet_project.core.ids import uuid7
from wallets.enums import AdjustmentDirection, AdjustmentReason
from wallets.ledger.models import JournalEntry
from wallets.models import Adjustment
from wallets.services import (
    adjust_wallet,
    credit_rescued_payment,
    ensure_gateway_customer,
    rescue_key,
    settle_top_up,
    start_top_up,
    take_back_rescued,
)

pytestmark = pytest.mark.django_db(transaction=True)
RESCUE = "checkout.rescue_payment"


@pytest.fixture
def member(db):
    return make_staff(RESCUE)


def stray(fake, wallet, *, amount=2000, currency="eur", pays=True, **more):
    """A payment at the gateway that no row of ours asked for; answers with its id, or its page's."""
    customer = ensure_gateway_customer(customer_id=wallet.customer_id)
    page = sdk(fake).v1.checkout.sessions.create(
        session_params(customer, amount=amount, currency=currency, **more)
    )
    if pays:
        fake.pay(page.url)
    found = sdk(fake).v1.checkout.sessions.retrieve(page.id).payment_intent
    return found or page.id


def rescue(reference, wallet, member, amount="20.00", currency="EUR", **changes):
    arguments = {
        "reference": reference,
        "customer_id": wallet.customer_id,
        "amount": Money(amount, currency),
        "actor_id": member.pk,
        "order_reference": "1000042",
        "why": "Phone order, paid by link",
    }
    return rescue_bank_payment(**{**arguments, **changes})


def refused(reference, wallet, member, *arguments, **changes):
    """The words of the refusal; nothing has moved."""
    before = balances(wallet), JournalEntry.objects.count()
    with pytest.raises(NotToRescue) as refusal:
        rescue(reference, wallet, member, *arguments, **changes)
    assert (balances(wallet), JournalEntry.objects.count()) == before
    return refusal.value.message


def test_a_stray_payment_is_credited_once_and_the_customer_is_told(fake, member):
    wallet = make_wallet("0")
    payment = stray(fake, wallet)
    rescued = [rescue(payment, wallet, member) for _ in range(3)]
    assert len({one.pk for one in rescued}) == 1
    assert (rescued[0].source, rescued[0].gateway_payment, rescued[0].actor) == ("bank", payment, member)
    assert balances(wallet) == ("20.00", "0.00")
    assert (sales(), at_the_gateway()) == (0, 2000)
    entry = JournalEntry.objects.get(kind="payment_rescued")
    assert (entry.reference, entry.actor) == ("1000042", f"user:{member.pk}")
    assert OutboxMessage.objects.filter(kind="payment_rescued").count() == 1


def test_a_payment_without_an_order_is_said_without_one(fake, member):
    wallet = make_wallet("0")
    rescue(stray(fake, wallet), wallet, member, order_reference="")
    letter = render_letter(OutboxMessage.objects.get(kind="payment_rescued"))
    assert "no order of yours was paid with it" in letter.text
    assert "order ," not in letter.text


def test_a_look_moves_nothing(fake, member):
    wallet = make_wallet("0")
    payment = stray(fake, wallet)
    found = look_up_bank_payment(
        reference=f" {payment} ",
        customer_id=wallet.customer_id,
        amount=Money("20", "EUR"),
        actor_id=member.pk,
    )
    assert (found.captured, found.method, found.rescued) == (Money("20", "EUR"), "card", None)
    assert not RescuedPayment.objects.exists()
    assert balances(wallet) == ("0.00", "0.00")


def test_the_id_of_the_page_is_as_good(fake, member):
    wallet = make_wallet("0")
    payment = stray(fake, wallet)
    page = sdk(fake).v1.checkout.sessions.list({"payment_intent": payment}).data[0].id
    rescue(page, wallet, member)
    rescue(payment, wallet, member)
    assert balances(wallet) == ("20.00", "0.00")


def test_twenty_clicks_at_once_credit_once(fake, member):
    wallet = make_wallet("0")
    payment = stray(fake, wallet)
    assert kinds(at_once(lambda: rescue(payment, wallet, member), times=20)) == {"RescuedPayment": 20}
    assert balances(wallet) == ("20.00", "0.00")


@pytest.mark.parametrize(
    ("amount", "currency", "words"),
    [("19.99", "EUR", "took €20.00, not €19.99"), ("20.00", "USD", "took €20.00, not $20.00")],
)
def test_another_amount_or_currency_is_refused(fake, member, amount, currency, words):
    wallet = make_wallet("0")
    assert words in refused(stray(fake, wallet), wallet, member, amount, currency)


def test_another_customers_payment_is_refused(fake, member):
    payment = stray(fake, make_wallet("0"))
    assert "another customer" in refused(payment, make_wallet("0"), member)


def test_a_payment_that_was_not_paid_is_refused(fake, member):
    wallet = make_wallet("0")
    page = stray(fake, wallet, pays=False)
    assert refused(page, wallet, member)


def test_a_payment_that_the_bank_has_not_confirmed_yet_is_refused_and_rescued_once_it_has(fake, member):
    wallet = make_wallet("0")
    page = sdk(fake).v1.checkout.sessions.retrieve(stray(fake, wallet, pays=False))
    fake.pay_by_bank(page.url, method="netbanking", outcome="never")
    assert "has not paid" in refused(page.id, wallet, member)
    payment = sdk(fake).v1.checkout.sessions.retrieve(page.id).payment_intent
    assert "has not paid" in refused(payment, wallet, member)
    fake.settle_payment(payment)
    rescue(page.id, wallet, member)
    assert balances(wallet) == ("20.00", "0.00")


@pytest.mark.parametrize(
    "metadata",
    [
        {"purpose": "top_up", "top_up": "not-ours"},
        {"purpose": "top_up", "top_up": str(uuid7())},
        {"purpose": "top_up"},
        {"purpose": "payment", "tender": "not-ours"},
        {"purpose": "payment", "tender": str(uuid7())},
        {"purpose": "payment"},
    ],
)
def test_one_that_another_system_marked_as_ours_and_is_no_row_of_ours_is_rescued(fake, member, metadata):
    wallet = make_wallet("0")
    payment = stray(fake, wallet, metadata=metadata, payment_intent_data={"metadata": metadata})
    assert sdk(fake).v1.payment_intents.retrieve(payment).metadata.to_dict() == metadata
    for _ in range(2):
        rescue(payment, wallet, member)
    assert balances(wallet) == ("20.00", "0.00")


def test_an_unknown_reference_is_refused(fake, member):
    assert "knows no payment" in refused("pi_of_nobody", make_wallet("0"), member)


def test_a_gateway_that_is_down_is_said(fake, member):
    wallet = make_wallet("0")
    payment = stray(fake, wallet)
    fake.inject("error_503", "/v1/payment_intents.*", method="GET", times=9)
    assert "can't be asked" in refused(payment, wallet, member)


@pytest.mark.parametrize("what", ["refunded", "disputed"])
def test_a_payment_of_which_something_went_back_is_refused(fake, member, what):
    wallet = make_wallet("0")
    payment = stray(fake, wallet)
    if what == "refunded":
        sdk(fake).v1.refunds.create({"payment_intent": payment, "amount": 100})
    else:
        fake.dispute_payment(payment)
    assert "refunded, or is disputed" in refused(payment, wallet, member)


def test_a_top_up_is_refused_whether_it_is_credited_or_not(fake, member):
    wallet = make_wallet("0")
    top_up = start_top_up(
        customer_id=wallet.customer_id,
        wallet_id=wallet.pk,
        amount=Money("20", "EUR"),
        key="k",
        success_url="http://shop.test/",
        cancel_url="http://shop.test/",
    )
    fake.pay(top_up.redirect_url)
    payment = fake.events("payment_intent.succeeded")[0]["data"]["object"]["id"]
    assert "top-up" in refused(payment, wallet, member)
    settle_top_up(top_up_id=top_up.pk)
    assert "top-up" in refused(payment, wallet, member)
    assert balances(wallet) == ("20.00", "0.00")


def test_the_payment_of_an_order_is_settled_instead(fake, member):
    wallet, payment = make_payment("20.00", balance="0")
    fake.pay(payment.redirect_url)
    gateway_payment = fake.events("payment_intent.succeeded")[0]["data"]["object"]["id"]
    with pytest.raises(NotToRescue, match="Paid"):
        rescue(gateway_payment, wallet, member)
    assert (balances(wallet), sales()) == (("0.00", "0.00"), 2000)


def test_one_that_settling_rescues_is_there_already(fake, member):
    wallet, payment = make_payment("20.00", balance="0")
    fake.pay_by_bank(payment.redirect_url, method="netbanking", outcome="never")
    processing = settle_payment(payment_id=payment.pk)
    void_payment(payment_id=payment.pk, reason="x")
    gateway_payment = processing.card_tender.gateway_payment
    fake.settle_payment(gateway_payment)
    rescued = rescue(gateway_payment, wallet, member)
    assert (rescued.source, rescued.tender_id) == ("automatic", processing.card_tender.pk)
    assert balances(wallet) == ("20.00", "0.00")


def test_one_in_quarantine_is_decided_elsewhere(fake, member):
    wallet, payment = make_quarantined_payment(fake, amount=1199)
    gateway_payment = payment.card_tender.gateway_payment
    assert "Being checked" in refused(gateway_payment, wallet, member, "11.99")


def test_what_staff_credited_on_the_customers_page_is_not_credited_again(fake, member):
    wallet = make_wallet("0")
    payment = stray(fake, wallet)
    by_hand(wallet, payment)
    assert "customer's page" in refused(payment, wallet, member)


def by_hand(wallet, payment):
    return adjust_wallet(
        wallet_id=wallet.pk,
        direction=AdjustmentDirection.CREDIT,
        amount=Money("20", "EUR"),
        reason=AdjustmentReason.RESCUE,
        key=rescue_key(payment),
        actor_id=None,
    )


def test_what_staff_credit_by_hand_while_the_gateway_is_asked_is_not_credited_again(fake, member):
    wallet = make_wallet("0")
    payment = stray(fake, wallet)
    second = overtaken(lambda: by_hand(wallet, payment), lambda: rescue(payment, wallet, member))
    assert isinstance(second, NotToRescue)
    assert "customer's page" in second.message
    assert balances(wallet) == ("20.00", "0.00")
    assert not RescuedPayment.objects.exists()


def test_by_hand_nothing_is_credited_that_is_being_rescued(fake, member):
    wallet = make_wallet("0")
    payment = stray(fake, wallet)
    found = look_up_bank_payment(
        reference=payment, customer_id=wallet.customer_id, amount=Money("20", "EUR"), actor_id=member.pk
    )

    def rescuing():
        credit_rescued_payment(
            customer_id=wallet.customer_id,
            amount=found.captured,
            key=f"gateway:{found.gateway_payment}",
            order_reference="",
        )

    second = overtaken(rescuing, lambda: by_hand(wallet, payment))
    assert isinstance(second, InvalidState)
    assert second.message == "This payment is in the customer's wallet already."
    assert balances(wallet) == ("20.00", "0.00")
    assert not Adjustment.objects.exists()


def test_who_lacks_the_permission_rescues_nothing(fake):
    wallet = make_wallet("0")
    payment = stray(fake, wallet)
    for nobody in (make_staff(), make_wallet("0").customer):
        assert "role" in refused(payment, wallet, nobody)


def test_nobody_rescues_a_payment_of_their_own(fake, member):
    wallet = make_wallet("0", customer=member)
    assert "of their own" in refused(stray(fake, wallet), wallet, member)


def test_a_rescued_payment_that_is_disputed_is_taken_back(fake, member):
    wallet = make_wallet("0")
    rescued = rescue(stray(fake, wallet), wallet, member)
    about = {"entry_id": rescued.entry_id, "kind": "dispute", "gateway_id": "dp_1"}
    take_back_rescued(**about, amount=Money("20", "EUR"))
    take_back_rescued(**about, amount=Money("20", "EUR"))
    assert balances(wallet) == ("0.00", "0.00")
