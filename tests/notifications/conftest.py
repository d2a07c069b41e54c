from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.support.smtp import MailServer, running_mail_server


@pytest.fixture
def mail_server(settings: Any) -> Iterator[MailServer]:
    """A real mail server, to which the store's e-mail goes."""
    with running_mail_server() as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        yield server
