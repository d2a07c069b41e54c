from datetime import date

import pytest

from rewards.enums import Activity
from tests.factories.earning import make_fixed_rule
from tests.factories.wallets import make_user
from wallet_project.accounts.models import User

pytestmark = pytest.mark.django_db
PROFILE = "/account/profile/"


def test_it_needs_a_log_in(client):
    assert client.get(PROFILE).status_code == 302


def test_a_customer_notes_a_birthday_and_reads_what_it_brings(client):
    make_fixed_rule(Activity.BIRTHDAY, 200)
    user = make_user()
    client.force_login(user)
    assert "On your birthday you get 200 points" in client.get(PROFILE).content.decode()
    page = client.post(PROFILE, {"birthday": "1990-05-17"}, follow=True).content.decode()
    assert "Saved." in page
    assert "You can change it again from" in page
    assert User.objects.get(pk=user.pk).birthday == date(1990, 5, 17)


@pytest.mark.parametrize("typed", ["2999-01-01", "tomorrow", "0000-00-00"])
def test_what_is_no_birthday_is_refused_beside_the_field(client, typed):
    user = make_user()
    client.force_login(user)
    response = client.post(PROFILE, {"birthday": typed})
    assert (response.status_code, "field-error" in response.content.decode()) == (422, True)
    assert User.objects.get(pk=user.pk).birthday is None
