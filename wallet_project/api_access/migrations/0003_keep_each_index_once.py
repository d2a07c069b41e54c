"""Without the index that begins as another one does."""

from django.db import migrations, models
from django.db.models.deletion import CASCADE


class Migration(migrations.Migration):
    dependencies = [("api_access", "0002_add_return_hosts")]

    operations = [
        migrations.AlterField(
            "apicall",
            "key",
            models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=CASCADE,
                related_name="calls",
                to="api_access.apikey",
                verbose_name="key",
            ),
        )
    ]
