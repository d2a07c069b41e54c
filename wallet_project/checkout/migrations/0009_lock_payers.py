from pathlib import Path

from django.db import migrations

from wallet_project.core.sql import run_sql_file

SQL = Path(__file__).resolve().parent.parent / "sql"


class Migration(migrations.Migration):
    dependencies = [
        ("checkout", "0008_pay_for_other_storefronts"),
        ("ledger", "0001_ledger_tables"),
        ("rewards", "0001_create_rewards"),
        ("wallets", "0001_create_wallets"),
    ]

    operations = [run_sql_file(SQL, "0009_lock_payers")]
