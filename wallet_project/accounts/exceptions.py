"""What accounts refuse, in sentences."""

from __future__ import annotations

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from wallet_project.core.exceptions import InvalidState, WalletProjectError


class LanguageNotSpoken(WalletProjectError):
    """The store has no texts in this language."""

    code = "language_not_spoken"

    def __init__(self, language: str) -> None:
        super().__init__(_("The shop does not speak this language yet."), language=language)


class BirthdayNotPossible(WalletProjectError):
    """Nobody who shops here was born then."""

    code = "birthday_not_possible"

    def __init__(self) -> None:
        super().__init__(_("This can't be a birthday. Write the day on which you were born."))


class BirthdaySetTooRecently(InvalidState):
    """A birthday changes once a year. `possible_from` is the day of the next change."""

    def __init__(self, possible_from: date) -> None:
        message = _("A birthday can be changed once a year. You can change yours from %(day)s on.")
        super().__init__(message % {"day": date_format(possible_from, "DATE_FORMAT")})
        self.possible_from = possible_from
