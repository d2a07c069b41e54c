"""Scratch card games with their odds and what a card costs on average; cards, their prizes hidden."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django import forms
from django.contrib import admin
from django.forms.models import BaseInlineFormSet
from django.http import HttpRequest
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from unfold.admin import TabularInline

from rewards.admin.amounts import MinorAmountsForm
from rewards.admin.menu import PROGRAM, REWARDS
from rewards.draws import chance_in_words, expected_cost
from rewards.enums import ScratchCardStatus
from rewards.models import ScratchCard, ScratchCardGame, ScratchPrize
from rewards.scratch_queries import paid_by
from rewards.services.scratch_cards import prizes_of
from wallet_project.core.admin_tools import DayRangeFilter, ListAdmin, ReadOnlyAdmin, shown
from wallet_project.core.words import written
from wallets.admin.cells import entry_link, link
from wallets.admin.menu import MenuModel

PROGRAM.add(MenuModel("rewards.scratchcardgame", _("Scratch card games"), "casino"))
REWARDS.add(MenuModel("rewards.scratchcard", _("Scratch cards"), "local_activity"))

LABELS: dict[str, str] = {ScratchCardStatus.GRANTED: "info", ScratchCardStatus.SCRATCHED: "success"}


class GameForm(MinorAmountsForm):
    amounts = ("budget", "order_from")
    required_amounts = ("budget",)
    store_amounts = ("order_from",)
    with_points = True

    class Meta:
        model = ScratchCardGame
        fields = (
            "name",
            "currency",
            "budget",
            "card_days",
            "lot_days",
            "order_from",
            "starts_at",
            "ends_at",
        )

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("budget") is not None and data["budget"] < self.instance.committed:
            self.add_error("budget", gettext("The cards that were given need more than this."))
        if data.get("order_from") is not None and data["order_from"] <= 0:
            self.add_error("order_from", gettext("The amount must be more than zero."))
        starts, ends = data.get("starts_at"), data.get("ends_at")
        if starts and ends and ends <= starts:
            self.add_error("ends_at", gettext("The end must be after the beginning."))
        return data


class PrizeForm(MinorAmountsForm):
    """One prize, in the currency of its game, which may be typed in the same form."""

    amounts = ("amount",)
    required_amounts = ("amount",)

    class Meta:
        model = ScratchPrize
        fields = ("amount", "weight")

    def __init__(self, *args: Any, game_currency: str = "", **kwargs: Any) -> None:
        self.game_currency = game_currency
        super().__init__(*args, **kwargs)

    def currency_of(self, name: str) -> str:
        return self.game_currency

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if (data.get("amount") or 0) < 0:
            self.add_error("amount", gettext("A prize can't be below zero."))
        return data


class Prizes(BaseInlineFormSet):  # type: ignore[type-arg]
    """All prizes of a game. There has to be one, and none twice."""

    def get_form_kwargs(self, index: int | None) -> dict[str, Any]:
        typed = self.data.get("currency", "") if self.is_bound else ""
        currency = getattr(self.instance, "currency", "") or typed or "EUR"
        return {**super().get_form_kwargs(index), "game_currency": currency}

    def clean(self) -> None:
        super().clean()
        kept = [form.cleaned_data for form in self.forms if form.is_valid() and self._is_kept(form)]
        amounts = [data.get("amount") for data in kept]
        if not amounts:
            raise forms.ValidationError(
                gettext("A game needs a prize; a card that wins nothing is one of 0.")
            )
        if len(set(amounts)) < len(amounts):
            raise forms.ValidationError(gettext("Each prize stands here once: add up the weights."))

    def _is_kept(self, form: Any) -> bool:
        if form.cleaned_data.get("DELETE"):
            return False
        return bool(form.has_changed() or form.instance.pk)


class PrizeInline(TabularInline):  # type: ignore[misc]
    model = ScratchPrize
    form = PrizeForm
    formset = Prizes
    extra = 2


@admin.register(ScratchCardGame)
class ScratchCardGameAdmin(ListAdmin):
    form = GameForm
    inlines = (PrizeInline,)
    list_display = ("name", "shown_budget", "shown_paid", "starts_at", "ends_at")
    search_texts = ("name__icontains",)
    search_help_text = _("Name")
    ordering = ("-pk",)
    readonly_fields = ("shown_odds", "shown_cost", "shown_paid", "shown_committed")

    def get_fieldsets(self, request: HttpRequest, obj: ScratchCardGame | None = None) -> Any:
        rules = (None, {"fields": ("name", ("currency", "budget"), ("card_days", "lot_days"), "order_from")})
        window = (_("When it gives cards"), {"fields": (("starts_at", "ends_at"),)})
        if obj is None:
            return (rules, window)
        told = ["shown_odds", "shown_cost", "shown_paid"]
        if request.user.has_perm("rewards.view_hidden_prizes"):
            told.append("shown_committed")
        return (rules, window, (_("What it means"), {"fields": told}))

    def get_readonly_fields(self, request: HttpRequest, obj: ScratchCardGame | None = None) -> Any:
        """The currency never changes: prizes and budget are in it."""
        return (*self.readonly_fields, "currency") if obj else self.readonly_fields

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @shown(_("budget"))
    def shown_budget(self, game: ScratchCardGame) -> str:
        return written(game.money(game.budget))

    @shown(_("won so far"))
    def shown_paid(self, game: ScratchCardGame) -> str:
        return written(paid_by(game))

    @shown(_("promised, hidden prizes among them"))
    def shown_committed(self, game: ScratchCardGame) -> str:
        return written(game.money(game.committed))

    @shown(_("odds"))
    def shown_odds(self, game: ScratchCardGame) -> SafeString:
        prizes = sorted(prizes_of(game), key=lambda prize: -prize.amount)
        rows = [
            (
                written(game.money(one.amount)) if one.amount else gettext("Nothing"),
                chance_in_words(one, prizes),
            )
            for one in prizes
        ]
        return format_html("<ul>{}</ul>", format_html_join("", "<li>{}: {}</li>", rows))

    @shown(_("what a card costs on average"))
    def shown_cost(self, game: ScratchCardGame) -> str:
        prizes = prizes_of(game)
        if not prizes:
            return "–"
        average = expected_cost(prizes)
        cost = game.money(int(average.to_integral_value(ROUND_HALF_UP)))
        largest = max(prize.amount for prize in prizes)
        cards = int((Decimal(game.budget - largest) / average) + 1) if average else 0
        if not average or game.budget < largest:
            return written(cost)
        words = gettext("%(cost)s; the budget is good for about %(cards)s cards")
        return words % {"cost": written(cost), "cards": max(cards, 1)}


@admin.register(ScratchCard)
class ScratchCardAdmin(ReadOnlyAdmin):
    """A prize that is still hidden is shown to those only who may see it."""

    list_display = ("created_at", "shown_customer", "game", "shown_status", "shown_prize", "expires_at")
    list_select_related = ("game", "customer")
    list_filter = ("status", ("created_at", DayRangeFilter))
    search_ids = ("pk", "game")
    search_texts = ("key", "reference", "customer__email__icontains")
    search_help_text = _("Customer, order or key")
    ordering = ("-pk",)
    fields = (
        "created_at",
        "shown_customer",
        "game",
        "status",
        "shown_prize_here",
        "reason",
        "reference",
        "key",
        "expires_at",
        "scratched_at",
        "shown_entry",
    )
    readonly_fields = fields

    @shown(_("customer"))
    def shown_customer(self, card: ScratchCard) -> SafeString:
        return link("accounts_user_change", card.customer, card.customer_id)

    @shown(_("status"), label=LABELS)
    def shown_status(self, card: ScratchCard) -> tuple[str, str]:
        return card.status, card.get_status_display()

    @shown(_("prize"))
    def shown_prize(self, card: ScratchCard) -> str:
        """In the list, also for those who may see hidden ones: nobody learns them by the way."""
        return gettext("hidden") if card.won is None else written(card.won)

    @shown(_("prize"))
    def shown_prize_here(self, card: ScratchCard) -> str:
        return self.shown_prize(card)

    @shown(_("prize"))
    def shown_hidden_prize(self, card: ScratchCard) -> str:
        return written(card.game.money(card.prize))

    @shown(_("entry"))
    def shown_entry(self, card: ScratchCard) -> SafeString | str:
        return entry_link(card.entry_id)

    def get_fields(self, request: HttpRequest, obj: ScratchCard | None = None) -> list[str]:
        if not request.user.has_perm("rewards.view_hidden_prizes"):
            return list(self.fields)
        return ["shown_hidden_prize" if name == "shown_prize_here" else name for name in self.fields]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return self.get_fields(request, obj)
