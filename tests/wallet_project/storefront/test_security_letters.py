"""What people are told about their account."""

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client
from django.urls import reverse

from notifications.models import OutboxMessage
from tests.factories.wallets import make_user

PASSWORD, OTHER = "a long enough one", "another long enough one"

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def user():
    user = make_user()
    user.set_password(PASSWORD)
    user.save()
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def log_in(user, client=None):
    client = client or Client(headers={"User-Agent": "Firefox <b>1</b>"})
    client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})
    return client


def told(user):
    return list(OutboxMessage.objects.filter(recipient=user).order_by("id").values_list("kind", flat=True))


def test_a_new_browser_is_told_of_the_first_one_and_a_known_one_are_not(user):
    first = log_in(user)
    first.post(reverse("account_logout"))
    log_in(user, first)
    assert told(user) == []
    log_in(user)
    assert told(user) == ["new_login"]
    (letter,) = mail.outbox
    assert letter.to == [user.email]
    assert "Firefox <b>1</b>" in letter.body
    assert "Firefox &lt;b&gt;1&lt;/b&gt;" in letter.alternatives[0][0]


def test_a_changed_password_is_told_of(user):
    client = log_in(user)
    form = {"oldpassword": PASSWORD, "password1": OTHER, "password2": OTHER}
    client.post(reverse("account_change_password"), form)
    user.refresh_from_db()
    assert user.check_password(OTHER)
    assert told(user) == ["account_changed"]
    assert "Your password was changed." in mail.outbox[-1].body
    assert OTHER not in mail.outbox[-1].body


def test_a_mail_server_that_is_down_does_not_stop_the_change(user, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    client = log_in(user)
    form = {"oldpassword": PASSWORD, "password1": OTHER, "password2": OTHER}
    assert client.post(reverse("account_change_password"), form).status_code == 302
    user.refresh_from_db()
    assert user.check_password(OTHER)
    assert told(user) == ["account_changed"]
