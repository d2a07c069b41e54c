"""What the store says in its messages: written, looked at, tried, and taken back."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from csp.decorators import csp_replace
from django.conf import settings
from django.contrib import admin
from django.contrib import messages as notices
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_sameorigin

from notifications import queries, services
from notifications.admin.text_form import TextForm
from notifications.admin.text_preview import PREVIEW_POLICY, example, in_theme
from notifications.enums import Group, Kind
from notifications.exceptions import BadText, DeliveryError, TextChangedMeanwhile
from notifications.kinds import kinds_of
from notifications.models import MessageText
from notifications.own_texts import REQUIRED_NAMES, names_of
from notifications.texts import known_to_own_text, render_letter
from wallet_project.core.admin_tools import ReadOnlyAdmin

LIST = "admin:notifications_messagetext_changelist"
WRITE = "admin:notifications_messagetext_write"


@admin.register(MessageText)
class MessageTextAdmin(ReadOnlyAdmin):
    """A page for all kinds and languages, and a page for each text. Needs
    `notifications.change_messagetext` to change anything."""

    def get_urls(self) -> list[URLPattern]:
        name, wrap = "notifications_messagetext", self.admin_site.admin_view
        own = [
            path("<slug:kind>/<slug:language>/", wrap(self.write), name=f"{name}_write"),
            path("<slug:kind>/<slug:language>/preview/", wrap(self.preview), name=f"{name}_preview"),
        ]
        return own + list(super().get_urls())

    def may_write(self, request: HttpRequest) -> bool:
        return request.user.has_perm("notifications.change_messagetext")

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """All kinds by group, and in which languages the store says something of its own."""
        self._require_view(request)
        own = {code: queries.own_texts(Kind.values, code) for code, _name in settings.LANGUAGES}
        groups = [
            (
                group,
                [
                    (kind, [(code, name, own[code].get(kind)) for code, name in settings.LANGUAGES])
                    for kind in kinds_of(group)
                ],
            )
            for group in Group
        ]
        context = {"title": _("Texts of messages"), "groups": groups, "languages": settings.LANGUAGES}
        return self._page(request, "texts", context)

    def write(self, request: HttpRequest, kind: str, language: str) -> HttpResponse:
        """One text: to change, to try, to take back; with its versions."""
        self._require_view(request)
        chosen = _known(kind, language)
        versions = queries.text_versions(chosen, language)
        posted = request.POST if request.method == "POST" else None
        initial = _begin_with(request, chosen, language, versions)
        form = TextForm(posted, initial=initial, kind=chosen, language=language)
        if posted is not None:
            if not self.may_write(request):
                raise PermissionDenied
            done = self._do(request, form, chosen, language)
            if done is not None:
                return done
        context = {
            "title": f"{chosen.label}: {dict(settings.LANGUAGES)[language]}",
            "form": form,
            "kind": chosen,
            "language": language,
            "versions": versions,
            "is_own": bool(versions) and not versions[0].is_shipped,
            "names": list(_names(request, chosen)),
            "may_write": self.may_write(request),
        }
        return self._page(request, "text", context, status=422 if form.errors else 200)

    def _do(self, request: HttpRequest, form: TextForm, kind: Kind, language: str) -> HttpResponse | None:
        """What the pressed button asks for; None to show the page again."""
        if request.POST.get("do") == "take_back":
            return self._take_back(request, kind, language)
        if not form.is_valid():
            return None
        if request.POST.get("do") == "test":
            self._send_test(request, form, kind, language)
            return None
        try:
            text = services.save_text(
                kind=kind, language=language, author_id=_user_id(request), **form.cleaned_data
            )
        except BadText as error:
            for field, words in error.mistakes.items():
                form.add_error(field, " ".join(words))
            return None
        except TextChangedMeanwhile as error:
            form.add_error(None, error.message)
            return None
        return self._changed(request, text, _("Saved. Messages say this from now on."))

    def _take_back(self, request: HttpRequest, kind: Kind, language: str) -> HttpResponse:
        after = request.POST.get("after", "")
        number = int(after) if after.isascii() and after.isdigit() and len(after) < 8 else 0
        try:
            text = services.take_text_back(
                kind=kind, language=language, after=number, author_id=_user_id(request)
            )
        except TextChangedMeanwhile as error:
            notices.error(request, error.message)
            return redirect(WRITE, kind.value, language)
        return self._changed(request, text, _("Messages say what ships again."))

    def _changed(self, request: HttpRequest, text: MessageText, done: str) -> HttpResponse:
        self.log_change(request, text, done)
        notices.success(request, done)
        return redirect(WRITE, text.kind, text.language)

    def _send_test(self, request: HttpRequest, form: TextForm, kind: Kind, language: str) -> None:
        to = getattr(request.user, "email", "")
        try:
            own = _draft(form, kind, language)
            services.send_test_letter(message=example(request, kind), own=own, to=to)
        except DeliveryError as error:
            form.add_error(None, _("The letter could not be sent: %(why)s") % {"why": error.message})
        else:
            notices.success(request, _("Sent to %(address)s. Nothing was saved.") % {"address": to})

    @method_decorator([xframe_options_sameorigin, csp_replace(PREVIEW_POLICY)])
    def preview(self, request: HttpRequest, kind: str, language: str) -> HttpResponse:
        """How a letter with the posted text looks; without one, as it is now. Saves nothing."""
        self._require_view(request)
        chosen = _known(kind, language)
        initial = _begin_with(request, chosen, language, queries.text_versions(chosen, language))
        data = request.POST if request.method == "POST" else initial
        form = TextForm(data, kind=chosen, language=language)
        look = request.GET.get("as", "light")
        if not form.is_valid():
            return self._page(request, "text_preview", {"form": form}, status=422)
        letter = render_letter(example(request, chosen), own=_draft(form, chosen, language))
        if look == "text":
            return self._page(request, "text_preview", {"letter": letter, "language": language})
        return HttpResponse(in_theme(letter.html, dark=look == "dark"))

    def _require_view(self, request: HttpRequest) -> None:
        if not self.has_view_permission(request):
            raise PermissionDenied

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.may_write(request) or request.user.has_perm("notifications.view_messagetext")

    def _page(
        self, request: HttpRequest, name: str, context: dict[str, Any], status: int = 200
    ) -> HttpResponse:
        frame = {**self.admin_site.each_context(request), "opts": self.opts, "model_admin": self}
        return TemplateResponse(
            request, f"admin/notifications/{name}.html", {**frame, **context}, status=status
        )


def _known(kind: str, language: str) -> Kind:
    if kind not in Kind or language not in dict(settings.LANGUAGES):
        raise Http404
    return Kind(kind)


def _begin_with(
    request: HttpRequest, kind: Kind, language: str, versions: list[MessageText]
) -> dict[str, Any]:
    """The chosen version, else the newest; in the place of what is empty, what ships."""
    wanted = request.GET.get("version", "")
    chosen = next((one for one in versions if str(one.number) == wanted), next(iter(versions), None))
    subject, body = TextForm(kind=kind, language=language).shipped
    return {
        "subject": (chosen and chosen.subject) or subject,
        "body": (chosen and chosen.body) or body,
        "after": versions[0].number if versions else 0,
    }


def _draft(form: TextForm, kind: Kind, language: str) -> MessageText:
    written = {name: form.cleaned_data[name] for name in ("subject", "body")}
    return MessageText(kind=kind, language=language, **written)


def _names(request: HttpRequest, kind: Kind) -> Iterator[tuple[str, str, bool]]:
    """Each name, what it says in the example, and whether it is a must."""
    details = known_to_own_text(example(request, kind))
    required = REQUIRED_NAMES.get(kind, frozenset())
    for name in sorted(names_of(kind), key=lambda name: (name not in required, name)):
        yield f"{{{{ {name} }}}}", details.get(name, ""), name in required


def _user_id(request: HttpRequest) -> int:
    assert request.user.pk is not None
    return int(request.user.pk)
