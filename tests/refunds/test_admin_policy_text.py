"""Staff see what customers will read before it holds, and are warned of what contradicts."""

from datetime import timedelta

import pytest
from django.contrib.messages import get_messages
from django.utils import timezone

from refunds.models import StoreCreditPolicy
from rewards.models import RewardProgramSettings
from tests.factories.refunds import make_terms
from tests.refunds.test_admin import policy_form
from tests.support.staff import address, client_of

pytestmark = pytest.mark.django_db(transaction=True)
ADD, CHANGE, LIST = (f"refunds_storecreditpolicy_{name}" for name in ("add", "change", "changelist"))
PROGRAM = "rewards_rewardprogramsettings"
WARNING = "Set the times of the rewards program to 30 days or more."


def shown(answer):
    assert answer.status_code == 200
    return answer.content.decode()


def warned(answer):
    return [str(message) for message in get_messages(answer.wsgi_request)]


def test_the_preview_shows_the_text_and_saves_nothing():
    form = policy_form(window_days="17", _preview="1")
    html = shown(client_of("Finance").post(address(ADD), form))
    assert "This is only a preview: nothing is saved yet." in html
    assert "until 17 days after it was delivered" in html
    assert "costs you €2.50 otherwise" in html
    assert "A request of up to €20.00 is approved at once" in html
    assert not StoreCreditPolicy.objects.exists()


def test_the_preview_of_a_planned_version_leaves_it_as_it_is():
    policy = make_terms(starts_at=timezone.now() + timedelta(days=2), window_days=30)
    html = shown(
        client_of("Finance").post(address(CHANGE, policy.pk), policy_form(window_days="9", _preview="1"))
    )
    assert "until 9 days after it was delivered" in html
    policy.refresh_from_db()
    assert policy.window_days == 30


@pytest.mark.parametrize("changes", [{"bonus_percent": "101"}, {"currency": "XXX"}, {"starts_at_0": "soon"}])
def test_what_can_not_be_read_is_not_previewed(changes):
    html = shown(client_of("Finance").post(address(ADD), policy_form(_preview="1", **changes)))
    assert "Correct what is marked above first" in html
    assert "What happens to rewards" not in html


def test_an_empty_form_says_how_to_see_the_text():
    assert "press “Preview”" in shown(client_of("Finance").get(address(ADD)))


def test_who_may_only_read_sees_the_text_and_no_button():
    policy = make_terms(window_days=21)
    html = shown(client_of("Support").get(address(CHANGE, policy.pk)))
    assert "until 21 days after it was delivered" in html
    assert 'name="_preview"' not in html


def test_a_window_longer_than_points_wait_is_warned_of_wherever_one_of_them_is_set():
    RewardProgramSettings.objects.create(return_days=14)
    policy = make_terms(window_days=30)
    client = client_of("Superuser")
    assert WARNING in shown(client.get(address(CHANGE, policy.pk)))
    assert WARNING in warned(client.get(address(LIST)))[0]
    assert WARNING in warned(client.get(address(f"{PROGRAM}_changelist")))[0]
    assert WARNING in warned(client.get(address(f"{PROGRAM}_change", 1)))[0]
    preview = client.post(address(ADD), policy_form(window_days="30", _preview="1"))
    assert WARNING in shown(preview)


def test_a_version_that_will_hold_is_warned_of_and_one_that_is_over_is_not():
    RewardProgramSettings.objects.create(return_days=14)
    make_terms(window_days=60)
    make_terms(window_days=10, starts_at=timezone.now() - timedelta(days=1))
    client = client_of("Superuser")
    assert warned(client.get(address(LIST))) == []
    make_terms(window_days=30, starts_at=timezone.now() + timedelta(days=1))
    assert len(warned(client.get(address(LIST)))) == 1


def test_times_that_agree_are_not_warned_of():
    RewardProgramSettings.objects.create(return_days=30)
    make_terms(window_days=30)
    client = client_of("Superuser")
    assert warned(client.get(address(LIST))) == []
    assert warned(client.get(address(f"{PROGRAM}_change", 1))) == []
