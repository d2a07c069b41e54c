from pathlib import Path

from django.db import migrations

from wallet_project.core.sql import run_sql_file

SQL = Path(__file__).resolve().parent.parent / "sql"


class Migration(migrations.Migration):
    dependencies = [("rewards", "0002_add_earning_rules_and_tiers")]

    operations = [run_sql_file(SQL, "0002_keep_decisions")]
