from pathlib import Path

from django.db import migrations

from wallet_project.core.sql import run_sql_file
from wallet_project.core.together import Together

SQL = Path(__file__).resolve().parent.parent / "sql"

# Which of them the models no longer name.
RULES = {
    "payment": (
        "payment_captures_its_own_currency",
        "payment_is_captured_when_its_total_is",
        "payment_is_positive",
        "payment_is_settled_when_it_is_not_open",
        "payment_names_its_order",
        "payment_refunds_at_most_what_it_captured",
        "payment_status_is_known",
    ),
    "tender": (
        "card_tender_has_a_gateway_key",
        "rescued_tender_has_its_entry",
        "reward_tender_is_a_reward_hold",
        "tender_captures_at_most_its_amount",
        "tender_has_captured_when_it_says_so",
        "tender_is_positive",
        "tender_kind_is_known",
        "tender_refunds_at_most_what_it_captured",
        "tender_reports_only_what_is_in_doubt",
        "tender_status_is_known",
        "wallet_tender_is_held_or_paid_at_once",
    ),
}


class Migration(migrations.Migration):
    dependencies = [("checkout", "0015_validate_rules")]

    operations = [
        run_sql_file(SQL, "0016_rules_at_hand"),
        migrations.SeparateDatabaseAndState(
            state_operations=[
                Together(
                    [
                        migrations.RemoveConstraint(model, name)
                        for model, names in RULES.items()
                        for name in names
                    ]
                )
            ]
        ),
    ]
