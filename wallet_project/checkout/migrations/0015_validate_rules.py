from pathlib import Path

from django.db import migrations

from wallet_project.core.sql import run_sql_file

SQL = Path(__file__).resolve().parent.parent / "sql"


class Migration(migrations.Migration):
    """Only the way back does something, in a transaction of its own: see 0016."""

    dependencies = [("checkout", "0014_keep_each_index_once")]

    operations = [run_sql_file(SQL, "0015_validate_rules")]
