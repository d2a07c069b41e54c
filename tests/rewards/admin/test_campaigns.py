"""Campaigns in the admin: plan, preview, start, watch, pause; who may, and what is refused in words."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from djmoney.money import Money

from rewards.campaigns import freezing
from rewards.campaigns.enums import CampaignStatus
from rewards.campaigns.services import run_chunk
from rewards.models import Campaign, CreditLot
from tests.factories.campaigns import begin, credited, fresh, make_campaign, make_customers, run
from tests.support.staff import address, client_of

pytestmark = pytest.mark.django_db

NONE, SUPPORT, OPERATIONS, FINANCE = "", "Support", "Operations", "Finance"
STEPS = ("pause", "resume", "cancel")


def typed(**changes):
    return {
        "name": "Spring thanks",
        "gives": "money",
        "currency": "EUR",
        "amount": "5.00",
        "budget": "100.00",
        "valid_days": "30",
        "segment": "all",
        "message": "Thank you.",
        "tells": "on",
        **changes,
    }


def add(client, **changes):
    return client.post(address("rewards_campaign_add"), typed(**changes))


def page_of(name, campaign):
    return address(f"rewards_campaign_{name}", campaign.pk)


def test_a_plan_becomes_a_draft_and_shows_its_preview():
    make_customers(3)
    client = client_of(FINANCE)
    answer = add(client)
    campaign = Campaign.objects.get()
    assert answer.url == page_of("preview", campaign)
    assert (campaign.status, campaign.amount, campaign.budget) == (CampaignStatus.DRAFT, 500, 10_000)
    assert campaign.created_by.is_staff
    shown = client.get(answer.url)
    preview = shown.context["preview"]
    assert (preview.payable, preview.cost) == (3, Money("15.00", "EUR"))
    assert preview.counts.staff == 1
    assert not CreditLot.objects.exists()


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"amount": "1.005"}, "amount", "EUR amounts have at most 2 decimals."),
        ({"amount": "0"}, "amount", "The amount must be more than zero."),
        ({"budget": "4.99"}, "budget", "The budget must be enough for one customer."),
        ({"segment": "spent"}, "spent_over", "Say how much they must have spent."),
        ({"segment": "inactive"}, "since", "Choose a day."),
        ({"segment": "tier"}, "tier", "Choose a tier."),
        ({"segment": "upload"}, "file", "Upload the list of customers."),
    ],
)
def test_what_is_missing_is_said_beside_its_field(changes, field, words):
    answer = add(client_of(FINANCE), **changes)
    assert answer.context["form"].errors[field] == [words]
    assert not Campaign.objects.exists()


def test_an_uploaded_list_names_the_lines_that_name_nobody():
    one, _two = make_customers(2)
    client = client_of(FINANCE)
    file = SimpleUploadedFile("list.csv", f"email\n{one.email}\nnobody@example.com\n\nX-17\n".encode())
    answer = add(client, segment="upload", file=file)
    assert answer.context["form"].errors["file"] == [
        "There are no such customers: line 3: nobody@example.com; line 5: X-17."
    ]
    assert not Campaign.objects.exists()
    file = SimpleUploadedFile("list.csv", one.email.upper().encode())
    add(client, segment="upload", file=file)
    campaign = Campaign.objects.get()
    assert campaign.list.customer_ids == [one.pk]
    client.post(page_of("edit", campaign), typed(segment="upload", name="Other"))
    assert credited(run(fresh(campaign))) == {one.pk: [500]}


def test_the_start_is_recorded_with_who_started_it():
    make_customers(2)
    campaign = make_campaign(budget=Money("50", "EUR"))
    client = client_of(FINANCE)
    answer = client.post(page_of("preview", campaign), {"starts_at": ""})
    assert answer.url == page_of("change", campaign)
    started = fresh(campaign)
    assert (started.status, started.started_by.is_staff) == (CampaignStatus.SCHEDULED, True)


def test_a_start_in_the_past_is_refused():
    campaign = make_campaign()
    answer = client_of(FINANCE).post(page_of("preview", campaign), {"starts_at": "2020-01-01T10:00"})
    assert "starts_at" in answer.context["form"].errors
    assert fresh(campaign).status == CampaignStatus.DRAFT


def test_operations_start_up_to_the_limit_for_staff_and_finance_beyond():
    small, large = make_campaign(budget=Money("100", "EUR")), make_campaign(budget=Money("100.01", "EUR"))
    operations = client_of(OPERATIONS)
    assert operations.post(page_of("preview", small)).status_code == 302
    refused = operations.post(page_of("preview", large))
    assert refused.context["form"].non_field_errors() == [
        "Your role starts campaigns with a budget up to €100.00, within 24 hours. Ask Finance."
    ]
    assert fresh(large).status == CampaignStatus.DRAFT
    assert client_of(FINANCE).post(page_of("preview", large)).status_code == 302


def test_it_is_paused_resumed_and_canceled_by_its_buttons(monkeypatch):
    monkeypatch.setattr(freezing, "CHUNK", 2)
    make_customers(4)
    first, _second = begin(campaign := make_campaign())
    run_chunk(chunk_id=first, now=timezone.now())
    client = client_of(FINANCE)
    page = client.get(page_of("change", campaign))
    assert page.context["progress"].percent == 50
    assert b"data-poll" in page.content
    states = []
    for step in STEPS:
        client.post(page_of(step, campaign))
        states.append(fresh(campaign).status)
    assert states == [CampaignStatus.PAUSED, CampaignStatus.RUNNING, CampaignStatus.CANCELED]
    assert b"data-poll" not in client.get(page_of("progress", campaign)).content


def test_what_can_not_be_done_any_more_is_said_in_words():
    make_customers(1)
    campaign = run(make_campaign())
    answer = client_of(FINANCE).post(page_of("cancel", campaign), follow=True)
    assert [str(one) for one in answer.context["messages"]] == ["This campaign has ended already."]
    edit = client_of(FINANCE).get(page_of("edit", campaign), follow=True)
    assert [str(one) for one in edit.context["messages"]] == [
        "Only a campaign that has not begun can be changed."
    ]


@pytest.mark.parametrize("role", [NONE, SUPPORT, OPERATIONS, FINANCE])
def test_support_looks_and_only_operations_and_finance_change(role):
    make_customers(1)
    begin(campaign := make_campaign())
    client = client_of(role)
    views = [
        address("rewards_campaign_changelist"),
        page_of("change", campaign),
        page_of("progress", campaign),
    ]
    assert {client.get(url).status_code for url in views} == {403 if role == NONE else 200}
    changes = role in {OPERATIONS, FINANCE}
    assert client.get(address("rewards_campaign_add")).status_code == (200 if changes else 403)
    assert client.post(page_of("pause", campaign)).status_code == (302 if changes else 403)
    assert (fresh(campaign).status == CampaignStatus.PAUSED) is changes


@pytest.mark.parametrize("step", STEPS)
def test_a_get_and_a_form_from_elsewhere_change_nothing(step):
    make_customers(1)
    begin(campaign := make_campaign())
    assert client_of("Superuser").get(page_of(step, campaign)).status_code == 405
    assert client_of("Superuser", enforce_csrf_checks=True).post(page_of(step, campaign)).status_code == 403
    assert fresh(campaign).status == CampaignStatus.RUNNING


def test_an_unknown_campaign_is_not_found():
    unknown = "01a2071f-dd82-78f9-a0fc-b6d4d9ec50f6"
    client = client_of(FINANCE)
    assert client.get(address("rewards_campaign_change", unknown)).status_code == 404
    assert client.post(f"/admin/rewards/campaign/{unknown}/pause/").status_code == 404


def test_names_and_messages_are_written_as_text():
    campaign = make_campaign(name="<b>x</b>", message="<script>1</script>")
    page = client_of(FINANCE).get(page_of("preview", campaign)).content.decode()
    assert "<script>1" not in page
    assert "&lt;script&gt;1" in page


@pytest.mark.parametrize("name", ["changelist", "change", "preview"])
def test_pages_cost_the_same_with_one_and_with_three_campaigns(name, django_assert_max_num_queries):
    client, counts = client_of(FINANCE), []
    for size in (1, 3):
        for _campaign in range(size):
            make_customers(2)
            campaign = make_campaign()
        url = address("rewards_campaign_changelist") if name == "changelist" else page_of(name, campaign)
        client.get(url)
        with django_assert_max_num_queries(40) as made:
            assert client.get(url).status_code == 200
        counts.append(len(made))
    assert counts[0] == counts[1]
