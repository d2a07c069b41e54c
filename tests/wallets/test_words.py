import pytest

from wallets.enums import TopUpStatus
from wallets.ledger.chart import CHART
from wallets.ledger.enums import EntryKind
from wallets.words import KINDS_OF, TOP_UP_WORDS, MovementGroup, Story, is_about_an_order, party, title


def test_every_kind_of_entry_is_in_exactly_one_group():
    grouped = [kind for kinds in KINDS_OF.values() for kind in kinds]
    assert sorted(grouped) == sorted(EntryKind)
    assert set(KINDS_OF) == set(MovementGroup)


@pytest.mark.parametrize("kind", EntryKind)
def test_every_kind_has_words_with_and_without_a_reference(kind):
    assert title(Story(kind)) != "Movement"
    assert title(Story(kind, reference="1000042")) != "Movement"


def test_every_state_of_a_top_up_has_words():
    assert set(TOP_UP_WORDS) == set(TopUpStatus)


@pytest.mark.parametrize("account", CHART)
def test_every_account_has_an_owner_in_words(account):
    assert party(account.code) != "The store"


@pytest.mark.parametrize(
    ("hold_status", "expected"),
    [
        ("active", "Held for order #1000042"),
        ("captured", "Paid for order #1000042"),
        ("voided", "Was held for order #1000042"),
        ("expired", "Was held for order #1000042"),
    ],
)
def test_a_hold_says_what_became_of_it(hold_status, expected):
    assert title(Story(EntryKind.HOLD_PLACED, "1000042", hold_status=hold_status)) == expected


def test_an_order_paid_at_once_reads_as_one_that_was_paid_from_a_hold():
    at_once = Story(EntryKind.ORDER_PAID, "1000042")
    from_hold = Story(EntryKind.HOLD_PLACED, "1000042", hold_status="captured")
    assert title(at_once) == title(from_hold) == "Paid for order #1000042"
    assert title(Story(EntryKind.ORDER_PAID)) == "Paid for an order"
    assert is_about_an_order(EntryKind.ORDER_PAID)
    assert EntryKind.ORDER_PAID in KINDS_OF[MovementGroup.ORDERS]
    assert EntryKind.ORDER_PAID.label != EntryKind.HOLD_CAPTURED.label


def test_a_top_up_names_the_saved_card_and_never_the_gateways_id():
    assert title(Story(EntryKind.TOP_UP, "pi_123")) == "Money added"
    assert title(Story(EntryKind.TOP_UP, "pi_123", card="Visa •• 42")) == "Money added with Visa •• 42"
    assert not is_about_an_order(EntryKind.TOP_UP)


def test_a_percent_sign_in_a_reference_stays_what_it_is():
    assert title(Story(EntryKind.ORDER_REFUNDED, "5%(s)d")) == "Refund of order #5%(s)d"
