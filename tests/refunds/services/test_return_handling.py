"""What staff do with a return: every step once, by who may, told to the customer and kept for good."""

import pytest
from django.utils import timezone

from notifications.models import OutboxMessage
from notifications.texts import render_letter
from refunds.enums import RETURN_FOLLOWING, ReturnState
from refunds.exceptions import LineReturnedAlready, RefundNotAllowed, ReturnBeingRefunded, ReturnNotOpen
from refunds.services import (
    approve_return,
    inspect_return,
    receive_return,
    refund_return,
    reject_return,
    send_label,
)
from tests.factories.refunds import ISSUE, make_limits
from tests.factories.returns import (
    HANDLE,
    all_of,
    ask,
    bring_to,
    fresh_return,
    history,
    make_bought,
    make_return,
)
from tests.factories.wallets import make_staff
from wallet_project.checkout.models import Payment
from wallet_project.core.exceptions import InvalidState, NotFound
from wallet_project.core.ids import uuid7

pytestmark = pytest.mark.django_db

STEPS = {
    "approved": lambda **about: approve_return(**about),
    "label_sent": lambda **about: send_label(**about, tracking="RR 123"),
    "received": lambda **about: receive_return(**about),
    "inspected": lambda **about: inspect_return(**about, accepted={"tea": 1}),
    "rejected": lambda **about: reject_return(**about, reason="It was worn."),
}


def take(found, to, **changes):
    about = {"return_id": found.pk, "actor_id": make_staff(HANDLE).pk, "now": timezone.now()}
    return STEPS[to](**{**about, **changes})


def test_a_return_goes_its_way_with_time_and_actor_of_each_step():
    found, staff = make_return(), make_staff(HANDLE, ISSUE)
    done = bring_to(found, "refunded", staff)
    assert history(done) == ["requested", "approved", "label_sent", "received", "inspected", "refunded"]
    events = list(done.events.all())
    assert [one.actor_id for one in events] == [found.customer_id, *[staff.pk] * 5]
    assert [one.at for one in events] == sorted(one.at for one in events)
    assert done.moved_at == events[-1].at


@pytest.mark.parametrize("state", ["requested", "approved", "label_sent", "received", "inspected"])
def test_from_each_state_only_what_may_follow_follows(state):
    payment = make_bought(lines={"tea": (20, "120.00")})[1]
    start = history(make_return(payment, state=state))
    for to in STEPS:
        found = make_return(payment, state=state)
        if to in RETURN_FOLLOWING[state] or to == state:
            assert take(found, to).state == to
        else:
            with pytest.raises(ReturnNotOpen):
                take(found, to)
            assert history(found) == start


@pytest.mark.parametrize("to", STEPS)
def test_a_step_repeated_is_one_step_and_one_letter(to):
    way = {"approved": "requested", "label_sent": "approved", "received": "label_sent"}
    found = make_return(state=way.get(to, "received"))
    before = OutboxMessage.objects.count()
    for _ in range(2):
        take(found, to)
    assert history(found).count(to) == 1
    assert OutboxMessage.objects.count() == before + 1


@pytest.mark.parametrize("to", STEPS)
def test_without_the_role_nobody_takes_a_step(to):
    found = make_return()
    for staff in (make_staff(ISSUE), make_staff(HANDLE, is_active=False)):
        with pytest.raises(RefundNotAllowed, match="role"):
            take(found, to, actor_id=staff.pk)
    assert (fresh_return(found).state, history(found)) == ("requested", ["requested"])


@pytest.mark.parametrize("to", STEPS)
def test_nobody_decides_on_their_own_return(to):
    payment = make_bought()[1]
    staff = make_staff(HANDLE)
    Payment.objects.filter(pk=payment.pk).update(customer=staff)
    found = ask(Payment.objects.get(pk=payment.pk))
    with pytest.raises(RefundNotAllowed, match="own return"):
        take(found, to, actor_id=staff.pk)
    assert history(found) == ["requested"]


def test_a_return_that_does_not_exist_is_not_found():
    with pytest.raises(NotFound):
        approve_return(return_id=uuid7(), actor_id=make_staff(HANDLE).pk, now=timezone.now())


def test_words_to_the_customer_are_told_and_internal_ones_are_not():
    found = make_return()
    take(found, "approved", note=" Use the old box. ", staff_note="third time")
    event = found.events.last()
    assert (event.note, event.staff_note) == ("Use the old box.", "third time")
    letter = OutboxMessage.objects.filter(kind="return_status").order_by("-pk").first().context
    assert (letter["state"], letter["note"], letter["tracking"]) == ("approved", "Use the old box.", "")
    assert "third time" not in str(letter)


def test_a_label_is_sent_and_another_takes_its_place():
    found = make_return(state="approved")
    about = {"return_id": found.pk, "actor_id": make_staff(HANDLE).pk, "now": timezone.now()}
    with pytest.raises(InvalidState, match="label"):
        send_label(**about, tracking=" \n ")
    send_label(**about, tracking="RR\n1")
    assert send_label(**about, tracking="RR 2").tracking == "RR 2"
    assert history(found) == ["requested", "approved", "label_sent", "label_sent"]
    letters = OutboxMessage.objects.filter(kind="return_status").order_by("pk")
    assert [one.context["tracking"] for one in letters][-2:] == ["RR 1", "RR 2"]


def test_what_was_accepted_stands_on_the_lines_and_can_be_put_right():
    found = make_return(make_bought()[1], ("tea", 2), ("pot", 1), state="received")
    take_in = {"return_id": found.pk, "actor_id": make_staff(HANDLE).pk, "now": timezone.now()}
    inspect_return(**take_in, accepted={"tea": 1, "pot": 0}, note="The pot is broken.")
    assert [line.accepted for line in found.lines.all()] == [1, 0]
    inspect_return(**take_in, accepted={"tea": 2, "pot": 1})
    assert [line.accepted for line in found.lines.all()] == [2, 1]
    assert history(found)[-2:] == ["inspected", "inspected"]


@pytest.mark.parametrize(
    ("accepted", "error"),
    [
        ({"tea": 3, "pot": 1}, LineReturnedAlready),
        ({"tea": -1, "pot": 1}, LineReturnedAlready),
        ({"tea": 2}, InvalidState),
        ({"tea": 2, "pot": 1, "cup": 1}, InvalidState),
        ({"tea": 1, "pot": 1}, InvalidState),
    ],
)
def test_an_inspection_says_of_each_line_what_is_true(accepted, error):
    found = make_return(make_bought()[1], ("tea", 2), ("pot", 1), state="received")
    about = {"return_id": found.pk, "actor_id": make_staff(HANDLE).pk, "now": timezone.now()}
    with pytest.raises(error):
        inspect_return(**about, accepted=accepted)
    assert [line.accepted for line in found.lines.all()] == [None, None]
    assert fresh_return(found).state == "received"


def test_what_was_refused_and_is_returned_again_can_not_be_accepted_afterwards():
    payment = make_bought()[1]
    found = make_return(payment, ("tea", 2), state="received")
    about = {"return_id": found.pk, "actor_id": make_staff(HANDLE).pk, "now": timezone.now()}
    inspect_return(**about, accepted={"tea": 1}, note="One tin was open.")
    ask(payment, ("tea", 1))
    with pytest.raises(LineReturnedAlready) as refused:
        inspect_return(**about, accepted={"tea": 2})
    assert (refused.value.rest, found.lines.get().accepted) == (1, 1)


def test_a_refusal_needs_words_and_the_customer_reads_them():
    found = make_return()
    about = {"return_id": found.pk, "actor_id": make_staff(HANDLE).pk, "now": timezone.now()}
    with pytest.raises(InvalidState, match="the customer reads it"):
        reject_return(**about, reason=" ")
    assert fresh_return(found).state == "requested"
    reject_return(**about, reason="It was worn.")
    letter = OutboxMessage.objects.filter(kind="return_status").order_by("-pk").first().context
    assert (letter["state"], letter["note"]) == ("rejected", "It was worn.")


def test_while_its_refund_waits_a_return_is_not_refused_nor_looked_at_again():
    make_limits(operations_each=1)
    found, staff = make_return(state="inspected"), make_staff(HANDLE, ISSUE)
    about = {"return_id": found.pk, "actor_id": staff.pk, "now": timezone.now()}
    assert refund_return(**about).status == "requested"
    with pytest.raises(ReturnBeingRefunded):
        reject_return(**about, reason="no")
    with pytest.raises(ReturnBeingRefunded):
        inspect_return(**about, accepted={"tea": 0}, note="gone")
    assert fresh_return(found).state == "inspected"


def test_the_states_of_the_code_and_of_the_database_are_the_same():
    """Every way that the code knows passes the trigger, and no other (see also test_models)."""
    assert set(RETURN_FOLLOWING) == set(ReturnState)
    assert all_of(make_return()) == {"tea": 1}


@pytest.mark.parametrize(
    ("to", "subject", "words"),
    [
        ("requested", "We have your return", "please send nothing yet"),
        ("approved", "is approved", "send it back"),
        ("label_sent", "The label for your return", "Label or tracking: RR 123"),
        ("received", "has arrived", "We check what is in it next"),
        ("inspected", "We have checked", "The money comes next"),
        ("rejected", "We cannot take back your return", "“It was worn.”"),
    ],
)
def test_each_letter_has_the_words_of_its_state_in_text_and_html(to, subject, words):
    way = {"approved": "requested", "label_sent": "approved", "received": "label_sent"}
    found = make_return(state="requested" if to in ("requested", "rejected") else way.get(to, "received"))
    if to != "requested":
        take(found, to)
    message = OutboxMessage.objects.filter(kind="return_status").order_by("-pk").first()
    letter = render_letter(message)
    assert subject in letter.subject
    assert words in letter.text
    assert found.order_reference in letter.text
    assert f"/returns/{found.pk}/" in letter.html
    assert words.split(":")[-1].strip(" “”") in letter.html
