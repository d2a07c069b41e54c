"""manage.py run_campaign: run a campaign from a terminal, to its end or until Ctrl-C."""

from __future__ import annotations

import sys
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from rewards.campaigns.enums import CampaignStatus
from rewards.campaigns.progress import progress_of, waiting_chunks
from rewards.campaigns.services import resume_campaign, run_chunk, schedule_campaign, start_campaign
from rewards.campaigns.words import gift
from rewards.models import Campaign
from wallet_project.core.exceptions import WalletProjectError

COLUMNS = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())


class Command(BaseCommand):
    help = (
        "Credit the customers of a campaign, or give them their cards, here and now. Stopped with Ctrl-C"
        " or killed, it goes on where it was when it is run again; nobody is credited twice, also beside"
        " running workers."
    )
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("campaign", type=UUID, help="the campaign's id")
        parser.add_argument("--start", action="store_true", help="start a draft, or before its time")
        parser.add_argument("--resume", action="store_true", help="go on with one that is paused or failed")
        parser.add_argument("--quiet", action="store_true", help="no progress")

    def handle(self, *args: Any, campaign: UUID, quiet: bool, **options: Any) -> None:
        try:
            found = self._prepare(campaign, start=options["start"], resume=options["resume"])
            self._run(found, quiet=quiet)
        except WalletProjectError as error:
            raise CommandError(str(error)) from error
        except KeyboardInterrupt:
            self.stderr.write("Stopped. Run it again to go on.")
            sys.exit(130)
        self._tell(campaign)

    def _prepare(self, campaign_id: UUID, *, start: bool, resume: bool) -> Campaign:
        if not Campaign.objects.filter(pk=campaign_id).exists():
            raise CommandError("There is no such campaign.")
        now = timezone.now()
        if start:
            schedule_campaign(campaign_id=campaign_id, starts_at=None, actor_id=None, now=now)
        if resume:
            resume_campaign(campaign_id=campaign_id)
        campaign = start_campaign(campaign_id=campaign_id, now=timezone.now())
        if campaign.status not in {CampaignStatus.RUNNING, CampaignStatus.DONE, CampaignStatus.EXHAUSTED}:
            hint = {"draft": " Start it with --start.", "scheduled": " Start it with --start."}
            hint |= {"paused": " Go on with --resume.", "failed": " Go on with --resume."}
            state = campaign.get_status_display().lower()
            raise CommandError(f"The campaign is {state}.{hint.get(campaign.status, '')}")
        return campaign

    def _run(self, campaign: Campaign, *, quiet: bool) -> None:
        progress = progress_of(campaign)
        with Progress(*COLUMNS, console=Console(stderr=True), disable=quiet, transient=True) as bars:
            bar = bars.add_task(campaign.name, total=progress.recipients, completed=progress.dealt_with)
            last: list[int] = []
            # What is the same as before is in a worker's hands, or the campaign was paused.
            while (chunks := waiting_chunks(campaign.pk, limit=10)) and chunks != last:
                for chunk_id in chunks:
                    run_chunk(chunk_id=chunk_id, now=timezone.now())
                    bars.update(bar, completed=progress_of(campaign).dealt_with)
                last = chunks

    def _tell(self, campaign_id: UUID) -> None:
        campaign = Campaign.objects.get(pk=campaign_id)
        progress = progress_of(campaign)
        self.stdout.write(
            f"{campaign.get_status_display()}: {progress.credited} of {progress.recipients} customers"
            f" credited, {gift(campaign, progress.credited)} in all."
        )
