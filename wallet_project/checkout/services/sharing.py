"""Who pays how much of a new payment, from what is available under the locks."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext as _
from djmoney.money import Money

from rewards.queries import cap_for
from wallet_project.checkout.enums import TenderKind
from wallet_project.checkout.locks import Payer
from wallet_project.checkout.plan import Plan, Source, plan_tenders
from wallet_project.checkout.services.requests import PaymentRequest
from wallet_project.core.exceptions import InsufficientFunds
from wallet_project.core.money import require_currency, smallest, to_minor, zero
from wallets.services import require_can_spend


def plan_of(request: PaymentRequest, payer: Payer) -> Plan:
    """The shares of rewards, wallet and card. Raises as `plan_tenders`, `WalletFrozen` if a wallet that is
    not open was chosen to pay, `InsufficientFunds` if a card would be needed and is not to pay."""
    if any(chosen is not None and to_minor(chosen) > 0 for chosen in _chosen(request)):
        require_can_spend(payer.wallet)
    sources = [
        Source(TenderKind.REWARD, payer.rewards_available, request.reward_amount, _cap(request, payer)),
        Source(TenderKind.WALLET, payer.available, request.wallet_amount),
    ]
    if not request.takes_card:
        _require_enough(request, payer, sources)
    return plan_tenders(total=request.total, sources=sources)


def _chosen(request: PaymentRequest) -> tuple[Money | None, Money | None]:
    return request.reward_amount, request.wallet_amount


def _cap(request: PaymentRequest, payer: Payer) -> Money | None:
    """How much reward money the order may use; not asked where there is none."""
    if not payer.rewards_available.amount:
        return None
    lines, has_coupon = request.lines, request.has_coupon
    return cap_for(total=request.total, lines=lines, has_coupon=has_coupon, now=timezone.now()).amount


def _require_enough(request: PaymentRequest, payer: Payer, sources: list[Source]) -> None:
    at_most = sum((_at_most(source) for source in sources), start=zero(request.currency))
    if at_most < request.total:
        if request.wallet_amount is None:
            require_can_spend(payer.wallet)
        words = _("Rewards and wallet can pay %(available)s of it, and no card is to pay.")
        raise InsufficientFunds(available=at_most, message=words % {"available": at_most})


def _at_most(source: Source) -> Money:
    if source.chosen is not None:
        return require_currency(source.chosen, str(source.available.currency))
    return source.available if source.cap is None else smallest(source.available, source.cap)
