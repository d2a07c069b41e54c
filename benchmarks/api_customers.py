"""Makes the customers that the benchmark of the API calls for, and writes them as one line of JSON:
`key`, `customers` (their references) and `wallets` (their ids)."""

from __future__ import annotations

import json

import django

CUSTOMERS = 200


def main() -> None:
    django.setup()
    from django.contrib.auth import get_user_model
    from django.core.management import call_command
    from djmoney.money import Money

    from wallet_project.api_access.services import create_api_key
    from wallet_project.core.api.callers import Scope
    from wallets.enums import AdjustmentDirection, AdjustmentReason
    from wallets.services import adjust_wallet, open_wallet

    call_command("migrate", verbosity=0)
    _key, text = create_api_key(name="benchmark", scopes=Scope.values)
    made: dict[str, list[str]] = {"customers": [], "wallets": []}
    for number in range(CUSTOMERS):
        fields = {"email": f"c{number}@example.com", "reference": f"shop-{number}"}
        user = get_user_model().objects.create(**fields)
        wallet = open_wallet(customer_id=user.pk, currency="EUR")
        adjust_wallet(
            wallet_id=wallet.pk,
            direction=AdjustmentDirection.CREDIT,
            amount=Money("5000.00", "EUR"),
            reason=AdjustmentReason.GOODWILL,
            key=f"open-{number}",
            actor_id=None,
        )
        made["customers"].append(fields["reference"])
        made["wallets"].append(str(wallet.pk))
    print(json.dumps({"key": text, **made}), flush=True)


if __name__ == "__main__":
    main()
