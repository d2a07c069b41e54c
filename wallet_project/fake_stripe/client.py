"""The strings of a running fake, typed, for tests and the demo; and a customer without a browser."""

from __future__ import annotations

import json
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterable
from dataclasses import dataclass
from typing import IO, Any

from wallet_project.fake_stripe.config import DEFAULT_SECRET_KEY, DEFAULT_WEBHOOK_SECRET

Doc = dict[str, Any]
TIMEOUT_SECONDS = 60


class ControlError(Exception):
    """The fake refused a control call."""


class _StayHere(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args: Any, **kwargs: Any) -> None:
        return None


@dataclass(frozen=True, slots=True)
class Page:
    """What a page of the fake answered: `location` is where it sends the customer, if anywhere."""

    status: int
    location: str
    text: str


@dataclass(frozen=True, slots=True)
class FakeStripe:
    """One running fake at `base_url`."""

    base_url: str
    secret_key: str = DEFAULT_SECRET_KEY
    webhook_secret: str = DEFAULT_WEBHOOK_SECRET

    def _control(self, action: str, /, **body: Any) -> Any:
        headers = {"Authorization": f"Bearer {self.secret_key}", "Content-Type": "application/json"}
        data = json.dumps(body).encode()
        request = urllib.request.Request(f"{self.base_url}/_control/{action}", data, headers)  # noqa: S310
        try:
            with urllib.request.urlopen(request, timeout=TIMEOUT_SECONDS) as answer:  # noqa: S310
                return json.load(answer)["result"]
        except urllib.error.HTTPError as error:
            raise ControlError(error.read().decode(errors="replace")) from None

    def is_up(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.base_url}/_control/health", timeout=2):  # noqa: S310
                return True
        except OSError:
            return False

    def configure(self, **knobs: Any) -> Doc:
        """Turn knobs (see `knobs.Knobs`): `configure(delivery="hold", late_seconds=1)`."""
        result: Doc = self._control("settings", **knobs)
        return result

    def events(self, *types: str) -> list[Doc]:
        """Events, oldest first, each with `deliveries`."""
        result: list[Doc] = self._control("events", types=list(types))
        return result

    def deliver(self, ids: Iterable[str] = (), *, parallel: bool = False, times: int = 1) -> list[int]:
        """Send these events (all held ones without `ids`) now; returns the webhook's HTTP statuses."""
        result: list[int] = self._control("events/deliver", ids=list(ids), parallel=parallel, times=times)
        return result

    def settle_payment(self, payment: str, *, succeeded: bool = True) -> Doc:
        """Let the bank answer a payment in `processing`."""
        result: Doc = self._control(f"payments/{payment}/settle", succeeded=succeeded)
        return result

    def dispute_payment(self, payment: str, *, reason: str = "fraudulent") -> Doc:
        """Returns the new dispute."""
        result: Doc = self._control(f"payments/{payment}/dispute", reason=reason)
        return result

    def close_dispute(self, dispute: str, *, won: bool) -> Doc:
        result: Doc = self._control(f"disputes/{dispute}/close", won=won)
        return result

    def settle_refund(self, refund: str, *, succeeded: bool = True) -> Doc:
        """Let a pending refund arrive, or any refund fail."""
        result: Doc = self._control(f"refunds/{refund}/settle", succeeded=succeeded)
        return result

    def inject(self, kind: str, path: str, **details: Any) -> None:
        """Order a fault (see `api.faults`) for the next `times` calls of `method` `path` (a regular
        expression), lasting `seconds`."""
        self._control("faults", kind=kind, path=path, **details)

    def clear_faults(self) -> None:
        """No call suffers any more, and those that are kept waiting go on."""
        self._control("faults")

    def calls(self, path: str = "") -> list[Doc]:
        """The last API calls, oldest first: method, path, status, idempotency_key, replayed."""
        found: list[Doc] = self._control("calls")
        return [call for call in found if not path or call["path"] == path]

    def advance_clock(self, seconds: float) -> None:
        """Let time pass: pages expire, late banks answer, idempotency keys are forgotten."""
        self._control("clock", seconds=seconds)

    def reset(self) -> None:
        """Forget all objects, faults and knobs."""
        self._control("reset")

    def open_page(self, url: str, **fields: str) -> Page:
        """GET a page, or POST `fields` to it, without following where it leads."""
        data = urllib.parse.urlencode(fields).encode() if fields else None
        opener = urllib.request.build_opener(_StayHere)
        try:
            with opener.open(url, data, timeout=TIMEOUT_SECONDS) as answer:
                return _read(answer.status, answer)
        except urllib.error.HTTPError as error:
            return _read(error.code, error)

    def pay(self, url: str, *, card: str = "4242424242424242", name: str = "Demo Customer") -> Page:
        """Fill in a hosted page with a card and submit it."""
        cvc = "1234" if card.startswith("3") else "123"
        return self.open_page(url, method="card", number=card, expiry="12 / 34", cvc=cvc, name=name)

    def pay_by_bank(self, url: str, *, method: str = "upi", outcome: str = "now") -> Page:
        """Choose UPI or net banking; `outcome`: now, late, late_fails, never, declines."""
        return self.open_page(url, method=method, outcome=outcome)

    def authenticate(self, url: str, *, approve: bool = True) -> Page:
        """Answer the bank's 3-D Secure page."""
        return self.open_page(url, answer="approve" if approve else "fail")


def _read(status: int, answer: IO[bytes]) -> Page:
    headers = getattr(answer, "headers", {})
    return Page(status, headers.get("Location", ""), answer.read().decode(errors="replace"))
