"""What campaigns refuse, in sentences."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wallet_project.core.exceptions import InvalidState, WalletProjectError


class CampaignNotAllowed(WalletProjectError):
    """The staff member may not run campaigns, or none so large."""

    code = "permission_denied"


class CampaignStateError(InvalidState):
    """The campaign is not in a state in which this can be done."""


class SegmentNotAvailable(WalletProjectError):
    """The store can't say who these customers are."""

    code = "segment_not_available"


class UnknownCustomers(WalletProjectError):
    """An uploaded list names customers that there are not. `lines` are (number, what stands there)."""

    code = "unknown_customers"
    shown = 20

    def __init__(self, lines: Sequence[tuple[int, str]]) -> None:
        self.lines = tuple(lines)
        said = "; ".join(
            _("line %(number)d: %(text)s") % {"number": n, "text": text} for n, text in lines[: self.shown]
        )
        more = len(lines) - self.shown
        if more > 0:
            said += ngettext("; and %(count)d more line", "; and %(count)d more lines", more) % {
                "count": more
            }
        super().__init__(_("There are no such customers: %(lines)s.") % {"lines": said}, lines=self.lines)


class BadUpload(WalletProjectError):
    """An uploaded file is no list of customers."""

    code = "bad_upload"
