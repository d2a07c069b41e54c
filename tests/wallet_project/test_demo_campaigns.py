"""The demo's campaigns."""

import pytest

from rewards.campaigns.enums import CampaignStatus
from rewards.models import Campaign
from tests.factories.campaigns import credited, make_customers, verify
from tests.factories.wallets import make_user
from wallet_project.demo.campaigns import write_campaigns

pytestmark = pytest.mark.django_db


def test_one_has_run_and_one_is_a_draft_however_often_they_are_loaded():
    admin = make_user(is_staff=True, is_superuser=True)
    [customer] = make_customers(1)
    for _time in range(2):
        write_campaigns(admin)
    done, draft = Campaign.objects.order_by("id")
    assert (done.status, draft.status) == (CampaignStatus.DONE, CampaignStatus.DRAFT)
    assert (done.created_by, done.started_by) == (admin, admin)
    assert credited(done) == {customer.pk: [500]}
    verify()
