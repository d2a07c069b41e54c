"""The keys of the API in the admin: made, looked at with their calls, revoked."""

from __future__ import annotations

from django.utils import timezone

from tests.browser.staff import staff
from tests.browser.visitor import DESKTOP, Visit
from wallet_project.api_access.models import ApiCall, ApiKey


def called(key: ApiKey, path: str, status: int) -> None:
    ApiCall.objects.create(
        key=key,
        method="POST",
        path=path,
        status=status,
        milliseconds=12,
        address="203.0.113.7",
        called_at=timezone.now(),
    )


def test_a_key_is_made_looked_at_and_revoked(visit: Visit) -> None:
    admin = visit(staff("Superuser"), size=DESKTOP)
    admin.goes_to("/admin/api_access/apikey/add/")
    admin.looks("admin, new API key")
    admin.field("Name").fill("Shop back end")
    admin.field("Top up, credit, debit, freeze and transfer").check()
    admin.field("Return hosts").fill("shop.example")
    admin.main.get_by_role("button", name="Add").click()
    admin.page.locator("code", has_text="sw_").wait_for()
    admin.looks("admin, API key shown once")

    key = ApiKey.objects.get()
    assert (key.return_hosts, key.scopes) == (["shop.example"], ["wallets:write"])
    admin.goes_to(f"/admin/api_access/apikey/{key.pk}/change/")
    admin.looks("admin, API key without calls")
    called(key, "/api/v1/wallets/01a218e4-4b36-7a68-9b30-f47377b1b142/credits/", 201)
    called(key, "/api/v1/wallets/01a218e4-4b36-7a68-9b30-f47377b1b142/debits/", 402)
    admin.page.reload()
    admin.looks("admin, API key with calls")
    admin.link("All of the last days").click()
    admin.page.get_by_text("debits/").first.wait_for()
    admin.looks("admin, API calls")

    admin.goes_to(f"/admin/api_access/apikey/{key.pk}/revoke")
    admin.looks("admin, API key to revoke")
    admin.main.get_by_role("button", name="Yes, do it").click()
    admin.page.get_by_text("The key no longer works.").wait_for()
    assert ApiKey.objects.get().revoked_at is not None
    admin.goes_to("/admin/api_access/apikey/")
    admin.looks("admin, API keys")
