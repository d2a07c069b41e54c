"""Asking to return something: one page, with both outcomes in numbers before anything is sent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from refunds.enums import Destination, RefundReason
from refunds.exceptions import PhotoRefused
from refunds.forms import ReturnForm
from refunds.models import ReturnPhoto, ReturnRequest
from refunds.models.photo import MOST_PHOTOS
from refunds.queries_returns import ReturnOffer, offer_for, photo_drafts, return_of_form
from refunds.services import RefundQuote, keep_photo, quote_refund, request_return
from wallet_project.core.exceptions import WalletProjectError
from wallet_project.core.pages import customer_fragment, customer_id, customer_page, uuid_of


@dataclass(frozen=True, slots=True)
class Choices:
    """What the customer would get, by destination; `agreed` names these numbers in the form."""

    quote: RefundQuote | None = None
    refusal: str = ""

    @property
    def agreed(self) -> str:
        if self.quote is None:
            return ""
        outcomes = (self.quote.to_wallet, self.quote.to_original)
        return "/".join(str(one.total.amount) if one else "-" for one in outcomes)

    @property
    def only(self) -> Destination | None:
        """The destination, where there is no choice."""
        if self.quote is None or (self.quote.to_wallet and self.quote.to_original):
            return None
        return Destination.WALLET if self.quote.to_wallet else Destination.ORIGINAL


@require_http_methods(["GET", "HEAD", "POST"])
@customer_page
def ask(request: HttpRequest, reference: str) -> HttpResponse:
    """The form; a POST keeps the photos and asks, or says beside the fields what is missing."""
    made = return_of_form(customer_id=customer_id(request), key=uuid_of(request.POST.get("key")))
    if made is not None:
        return redirect(made)
    offer = _offer(request, reference)
    if not offer.is_open or request.method != "POST":
        return _page(request, reference, ReturnForm(offer=offer), [])
    form = ReturnForm(_posted(request, offer), offer=offer)
    form.is_valid()
    photos = _photos(request, form)
    if form.is_valid() and _is_agreed(form, offer):
        found = _request(request, form, photos)
        if found is not None:
            messages.success(request, _("We have your return."))
            return redirect(found)
    return _page(request, reference, form, photos)


@require_safe
@customer_fragment
def outcomes(request: HttpRequest, reference: str) -> HttpResponse:
    """Both outcomes alone, for a page that is open. Changes nothing."""
    offer = _offer(request, reference)
    form = ReturnForm(request.GET, offer=offer)
    form.is_valid()
    context = {"form": form, "offer": offer, "choices": _choices(form), "out_of_band": True}
    return render(request, "refunds/_outcomes.html", context)


def _offer(request: HttpRequest, reference: str) -> ReturnOffer:
    return offer_for(customer_id=customer_id(request), order_reference=reference, now=timezone.now())


def _posted(request: HttpRequest, offer: ReturnOffer) -> Any:
    """What was typed. Where there is no choice of a destination, the page asks for none."""
    data = request.POST.copy()
    data.setdefault("destination", "")
    if not data["destination"]:
        draft = ReturnForm(data, offer=offer)
        draft.is_valid()
        data["destination"] = _choices(draft).only or ""
    return data


def _choices(form: ReturnForm) -> Choices:
    """The outcomes of what was chosen so far; empty until goods and a reason are."""
    reason, payment = form.cleaned_data.get("reason"), form.offer.payment
    if payment is None or not reason or not form.wanted:
        return Choices()
    try:
        quote = quote_refund(
            payment_id=payment.pk,
            reason=RefundReason(reason),
            lines=form.wanted,
            policy=form.offer.policy,
        )
    except WalletProjectError as error:
        return Choices(refusal=error.message)
    if quote.to_wallet is None and quote.to_original is None:
        return Choices(refusal=" ".join(quote.refusals))
    return Choices(quote)


def _is_agreed(form: ReturnForm, offer: ReturnOffer) -> bool:
    """Whether the customer has seen the numbers that hold; if not, the page that comes back has them."""
    return bool(form.cleaned_data["agreed"]) and form.cleaned_data["agreed"] == _choices(form).agreed


def _photos(request: HttpRequest, form: ReturnForm) -> list[ReturnPhoto]:
    """The drafts that the page had, and what was sent with it; what is refused is said on the form."""
    ids = [found for text in request.POST.getlist("kept") if (found := uuid_of(text)) is not None]
    photos = photo_drafts(customer_id=customer_id(request), ids=ids)[:MOST_PHOTOS]
    files = request.FILES.getlist("photos")
    room = MOST_PHOTOS - len(photos)
    if len(files) > room:
        form.add_error(None, _("A return can have five photos at most. The others were left out."))
    for file in files[:room]:
        photo = _kept(request, form, file)
        if photo is not None:
            photos.append(photo)
    return photos


def _kept(request: HttpRequest, form: ReturnForm, file: UploadedFile[bytes]) -> ReturnPhoto | None:
    try:
        return keep_photo(
            customer_id=customer_id(request), file=file, size=file.size or 0, now=timezone.now()
        )
    except PhotoRefused as error:
        form.add_error(None, f"{file.name}: {error.message}")
        return None


def _request(request: HttpRequest, form: ReturnForm, photos: Sequence[ReturnPhoto]) -> ReturnRequest | None:
    data, payment = form.cleaned_data, form.offer.payment
    assert payment is not None
    ids: list[UUID] = [photo.pk for photo in photos]
    try:
        return request_return(
            customer_id=customer_id(request),
            payment_id=payment.pk,
            reason=RefundReason(data["reason"]),
            destination=Destination(data["destination"]),
            lines=form.wanted,
            words=data["words"],
            photo_ids=ids,
            key=form.key_or_new,
            now=timezone.now(),
        )
    except WalletProjectError as error:
        form.add_error(None, error.message)
        return None


def _page(
    request: HttpRequest, reference: str, form: ReturnForm, photos: Sequence[ReturnPhoto]
) -> HttpResponse:
    context = {
        "reference": reference,
        "offer": form.offer,
        "form": form,
        "photos": photos,
        "photos_left": MOST_PHOTOS - len(photos),
        "choices": _choices(form) if form.is_bound else Choices(),
        "sent": request.method == "POST",
    }
    return render(request, "refunds/new_return.html", context, status=422 if form.errors else 200)
