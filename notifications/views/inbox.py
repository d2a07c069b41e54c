"""The inbox: read, put away."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from notifications import queries, services
from notifications.texts import page_of, render_notices
from wallet_project.core.pages import customer_fragment, customer_id, customer_page


@customer_page
@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    return render(request, "notifications/pages/inbox.html", _listed(request, archived=False))


@customer_page
@require_safe
def archive(request: HttpRequest) -> HttpResponse:
    return render(request, "notifications/pages/inbox.html", _listed(request, archived=True))


@customer_fragment
@require_safe
def news(request: HttpRequest) -> HttpResponse:
    """What has come since the page was opened; nothing while nothing has."""
    newest = _id(request.GET.get("seen", ""))
    page = queries.inbox_page(recipient_id=customer_id(request))
    if not page.messages or page.messages[0].pk == newest:
        return HttpResponse(status=204)
    return render(request, "notifications/pages/_news.html")


@customer_page
@require_safe
def message(request: HttpRequest, message_id: UUID) -> HttpResponse:
    shown = queries.own_message(recipient_id=customer_id(request), message_id=message_id)
    [(_shown, notice)] = render_notices([shown])
    context = {"message": shown, "notice": notice, "link": page_of(shown)}
    return render(request, "notifications/pages/message.html", context)


@customer_page
@require_POST
def read(request: HttpRequest, message_id: UUID) -> HttpResponse:
    services.mark_read(recipient_id=customer_id(request), message_id=message_id, now=timezone.now())
    return redirect("notifications:inbox")


@customer_page
@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    count = services.mark_all_read(recipient_id=customer_id(request), now=timezone.now())
    if count:
        text = ngettext("%(count)d message marked as read.", "%(count)d messages marked as read.", count)
        messages.success(request, text % {"count": count})
    return redirect("notifications:inbox")


@customer_page
@require_POST
def put_away(request: HttpRequest, message_id: UUID) -> HttpResponse:
    services.archive_message(recipient_id=customer_id(request), message_id=message_id, now=timezone.now())
    messages.success(request, _("Put away. You find it in the archive."))
    return redirect("notifications:inbox")


def _listed(request: HttpRequest, *, archived: bool) -> dict[str, object]:
    before, after = (_id(request.GET.get(name, "")) for name in ("before", "after"))
    page = queries.inbox_page(
        recipient_id=customer_id(request), archived=archived, before=before, after=after
    )
    return {
        "notices": render_notices(page.messages),
        "archived": archived,
        "has_unread": any(row.is_unread for row in page.messages) and not archived,
        "newest": page.messages[0].pk if page.messages else "",
        "newer": f"?after={page.newer}" if page.newer else "",
        "older": f"?before={page.older}" if page.older else "",
        "news_url": "" if archived or before or after else reverse("notifications:news"),
    }


def _id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
