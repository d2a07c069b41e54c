"""What staff type to plan a campaign. The form keeps what was typed and says what is wrong beside it."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any

from django import forms
from django.conf import settings
from django.contrib.admin import VERTICAL
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from djmoney.money import Money
from unfold.widgets import (
    UnfoldAdminRadioSelectWidget,
    UnfoldAdminSelectWidget,
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
    UnfoldBooleanSwitchWidget,
)

from rewards.campaigns.enums import Segment
from rewards.campaigns.services import Cards, Plan, Uploaded, read_list
from rewards.enums import POINTS
from rewards.models import Campaign, ScratchCardGame, Tier
from rewards.services.scratch_cards import LONGEST_REASON
from wallet_project.core.exceptions import AmountError, WalletProjectError
from wallet_project.core.money import parse_money, require_positive
from wallet_project.core.words import currency_name

MONEY, CARD = "money", "card"
GIFTS = [(MONEY, _("Reward money or points")), (CARD, _("A scratch card of a game"))]


def _amount(label: Any, *, required: bool = True, help_text: Any = "") -> forms.CharField:
    widget = UnfoldAdminTextInputWidget(attrs={"inputmode": "decimal", "autocomplete": "off"})
    return forms.CharField(label=label, max_length=40, required=required, help_text=help_text, widget=widget)


class GameField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A game that may give cards, now or later."""

    def label_from_instance(self, game: Any) -> str:
        return f"{game.name} ({currency_name(game.currency)})"


class CampaignForm(forms.Form):
    """A draft. What a gift or a segment asks for is asked only of that gift or segment."""

    name = forms.CharField(
        label=_("Name"),
        max_length=120,
        help_text=_("Only staff read this."),
        widget=UnfoldAdminTextInputWidget(attrs={"autocomplete": "off"}),
    )
    gives = forms.ChoiceField(
        label=_("What to give"),
        choices=GIFTS,
        initial=MONEY,
        widget=UnfoldAdminRadioSelectWidget(radio_style=VERTICAL),
    )
    game = GameField(
        label=_("Scratch card game"),
        queryset=ScratchCardGame.objects.none(),
        required=False,
        help_text=_("The prizes and how long a card can be scratched are the game’s."),
        widget=UnfoldAdminSelectWidget,
    )
    most_cards = forms.IntegerField(
        label=_("At most so many cards"),
        min_value=1,
        required=False,
        help_text=_("Each customer gets one, until so many are given or the game’s budget is used up."),
        widget=UnfoldAdminTextInputWidget(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    currency = forms.ChoiceField(label=_("Reward money or points"), widget=UnfoldAdminSelectWidget)
    amount = _amount(_("For each customer"), required=False)
    budget = _amount(
        _("Budget"),
        required=False,
        help_text=_("The campaign never gives more than this, whoever is in it."),
    )
    valid_days = forms.IntegerField(
        label=_("Days until it expires"),
        min_value=1,
        max_value=3650,
        required=False,
        help_text=_("From the start of the campaign. Empty: it never expires."),
        widget=UnfoldAdminTextInputWidget(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    segment = forms.ChoiceField(
        label=_("Who gets it"),
        choices=Segment.choices,
        initial=Segment.ALL,
        widget=UnfoldAdminRadioSelectWidget(radio_style=VERTICAL),
    )
    tier = forms.ModelChoiceField(
        label=_("Tier"),
        queryset=Tier.objects.all(),
        required=False,
        help_text=_("For customers of a tier: those who are in it at the start."),
        widget=UnfoldAdminSelectWidget,
    )
    spent_over = _amount(
        _("Spent more than"),
        required=False,
        help_text=_("For customers who spent more: in %(currency)s, over their paid orders.")
        % {"currency": settings.STORE_CURRENCY},
    )
    since = forms.DateField(
        label=_("Since"),
        required=False,
        help_text=_("What was bought from this day on counts."),
        widget=UnfoldAdminTextInputWidget(attrs={"type": "date", "min": "2000-01-01", "max": "2999-12-31"}),
    )
    file = forms.FileField(
        label=_("List of customers"),
        required=False,
        help_text=_("A CSV file with a customer reference or an e-mail address in each line."),
        widget=forms.FileInput(attrs={"accept": ".csv,text/csv,text/plain"}),
    )
    message = forms.CharField(
        label=_("Message to the customer"),
        max_length=300,
        required=False,
        help_text=_("On the statement or the card, and in the message if one is sent."),
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 2}),
    )
    tells = forms.BooleanField(
        label=_("Send each customer a message"),
        required=False,
        initial=True,
        widget=UnfoldBooleanSwitchWidget,
    )

    def __init__(self, data: Any = None, files: Any = None, *, campaign: Campaign | None = None) -> None:
        super().__init__(data, files, initial=_initial(campaign) if campaign else None)
        self.campaign = campaign
        choices = [(code, code) for code in settings.CURRENCIES] + [(POINTS, gettext("Points"))]
        self.fields["currency"].choices = choices  # type: ignore[attr-defined]
        goes_on = Q(ends_at=None) | Q(ends_at__gt=timezone.now())
        games = ScratchCardGame.objects.filter(goes_on).order_by("name", "pk")
        self.fields["game"].queryset = games  # type: ignore[attr-defined]

    @property
    def limit_field(self) -> str:
        """Where it is typed how much the campaign gives at most."""
        return "most_cards" if self.cleaned_data.get("gives") == CARD else "budget"

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        if data.get("gives") == CARD:
            self._clean_cards()
        else:
            self._clean_money(data.get("currency", ""))
        segment = data.get("segment")
        if segment == Segment.SPENT:
            self._need("spent_over", gettext("Say how much they must have spent."))
            data["spent_over"] = self._money("spent_over", settings.STORE_CURRENCY)
        if segment in {Segment.SPENT, Segment.INACTIVE}:
            self._need("since", gettext("Choose a day."))
        if segment == Segment.TIER:
            self._need("tier", gettext("Choose a tier."))
        data["uploaded"] = self._read_file() if segment == Segment.UPLOAD else None
        return data

    def _clean_money(self, currency: str) -> None:
        self._need("amount", gettext("Say how much each customer gets."))
        self._need("budget", gettext("Say how much it may give in all."))
        for name in ("amount", "budget"):
            self.cleaned_data[name] = self._money(name, currency)

    def _clean_cards(self) -> None:
        # What was typed for money is hidden, so it is not complained about.
        self.errors.pop("valid_days", None)
        self._need("game", gettext("Choose a game."))
        self._need("most_cards", gettext("Say how many cards it may give."))
        if len(self.cleaned_data.get("message", "")) > LONGEST_REASON:
            text = gettext("On a card there is room for %(most)d letters.")
            self.add_error("message", text % {"most": LONGEST_REASON})

    def _need(self, name: str, why: str) -> None:
        if not self.cleaned_data.get(name) and name not in self.errors:
            self.add_error(name, why)

    def _money(self, name: str, currency: str) -> Money | None:
        text = self.cleaned_data.get(name)
        if not text or not currency:
            return None
        try:
            return require_positive(parse_money(text, currency))
        except AmountError as error:
            self.add_error(name, str(error))
            return None

    def _read_file(self) -> Uploaded | None:
        file = self.cleaned_data.get("file")
        if file is None:
            if not (self.campaign and self.campaign.segment == Segment.UPLOAD):
                self.add_error("file", gettext("Upload the list of customers."))
            return None
        try:
            return read_list(file_name=file.name, content=file.read())
        except WalletProjectError as error:
            self.add_error("file", str(error))
            return None

    def plan(self) -> Plan:
        """The plan of a valid form."""
        data = self.cleaned_data
        is_spent = data["segment"] == Segment.SPENT
        gives_cards = data["gives"] == CARD
        return Plan(
            name=data["name"],
            amount=None if gives_cards else data["amount"],
            budget=None if gives_cards else data["budget"],
            cards=Cards(data["game"].pk, data["most_cards"]) if gives_cards else None,
            segment=Segment(data["segment"]),
            tier_id=data["tier"].pk if data["tier"] else None,
            spent_over=data["spent_over"] if is_spent else None,
            since=_instant(data["since"]) if data["since"] else None,
            uploaded=data["uploaded"],
            valid_days=data.get("valid_days"),
            message=data["message"],
            tells=data["tells"],
        )


def _instant(day: Any) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def _initial(campaign: Campaign) -> dict[str, Any]:
    spent = campaign.spent_money
    return {
        "name": campaign.name,
        **(_of_money(campaign) if campaign.game_id is None else _of_cards(campaign)),
        "segment": campaign.segment,
        "tier": campaign.tier_id,
        "spent_over": str(spent.amount) if spent else "",
        "since": timezone.localdate(campaign.since).isoformat() if campaign.since else "",
        "message": campaign.message,
        "tells": campaign.tells,
    }


def _of_money(campaign: Campaign) -> dict[str, Any]:
    return {
        "gives": MONEY,
        "currency": campaign.currency,
        "amount": str(campaign.money.amount),
        "budget": str(campaign.budget_money.amount),
        "valid_days": campaign.valid_days,
    }


def _of_cards(campaign: Campaign) -> dict[str, Any]:
    return {"gives": CARD, "game": campaign.game_id, "most_cards": campaign.budget}


class StartForm(forms.Form):
    """When a campaign starts: at once, unless a time is given."""

    starts_at = forms.DateTimeField(
        label=_("Start at"),
        required=False,
        help_text=_("In the store's time zone, %(zone)s. Empty: now.") % {"zone": settings.TIME_ZONE},
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"],
        widget=UnfoldAdminTextInputWidget(attrs={"type": "datetime-local"}),
    )

    def clean_starts_at(self) -> datetime | None:
        starts_at: datetime | None = self.cleaned_data["starts_at"]
        if starts_at is not None and starts_at < timezone.now():
            raise forms.ValidationError(gettext("This time has passed. Leave it empty to start now."))
        return starts_at
