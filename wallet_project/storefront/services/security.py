"""Telling people what happened to their account, so that they notice what they did not do themselves."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from notifications.services import enqueue
from wallet_project.core.ids import uuid7

# By the templates that allauth would send a letter of its own with.
CHANGES = {
    "account/email/password_changed": _("Your password was changed."),
    "account/email/password_set": _("A password was set."),
    "account/email/password_reset": _("Your password was reset."),
    "account/email/email_changed": _("Your e-mail address was changed."),
    "account/email/email_deleted": _("An e-mail address was removed."),
    "mfa/email/totp_activated": _("Two-factor log-in was switched on."),
    "mfa/email/totp_deactivated": _("Two-factor log-in was switched off."),
    "mfa/email/recovery_codes_generated": _("New recovery codes were made."),
}


def tell_of_change(*, user_id: int, change: str, address: str = "", now: datetime) -> None:
    """Tell a person of a change of their account; nothing for a change that is not one.

    `address` is where the letter goes instead of the person's own: the old one, when that was changed.
    """
    words = CHANGES.get(change)
    if words is None:
        return
    with transaction.atomic():
        enqueue(
            kind="account_changed",
            recipient_id=user_id,
            dedupe_key=f"account_changed:{uuid7()}",
            context={"what": words, "when": now, "address": address},
        )


def tell_of_new_device(*, user_id: int, browser: str, now: datetime) -> None:
    """Tell a person that somebody logged in with a browser that was not seen with them before."""
    with transaction.atomic():
        enqueue(
            kind="new_login",
            recipient_id=user_id,
            dedupe_key=f"new_login:{uuid7()}",
            context={"browser": browser[:120], "when": now},
        )
