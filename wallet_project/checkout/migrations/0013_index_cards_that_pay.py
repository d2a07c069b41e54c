from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("checkout", "0012_pay_at_once")]

    operations = [
        AddIndexConcurrently(
            "tender",
            models.Index(
                name="tenders_of_a_saved_card", fields=["saved_card"], condition=models.Q(saved_card__isnull=False)
            ),
        )
    ]
