"""The hosted payment page, and the bank's 3-D Secure page behind it."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from wallet_project.fake_stripe.api.answers import base_url
from wallet_project.fake_stripe.bank import intents, methods, payments, sessions, setups
from wallet_project.fake_stripe.cards import BY_NUMBER, TEST_CARDS
from wallet_project.fake_stripe.currencies import format_amount
from wallet_project.fake_stripe.knobs import read_knobs
from wallet_project.fake_stripe.pages.forms import OUTCOMES, BankForm, CardForm
from wallet_project.fake_stripe.store import Doc, get_store

LABELS = {"card": "Card", "upi": "UPI", "netbanking": "Net banking"}


class SeeOther(HttpResponseRedirect):
    """The customer goes on with a GET, whatever they came with."""

    status_code = 303


# The unguessable id in the address is the permission here, as on Stripe's own page; there is no
# log-in that a foreign page could borrow.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def pay(request: HttpRequest, session: str) -> HttpResponse:
    with get_store().transaction():
        doc = _find(session, "checkout.session")
        if doc["status"] != "open":
            return _closed(request, doc)
        if request.method != "POST":
            return _page(request, doc, CardForm(initial=_prefilled(request)))
        return _submit(request, doc)


def _find(identifier: str, *kinds: str) -> Doc:
    doc = get_store().find(identifier)
    if doc is None or doc["object"] not in kinds:
        raise Http404
    return doc


def _prefilled(request: HttpRequest) -> dict[str, str]:
    card = BY_NUMBER.get(request.GET.get("fill", ""))
    if card is None:
        return {}
    cvc = "1234" if card.number.startswith("3") else "123"
    return {"number": card.number, "expiry": "12 / 34", "cvc": cvc, "name": "Demo Customer"}


def _page(request: HttpRequest, session: Doc, form: CardForm, *, error: str = "") -> HttpResponse:
    chosen = request.POST.get("method") or session["payment_method_types"][0]
    context: dict[str, Any] = {
        "session": session,
        "amount": _amount(session),
        "names": session.get("_names", []),
        "saves": session["mode"] == "setup" or session["_intent"]["setup_future_usage"],
        "form": form,
        "error": error or _last_error(session),
        "methods": [(kind, LABELS[kind], kind == chosen) for kind in session["payment_method_types"]],
        "outcomes": OUTCOMES,
        "outcome": request.POST.get("outcome", "now"),
        "late_seconds": int(read_knobs().late_seconds),
        "cards": TEST_CARDS,
    }
    return render(request, "fake_stripe/pay.html", context)


def _amount(session: Doc) -> str:
    return format_amount(session["amount_total"], session["currency"]) if session["mode"] == "payment" else ""


def _last_error(session: Doc) -> str:
    behind = get_store().find(session["payment_intent"] or session["setup_intent"] or "") or {}
    error = behind.get("last_payment_error") or behind.get("last_setup_error") or {}
    return str(error.get("message", ""))


def _closed(request: HttpRequest, session: Doc) -> HttpResponse:
    """A page that was paid sends the customer on; one that expired says so."""
    if session["status"] == "complete":
        return SeeOther(sessions.success_address(session))
    return render(request, "fake_stripe/closed.html", {"session": session}, status=410)


def _submit(request: HttpRequest, session: Doc) -> HttpResponse:
    form = CardForm(request.POST)
    kind = request.POST.get("method", "card")
    if kind not in session["payment_method_types"]:
        return _page(request, session, form, error="Choose how you want to pay.")
    if kind == "card" and not form.is_valid():
        return _page(request, session, form, error="Please check the marked fields.")
    bank = BankForm(request.POST)
    if kind != "card" and not bank.is_valid():
        return _page(request, session, CardForm(), error="Choose what your bank does.")
    outcome = _confirm(request, session, _method(kind, form, bank))
    return _answer(request, session, outcome, form if kind == "card" else CardForm())


def _method(kind: str, form: CardForm, bank: BankForm) -> Doc:
    if kind != "card":
        return methods.new_bank_method(kind, outcome=bank.cleaned_data["outcome"])
    month, year = form.cleaned_data["expiry"]
    number, name = form.cleaned_data["number"], form.cleaned_data["name"]
    return methods.new_card(number=number, exp_month=month, exp_year=year, name=name)


def _confirm(request: HttpRequest, session: Doc, method: Doc) -> Doc:
    back = f"{base_url(request)}/c/pay/{session['id']}"
    session["customer_details"] = {"email": session["customer_email"], "name": None}
    if session["mode"] == "setup":
        setup = get_store().get("setup_intent", session["setup_intent"])
        get_store().put(session)
        return setups.confirm(setup, method, base_url=base_url(request), return_url=back)
    intent = _intent_of(session)
    return payments.confirm(intent, method, base_url=base_url(request), return_url=back)


def _intent_of(session: Doc) -> Doc:
    """The page's one payment, made with the first try."""
    if session["payment_intent"]:
        return get_store().get("payment_intent", session["payment_intent"])
    intent = intents.new_intent(
        amount=session["amount_total"],
        currency=session["currency"],
        customer=session["customer"],
        _session=session["id"],
        **session["_intent"],
    )
    session["payment_intent"] = intent["id"]
    get_store().put(session)
    return intent


def _answer(request: HttpRequest, session: Doc, outcome: Doc, form: CardForm) -> HttpResponse:
    if outcome["status"] == "requires_action":
        return SeeOther(setups.challenge_url(base_url(request), outcome["id"]))
    if outcome["status"] in ("succeeded", "processing"):
        return SeeOther(sessions.success_address(session))
    return _page(request, _find(session["id"], "checkout.session"), form)


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def three_ds(request: HttpRequest, identifier: str) -> HttpResponse:
    """The page of the customer's bank that asks whether it was really them."""
    doc = _find(identifier, "payment_intent", "setup_intent")
    if request.method == "POST":
        doc = _authenticate(identifier, approved=request.POST.get("answer") == "approve")
    if doc["status"] != "requires_action":
        return SeeOther(_after_challenge(request, doc))
    amount = format_amount(doc["amount"], doc["currency"]) if "amount" in doc else ""
    return render(request, "fake_stripe/three_ds.html", {"amount": amount})


def _authenticate(identifier: str, *, approved: bool) -> Doc:
    with get_store().transaction():
        doc = _find(identifier, "payment_intent", "setup_intent")
        if doc["object"] == "payment_intent":
            return payments.authenticate(doc, approved=approved)
        return setups.authenticate(doc, approved=approved)


def _after_challenge(request: HttpRequest, doc: Doc) -> str:
    if not doc.get("_session"):
        return payments.return_address(doc)
    session = _find(doc["_session"], "checkout.session")
    if session["status"] == "complete":
        return sessions.success_address(session)
    return f"{base_url(request)}/c/pay/{session['id']}"
