"""What decisions of a second person over REST have in common, whatever they are about."""

from __future__ import annotations

from django.utils.translation import gettext as _

from wallet_project.core.api.callers import Caller
from wallet_project.core.api.fields import TextField
from wallet_project.core.api.problems import ApiError
from wallet_project.core.api.serializers import Input

DECISION_CODES = ("permission_denied", "invalid_state")


class ApprovalInput(Input):
    note = TextField(max_length=300, required=False, allow_blank=True, default="")


class RejectionInput(Input):
    reason = TextField(max_length=300, help_text="Whoever asked for it reads it, customer or staff.")


def require_person(caller: Caller) -> int:
    """Who decides: a member of staff in a session, or the one for whom a key acts. Raises `ApiError`
    (`permission_denied`) for a key that acts for nobody."""
    if caller.person_id is None:
        message = _("Only a key that acts for a member of staff can decide this: a person answers for it.")
        raise ApiError("permission_denied", message)
    return caller.person_id
