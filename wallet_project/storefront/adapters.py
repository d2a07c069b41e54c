"""What happens when a customer signs up or logs in."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.contrib.auth.models import AbstractBaseUser
from django.http import HttpRequest
from django.urls import reverse

from rewards.services import open_all_wallets
from wallet_project.storefront.services.rewarding import reward_sign_up
from wallet_project.storefront.services.shopping import merge_guest_cart


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Signing up opens wallet, reward wallet and points account and earns what the rules give for it;
    logging in brings the guest's cart along."""

    def save_user(
        self, request: HttpRequest, user: AbstractBaseUser, form: Any, commit: bool = True
    ) -> AbstractBaseUser:
        saved: AbstractBaseUser = super().save_user(request, user, form, commit=commit)
        if commit:
            open_all_wallets(customer_id=saved.pk)
            reward_sign_up(customer_id=saved.pk)
        return saved

    def login(self, request: HttpRequest, user: AbstractBaseUser) -> None:
        super().login(request, user)
        merge_guest_cart(session=request.session, customer_id=user.pk)

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        if getattr(request.user, "is_staff", False):
            return reverse("admin:index")
        return str(super().get_login_redirect_url(request))
