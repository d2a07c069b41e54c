from pathlib import Path

from django.db import migrations

from wallet_project.core.sql import run_sql_file

SQL = Path(__file__).resolve().parent.parent / "sql"


class Migration(migrations.Migration):
    dependencies = [
        ("checkout", "0011_validate_wallets_that_pay_at_once"),
        ("accounts", "0001_create_user"),
        ("ledger", "0009_know_orders_paid_at_once"),
        ("notifications", "0001_create_messages"),
    ]

    operations = [run_sql_file(SQL, "0012_pay_at_once")]
