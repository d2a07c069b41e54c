"""What can go wrong on the way to the recipient."""

from __future__ import annotations

from django.utils.translation import gettext as _

from wallet_project.core.exceptions import WalletProjectError


class DeliveryError(WalletProjectError):
    """The channel did not take the message. If `permanent`, another attempt would end the same."""

    code = "delivery_failed"

    def __init__(self, message: str, *, permanent: bool) -> None:
        super().__init__(message, permanent=permanent)
        self.permanent = permanent


class AddressRefused(WalletProjectError):
    """A webhook may not go there. If not `permanent`, the name could not be looked up just now."""

    code = "address_refused"

    def __init__(self, message: str, *, permanent: bool = True) -> None:
        super().__init__(message)
        self.permanent = permanent


class UnknownEvents(WalletProjectError):
    """There are no events of these types."""

    code = "unknown_events"

    def __init__(self, unknown: list[str]) -> None:
        super().__init__(_("There is no event %(events)s.") % {"events": ", ".join(unknown)}, unknown=unknown)


class BadText(WalletProjectError):
    """A text of the store's own that can't be used. `mistakes` has them in words, by field."""

    code = "bad_text"

    def __init__(self, mistakes: dict[str, list[str]]) -> None:
        super().__init__(" ".join(word for words in mistakes.values() for word in words), mistakes=mistakes)
        self.mistakes = mistakes


class TextChangedMeanwhile(WalletProjectError):
    """Somebody else saved a version in the meantime."""

    code = "text_changed_meanwhile"

    def __init__(self) -> None:
        super().__init__(
            _("Somebody else has changed this text meanwhile. Copy what you wrote, and load the page again.")
        )


class PhoneNotUnderstood(WalletProjectError):
    """This is no phone number that the whole world can call."""

    code = "phone_not_understood"

    def __init__(self) -> None:
        super().__init__(_("Write the number with the country's code, like +359 88 123 4567."))


class TooManyCodes(WalletProjectError):
    """So many codes were asked for that no further one is sent now."""

    code = "too_many_codes"

    def __init__(self) -> None:
        super().__init__(_("Too many codes were asked for. Try again in an hour, or tomorrow."))


class CodeNotSent(WalletProjectError):
    """The provider did not take the SMS with the code."""

    code = "code_not_sent"

    def __init__(self) -> None:
        super().__init__(_("The code could not be sent just now. Check the number, or try again later."))


class CodeWrong(WalletProjectError):
    """It is not the code that was sent last, or it is too old, or was guessed at too often."""

    code = "code_wrong"

    def __init__(self) -> None:
        super().__init__(_("This is not the code that we sent last, or it is too old. Ask for a new one."))


class StaysOn(WalletProjectError):
    """Messages of this group can't be turned off."""

    code = "stays_on"

    def __init__(self, group: str) -> None:
        super().__init__(_("Messages about “%(group)s” can't be turned off.") % {"group": group})
