"""Reading messages: each read is bound to its recipient."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from notifications.enums import ChannelName
from notifications.models import (
    MessageText,
    NotificationSettings,
    OutboxMessage,
    PhoneCode,
    PhoneNumber,
    Preference,
    PushTopic,
)
from wallet_project.core.exceptions import NotFound

PAGE_SIZE = 20
# More unread messages than this are shown as "99+": nobody counts on.
MOST_COUNTED = 100


@dataclass(frozen=True, slots=True)
class InboxPage:
    """Messages, newest first; `older` and `newer` are ids to page by, None where there is nothing."""

    messages: Sequence[OutboxMessage]
    newer: UUID | None = None
    older: UUID | None = None


def inbox_page(
    *,
    recipient_id: int,
    archived: bool = False,
    before: UUID | None = None,
    after: UUID | None = None,
    size: int = PAGE_SIZE,
) -> InboxPage:
    """A page of a person's inbox or archive, older than `before` or newer than `after`."""
    found = OutboxMessage.objects.filter(recipient_id=recipient_id, archived_at__isnull=not archived)
    if after is not None:
        rows = list(found.filter(pk__gt=after).order_by("pk").select_related("recipient")[: size + 1])
        if len(rows) <= size:
            return inbox_page(recipient_id=recipient_id, archived=archived, size=size)
        rows = rows[:size][::-1]
        return InboxPage(rows, newer=rows[0].pk, older=rows[-1].pk)
    rows = list(_older(found, before).select_related("recipient")[: size + 1])
    more, rows = len(rows) > size, rows[:size]
    return InboxPage(
        rows,
        newer=rows[0].pk if rows and before is not None else None,
        older=rows[-1].pk if more else None,
    )


def _older(found: QuerySet[OutboxMessage], before: UUID | None) -> QuerySet[OutboxMessage]:
    return (found if before is None else found.filter(pk__lt=before)).order_by("-pk")


def own_message(*, recipient_id: int, message_id: UUID) -> OutboxMessage:
    """The person's own message. Raises `NotFound` for any other."""
    found = OutboxMessage.objects.select_related("recipient")
    message = found.filter(pk=message_id, recipient_id=recipient_id).first()
    if message is None:
        raise NotFound(_("message"))
    return message


def unread_count(recipient_id: int) -> int:
    """How many messages the person has not read yet, counted up to `MOST_COUNTED`."""
    unread = OutboxMessage.objects.filter(recipient_id=recipient_id, read_at=None, archived_at=None)
    return unread.order_by()[:MOST_COUNTED].count()


def refusals(user_id: int) -> set[tuple[str, str]]:
    """What the person has turned off: pairs of group and channel."""
    return set(Preference.objects.filter(user_id=user_id).values_list("group", "channel"))


def settings_of(user_id: int) -> NotificationSettings:
    """When the person wants to hear; at any time, at once, if they never said."""
    return NotificationSettings.objects.filter(pk=user_id).first() or NotificationSettings(pk=user_id)


def own_text(kind: str, language: str) -> MessageText | None:
    """What the store says of this kind in this language; None while it says what ships."""
    return own_texts({kind}, language).get(kind)


def own_texts(kinds: Collection[str], language: str) -> dict[str, MessageText]:
    """The store's own texts of these kinds in this language, by kind."""
    found = MessageText.objects.filter(kind__in=kinds, language=language)
    newest = found.order_by("kind", "-number").distinct("kind")
    return {text.kind: text for text in newest if not text.is_shipped}


def text_versions(kind: str, language: str) -> list[MessageText]:
    """All versions of a text, newest first, with who wrote them."""
    return list(
        MessageText.objects.filter(kind=kind, language=language).select_related("author").order_by("-number")
    )


@dataclass(frozen=True, slots=True)
class Reach:
    """Where SMS and push messages reach a person; empty where they don't."""

    phone: str
    topic: str

    @property
    def channels(self) -> set[ChannelName]:
        """By which channels the person can be reached."""
        found = {ChannelName.EMAIL: "email", ChannelName.SMS: self.phone, ChannelName.PUSH: self.topic}
        return {channel for channel, address in found.items() if address}


def reach_of(user_id: int) -> Reach:
    """The person's own phone number and push topic."""
    phone = PhoneNumber.objects.filter(pk=user_id).values_list("number", flat=True).first()
    topic = PushTopic.objects.filter(pk=user_id).values_list("topic", flat=True).first()
    return Reach(phone or "", topic or "")


def number_to_prove(user_id: int) -> str:
    """The number to which the person's last code went; empty where none waits to be typed in."""
    code = PhoneCode.objects.filter(user_id=user_id).order_by("-created_at", "-pk").first()
    return "" if code is None or code.used_at else code.number
