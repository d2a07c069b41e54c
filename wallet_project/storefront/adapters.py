"""What happens when a customer signs up or logs in."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.http import HttpRequest
from django.urls import reverse

from wallet_project.storefront.services.shopping import merge_guest_cart
from wallets.services.wallets import open_wallet


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Signing up opens a wallet; logging in brings the guest's cart along."""

    def save_user(
        self, request: HttpRequest, user: AbstractBaseUser, form: Any, commit: bool = True
    ) -> AbstractBaseUser:
        saved: AbstractBaseUser = super().save_user(request, user, form, commit=commit)
        if commit:
            open_wallet(customer_id=saved.pk, currency=settings.STORE_CURRENCY)
        return saved

    def login(self, request: HttpRequest, user: AbstractBaseUser) -> None:
        super().login(request, user)
        merge_guest_cart(session=request.session, customer_id=user.pk)

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        if getattr(request.user, "is_staff", False):
            return reverse("admin:index")
        return str(super().get_login_redirect_url(request))
