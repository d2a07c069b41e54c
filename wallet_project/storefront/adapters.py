"""What happens when a customer signs up or logs in."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language

from rewards.devices import device_of, keep_device
from rewards.invitations import forget_code
from rewards.services import bind_referral, open_all_wallets, open_referral_code, remember_device
from wallet_project.storefront.services.rewarding import reward_sign_up
from wallet_project.storefront.services.security import tell_of_change, tell_of_new_device
from wallet_project.storefront.services.shopping import merge_guest_cart


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Signing up opens wallet, reward wallet and points account, notes whose code brought the customer,
    and earns what the rules give for it; logging in brings the guest's cart along, and notes the
    browser. Of changes to the account its owner is told."""

    def save_user(
        self, request: HttpRequest, user: AbstractBaseUser, form: Any, commit: bool = True
    ) -> AbstractBaseUser:
        spoken = get_language() or ""
        if spoken in dict(settings.LANGUAGES):
            user.locale = spoken  # type: ignore[attr-defined]
        saved: AbstractBaseUser = super().save_user(request, user, form, commit=commit)
        if commit:
            open_all_wallets(customer_id=saved.pk)
            open_referral_code(customer_id=saved.pk)
            self._bind(request, saved, form.cleaned_data.get("referral_code", ""))
            reward_sign_up(customer_id=saved.pk)
        return saved

    def _bind(self, request: HttpRequest, friend: AbstractBaseUser, code: str) -> None:
        if code:
            bind_referral(friend_id=friend.pk, code=code, device=device_of(request), now=timezone.now())
        forget_code(request.session)

    def post_login(self, request: HttpRequest, user: AbstractBaseUser, **kwargs: Any) -> HttpResponse:
        response: HttpResponse = super().post_login(request, user, **kwargs)
        now = timezone.now()
        if remember_device(customer_id=user.pk, device=keep_device(request, response), now=now):
            browser = request.headers.get("User-Agent", "")
            tell_of_new_device(user_id=user.pk, browser=browser, now=now)
        return response

    def send_notification_mail(
        self,
        template_prefix: str,
        user: AbstractBaseUser,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        """By our own way: kept, tried again, and never in the way of what it tells of."""
        tell_of_change(user_id=user.pk, change=template_prefix, address=email or "", now=timezone.now())

    def login(self, request: HttpRequest, user: AbstractBaseUser) -> None:
        super().login(request, user)
        merge_guest_cart(session=request.session, customer_id=user.pk)

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        if getattr(request.user, "is_staff", False):
            return reverse("admin:index")
        return str(super().get_login_redirect_url(request))
