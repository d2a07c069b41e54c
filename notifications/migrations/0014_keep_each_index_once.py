"""Without the index that begins as another one does."""

from django.conf import settings
from django.db import migrations, models
from django.db.models.deletion import PROTECT


class Migration(migrations.Migration):
    dependencies = [
        ("notifications", "0013_know_approvals"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            "outboxmessage",
            "recipient",
            models.ForeignKey(
                db_index=False,
                on_delete=PROTECT,
                related_name="outbox_messages",
                to=settings.AUTH_USER_MODEL,
                verbose_name="recipient",
            ),
        )
    ]
