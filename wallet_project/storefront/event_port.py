"""The shop's side of the credit rules: what happened, for their previews."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from refunds.automation.enums import RuleEvent
from refunds.automation.events import CreditEvent
from wallet_project.storefront.credit_events import happened_between


class StorefrontEvents:
    """Implements `refunds.automation.ports.Events` for this shop."""

    def happened(
        self, kind: RuleEvent, *, since: datetime, until: datetime, window_days: int
    ) -> Iterable[CreditEvent]:
        return happened_between(kind, since, until, window_days)
