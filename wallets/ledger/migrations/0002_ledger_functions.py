from pathlib import Path

from django.db import migrations

from wallet_project.core.sql import run_sql_file

SQL = Path(__file__).resolve().parent.parent / "sql"


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_ledger_tables")]

    operations = [
        run_sql_file(SQL, name)
        for name in (
            "0002_append_only",
            "0003_rules",
            "0004_post_entry",
            "0005_post_entries",
            "0006_seals",
            "0007_roll_up",
            "0008_known_words",
        )
    ]
