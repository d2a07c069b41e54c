from pathlib import Path

from django.db import migrations

from wallet_project.core.sql import run_sql_file

SQL = Path(__file__).resolve().parent.parent / "sql"


class Migration(migrations.Migration):
    dependencies = [("checkout", "0016_keep_rules_at_hand")]

    operations = [run_sql_file(SQL, "0017_sum_once")]
