"""manage.py run_campaign, as somebody at a terminal sees it."""

import pytest
from django.core.management import CommandError, call_command

from rewards.campaigns import freezing
from rewards.campaigns.enums import CampaignStatus
from rewards.campaigns.services import pause_campaign
from tests.factories.campaigns import (
    begin,
    cards_of,
    credited,
    fresh,
    make_campaign,
    make_card_campaign,
    make_customers,
    verify,
)
from tests.factories.offers import make_game

pytestmark = pytest.mark.django_db


def run(campaign, *options):
    call_command("run_campaign", str(campaign.pk), "--quiet", *options)


@pytest.fixture
def campaign(monkeypatch):
    monkeypatch.setattr(freezing, "CHUNK", 2)
    make_customers(5)
    return make_campaign()


def test_it_credits_everybody_and_says_how_many(campaign, capsys):
    run(campaign, "--start")
    assert capsys.readouterr().out == "Done: 5 of 5 customers credited, €25.00 in all.\n"
    assert sorted(map(len, credited(campaign).values())) == [1] * 5


def test_it_gives_cards_and_says_how_many(campaign, capsys):
    cards = make_card_campaign(make_game())
    run(cards, "--start")
    assert capsys.readouterr().out == "Done: 5 of 5 customers credited, 5 scratch cards in all.\n"
    assert sorted(cards_of(cards).values()) == [1] * 5
    assert credited(campaign) == {}


def test_stopped_with_ctrl_c_it_goes_on_where_it_was(campaign, capsys, monkeypatch):
    from rewards.management.commands import run_campaign as command

    begin(campaign)
    work, done = command.run_chunk, []

    def interrupted(**arguments):
        if len(done) == 2:
            raise KeyboardInterrupt
        done.append(work(**arguments))

    with monkeypatch.context() as patched:
        patched.setattr(command, "run_chunk", interrupted)
        with pytest.raises(SystemExit) as stop:
            run(campaign)
    assert stop.value.code == 130
    assert capsys.readouterr().err == "Stopped. Run it again to go on.\n"
    assert len(credited(campaign)) == 4
    run(campaign)
    assert fresh(campaign).status == CampaignStatus.DONE
    assert sorted(map(len, credited(campaign).values())) == [1] * 5
    verify()


def test_a_draft_and_a_paused_campaign_are_refused_with_what_to_do(campaign):
    with pytest.raises(CommandError, match=r"The campaign is draft\. Start it with --start\."):
        run(campaign)
    begin(campaign)
    pause_campaign(campaign_id=campaign.pk)
    with pytest.raises(CommandError, match=r"The campaign is paused\. Go on with --resume\."):
        run(campaign)
    assert credited(campaign) == {}
    run(campaign, "--resume")
    assert len(credited(campaign)) == 5


def test_an_unknown_campaign_is_refused():
    with pytest.raises(CommandError, match="There is no such campaign"):
        call_command("run_campaign", "01a2071f-dd82-78f9-a0fc-b6d4d9ec50f6", "--quiet")
